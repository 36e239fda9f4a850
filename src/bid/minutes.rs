//! The minutes of an opening: who opened, when, which bids by label, and the proof that they are those that were received.

use super::contents::sum_of;
use super::opening::{Confirmed, named, of_team};
use super::store;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::tender;
use ::entity::tender::TenderState;
use ::entity::{bid, bid_submission, ids::*, opened_bid};
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// One bid as it was opened.
#[derive(Clone, Debug)]
pub struct MinutedBid {
    pub label: String,
    pub receipt: String,
    pub received: DateTime<Utc>,
    /// What the receipt says, hex.
    pub sha256: String,
    /// What the stored bytes came to when they were opened.
    pub found: String,
    /// Why it could not be read.
    pub fault: Option<String>,
    pub priced_at: Option<DateTime<Utc>>,
}

impl MinutedBid {
    pub fn is_same(&self) -> bool {
        self.sha256 == self.found
    }
}

/// What was recorded when bids closed, and how it is worked out again.
#[derive(Clone, Debug)]
pub struct CloseProof {
    pub salt: String,
    /// As recorded at the close.
    pub recorded: String,
    /// Of the bids above.
    pub found: String,
}

#[derive(Clone, Debug)]
pub struct Minutes {
    pub tender: ::entity::tender::Model,
    pub closed_at: Option<DateTime<Utc>>,
    pub confirmed: Vec<Confirmed>,
    pub bids: Vec<MinutedBid>,
    pub proof: Option<CloseProof>,
}

/// For the tender's team, once the bids are open or there was none.
pub async fn minutes(context: &Context, reference: &str) -> Result<Minutes> {
    let (tender, _) = of_team(context, reference).await?;
    let connection = context.read();
    let confirmations = store::confirmations(connection, [tender.id]).await?;
    let found_none = tender.state == TenderState::Unsuccessful && confirmations.len() > 1;
    if tender.opened_at.is_none() && !found_none {
        return Err(Error::refused("The bids of this tender are not open, so there are no minutes yet"));
    }
    let bids = store::all_opened(connection, tender.id).await?;
    let submissions = store::counted(connection, &bids).await?;
    let contents = store::contents(connection, &bids).await?;
    let proof = proof(context, tender.id, &submissions).await?;
    Ok(Minutes {
        closed_at: tender.closed_at,
        confirmed: named(context, &tender, &confirmations).await?,
        bids: minuted(bids, submissions, contents),
        proof,
        tender,
    })
}

fn minuted(
    bids: Vec<bid::Model>,
    submissions: Vec<bid_submission::Model>,
    contents: Vec<opened_bid::Model>,
) -> Vec<MinutedBid> {
    let mut submissions: HashMap<BidId, bid_submission::Model> =
        submissions.into_iter().map(|submission| (submission.bid_id, submission)).collect();
    let mut contents: HashMap<BidId, opened_bid::Model> =
        contents.into_iter().map(|content| (content.bid_id, content)).collect();
    let one = |bid: bid::Model| {
        let submission = submissions.remove(&bid.id)?;
        let content = contents.remove(&bid.id)?;
        Some(MinutedBid {
            label: bid.label?,
            receipt: submission.receipt,
            received: submission.received_at,
            sha256: submission.sha256,
            found: content.sha256,
            fault: content.fault,
            priced_at: content.priced_at,
        })
    };
    bids.into_iter().filter_map(one).collect()
}

async fn proof(
    context: &Context,
    tender: TenderId,
    submissions: &[bid_submission::Model],
) -> Result<Option<CloseProof>> {
    let recorded = store::recorded_at_close(context.read(), tender).await?;
    let salt = tender::salt_of(context.read(), tender).await?;
    let (Some(recorded), Some(salt)) = (recorded, salt) else { return Ok(None) };
    let mut hashes: Vec<String> = submissions.iter().map(|submission| submission.sha256.clone()).collect();
    hashes.sort();
    Ok(Some(CloseProof { found: sum_of(&salt, &hashes), salt, recorded }))
}
