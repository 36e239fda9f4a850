//! The receipt of a submission: what was received, when, where it stands in the record, signed.

use super::desk::Desk;
use super::rules::{Document, Handed, Statement, read_receipt};
use super::{envelope, store};
use crate::account;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::Chain;
use crate::platform::keys::is_signed;
use crate::platform::mail::Receiver;
use ::entity::bid_submission;
use ::entity::membership::Role;

/// What the bidder gets for a submission.
#[derive(Clone, Debug)]
pub struct Receipt {
    pub submission: bid_submission::Model,
    pub documents: Vec<Document>,
    pub statement: Statement,
    /// The public half of the key that signed it, hex.
    pub key: String,
    pub counts: bool,
}

impl Receipt {
    /// The text that anybody can check.
    pub fn signed(&self) -> String {
        self.statement.signed(&self.submission.signature, &self.key)
    }
}

/// A receipt of one's own bid, the latest unless a number is given; with every submission, the latest first.
pub async fn receipt(
    context: &Context,
    desk: &Desk,
    number: Option<i32>,
) -> Result<(Receipt, Vec<bid_submission::Model>)> {
    let all = store::submissions(context.read(), desk.bid.id).await?;
    let wanted = |submission: &&bid_submission::Model| number.is_none_or(|number| submission.number == number);
    let submission = all.iter().find(wanted).cloned().ok_or(Error::NotFound)?;
    let entry = store::entries_of(context.read(), [submission.id]).await?.into_iter().next();
    let entry = entry.ok_or_else(|| Error::internal("a submission without its entry in the record"))?;
    let statement = Statement {
        receipt: submission.receipt.clone(),
        tender: desk.tender.reference.clone(),
        tender_version: submission.tender_version,
        received: submission.received_at,
        sha256: submission.sha256.clone(),
        chain: Chain::Bid(desk.bid.id).to_string(),
        position: entry.n,
    };
    let documents = envelope::manifest(&context.app, desk.provider.id, &submission)?;
    let counts = desk.bid.submission_id == Some(submission.id);
    Ok((Receipt { submission, documents, statement, key: context.app.key.signing_public(), counts }, all))
}

/// Did you get my bid? The receipt number of the submission that was sent with this form's key.
pub async fn received_by_key(context: &Context, desk: &Desk, key: &str) -> Result<Option<i32>> {
    Ok(store::by_key(context.read(), desk.bid.id, key).await?.map(|submission| submission.number))
}

/// What a receipt that somebody hands in turns out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    /// Signed by the key, and unchanged since.
    Genuine(Handed),
    /// Changed, or signed by another key.
    Forged,
    NoReceipt,
}

/// Checks a receipt's text against the public key that is published.
pub fn verify_receipt(text: &str, key: &str) -> Verified {
    match read_receipt(text) {
        None => Verified::NoReceipt,
        Some(handed) if is_signed(key, &handed.text, &handed.signature) => Verified::Genuine(handed),
        Some(_) => Verified::Forged,
    }
}

/// Whom a bidder asks: the cluster's clerks.
pub async fn clerks(context: &Context, desk: &Desk) -> Result<Vec<Receiver>> {
    let clerks = account::receivers(context.read(), Role::Clerk, desk.tender.cluster_id.0).await?;
    Ok(clerks.into_iter().map(|(_, clerk)| clerk).collect())
}
