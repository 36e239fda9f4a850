//! Handing a bid in, replacing it, taking it back; and the receipt.

use super::desk::{Desk, desk, unnamed};
use super::draft::event;
use super::rules::{Draft, Package, may_change, receipt_code};
use super::store;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::keys::sha256_hex;
use crate::platform::mail::{Notice, Receiver};
use crate::platform::words;
use crate::{account, tender};
use ::entity::membership::Role;
use ::entity::{bid, bid_submission, ids::*};
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde::Serialize;
use serde_json::json;

/// What became of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Received(SubmissionId),
    /// At or after the deadline: the draft is kept, nothing was submitted.
    Late,
}

#[derive(Serialize)]
struct BidReceived {
    reference: String,
    title: String,
    provider: String,
    receipt: String,
    received: String,
    deadline: String,
    path: String,
}

impl Notice for BidReceived {
    const TEMPLATE: &'static str = "mail/bid_received.txt";
}

#[derive(Serialize)]
struct BidTakenBack {
    reference: String,
    title: String,
    provider: String,
    receipt: String,
    path: String,
}

impl Notice for BidTakenBack {
    const TEMPLATE: &'static str = "mail/bid_taken_back.txt";
}

/// What would be submitted now, and its hash: the check page shows the one and its form sends back the other.
pub fn package_now(desk: &Desk) -> Result<Option<(Package, String)>> {
    let Ok(package) = desk.draft.package(&desk.asked) else { return Ok(None) };
    let hash = sha256_hex(package.canonical()?.as_bytes());
    Ok(Some((package, hash)))
}

/// Submits the draft whose hash the check page showed. The same key with the same hash gets the same receipt again; the
/// instant of receipt is the database's, read after the tender is held from closing.
pub async fn submit(context: &Context, id: BidId, key: &str, shown: &str) -> Result<Outcome> {
    if key.is_empty() || key.len() > 100 {
        return Err(Error::refused("Open this page again and submit your bid from there"));
    }
    let desk = desk(context, id).await?;
    let change = Change::begin(&unnamed(context)).await?;
    let tender = store::shared(change.tx(), desk.tender.id).await?;
    let bid = store::locked(change.tx(), id).await?;
    if let Some(earlier) = store::by_key(change.tx(), id, key).await? {
        return again(&earlier, shown);
    }
    let received = change.database_now().await?;
    if may_change(&tender, received).is_err() {
        drop(change);
        store_close(context, &desk).await?;
        return Ok(Outcome::Late);
    }
    let package = package_of(&bid, &desk)?;
    let text = package.canonical()?;
    if sha256_hex(text.as_bytes()) != shown {
        return Err(Error::Stale("A colleague changed this bid. Check it again before you submit it.".to_owned()));
    }
    let submission = insert(&change, &bid, key, text, received, tender.public_version).await?;
    let sent = submission.clone();
    tell_received(&change, &desk, &sent).await?;
    let mut data = json!({ "bidder": bid.bidder, "sha256": submission.sha256, "tender_version": tender.version });
    if let Some(before) = bid.submission_id {
        data["replaces"] = json!(before);
    }
    let subject = format!("submission:{}", submission.id);
    change.commit(Event::new(Chain::Tender(tender.id), "bid.submitted", subject).with(data)).await?;
    confirm(context, &submission).await
}

/// The same form again.
fn again(earlier: &bid_submission::Model, shown: &str) -> Result<Outcome> {
    if earlier.sha256 == shown {
        return Ok(Outcome::Received(earlier.id));
    }
    Err(Error::Stale(
        "This form was already sent with other content. Open the page again and check your bid.".to_owned(),
    ))
}

fn package_of(bid: &bid::Model, desk: &Desk) -> Result<Package> {
    let draft: Draft = serde_json::from_str(&bid.draft)?;
    draft.package(&desk.asked).map_err(|missing| {
        Error::refused(missing.first().map_or("Your bid is not complete", |first| first.sentence.as_str()))
    })
}

async fn insert(
    change: &Change,
    bid: &bid::Model,
    key: &str,
    package: String,
    received_at: DateTime<Utc>,
    answers_version: i32,
) -> Result<bid_submission::Model> {
    let last = store::submissions(change.tx(), bid.id).await?.first().map_or(0, |last| last.number);
    let row = bid_submission::Model {
        id: SubmissionId::new(received_at),
        bid_id: bid.id,
        number: last + 1,
        sha256: sha256_hex(package.as_bytes()),
        package,
        received_at,
        receipt: free_receipt(change).await?,
        idempotency_key: key.to_owned(),
        confirmed_version: answers_version,
        withdrawn_at: None,
    };
    let inserted = row.clone().into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    let mut counted = bid.clone().into_active_model();
    counted.submission_id = Set(Some(row.id));
    counted.update(change.tx()).await?;
    Ok(row)
}

async fn free_receipt(change: &Change) -> Result<String> {
    loop {
        let receipt = receipt_code(rand::random());
        if !store::receipt_is_taken(change.tx(), &receipt).await? {
            return Ok(receipt);
        }
    }
}

/// What was acknowledged is there: read through another connection before anybody is told.
async fn confirm(context: &Context, submission: &bid_submission::Model) -> Result<Outcome> {
    let stored = store::submissions(context.read(), submission.bid_id).await?;
    match stored.iter().find(|stored| stored.id == submission.id) {
        Some(stored) if stored.sha256 == submission.sha256 => Ok(Outcome::Received(submission.id)),
        _ => Err(Error::internal("a submission was committed and cannot be read back")),
    }
}

/// Stores that bids are closed: this was the first action that found the deadline past.
async fn store_close(context: &Context, desk: &Desk) -> Result<()> {
    let mut change = Change::begin(&unnamed(context)).await?;
    let tender = tender::locked(change.tx(), desk.tender.id).await?;
    tender::close_if_due(&mut change, &tender).await?;
    change.commit(event(tender.id, "bid.came_late", desk.bid.id, &desk.bid.bidder)).await?;
    Ok(())
}

pub(super) async fn bid_team(change: &Change, provider: ProviderId) -> Result<Vec<Receiver>> {
    let mut team = account::receivers(change.tx(), Role::ProviderStaff, provider.0).await?;
    team.extend(account::receivers(change.tx(), Role::LaSeller, provider.0).await?);
    team.sort_by_key(|(account, _)| *account);
    team.dedup_by_key(|(account, _)| *account);
    Ok(team.into_iter().map(|(_, receiver)| receiver).collect())
}

async fn tell_received(change: &Change, desk: &Desk, submission: &bid_submission::Model) -> Result<()> {
    let notice = BidReceived {
        reference: desk.tender.reference.clone(),
        title: desk.tender.title.clone(),
        provider: desk.provider.name.clone(),
        receipt: submission.receipt.clone(),
        received: words::moment(submission.received_at),
        deadline: desk.tender.deadline_at.map(words::deadline).unwrap_or_default(),
        path: format!("/bids/{}/receipt", desk.bid.id),
    };
    for receiver in bid_team(change, desk.provider.id).await? {
        change.tell(receiver, &notice).await?;
    }
    Ok(())
}

/// Takes the bid back before the deadline; the draft stays and can be submitted again.
pub async fn withdraw(context: &Context, id: BidId) -> Result<()> {
    let desk = desk(context, id).await?;
    let change = Change::begin(&unnamed(context)).await?;
    let tender = store::shared(change.tx(), desk.tender.id).await?;
    let bid = store::locked(change.tx(), id).await?;
    let at = change.database_now().await?;
    may_change(&tender, at).map_err(|_| Error::refused(desk.closed_sentence()))?;
    let Some(counted) = store::counted(change.tx(), std::slice::from_ref(&bid)).await?.into_iter().next() else {
        return Err(Error::refused("There is no submitted bid to take back"));
    };
    let receipt = counted.receipt.clone();
    let mut row = counted.into_active_model();
    row.withdrawn_at = Set(Some(at));
    row.update(change.tx()).await?;
    let entry = event(tender.id, "bid.withdrawn", bid.id, &bid.bidder);
    let mut row = bid.into_active_model();
    row.submission_id = Set(None);
    row.update(change.tx()).await?;
    let notice = BidTakenBack {
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        provider: desk.provider.name.clone(),
        receipt,
        path: format!("/bids/{id}"),
    };
    for receiver in bid_team(&change, desk.provider.id).await? {
        change.tell(receiver, &notice).await?;
    }
    change.commit(entry).await?;
    Ok(())
}

/// What the bidder gets for a submission.
#[derive(Clone, Debug)]
pub struct Receipt {
    pub submission: bid_submission::Model,
    pub package: Package,
    /// The entry in the tender's record that the submission is.
    pub position: i64,
    /// Over everything above, by the server's key: nobody else can make it.
    pub signed: String,
    pub counts: bool,
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
    let entry = store::entry_of(context.read(), submission.id).await?;
    let position = entry.ok_or_else(|| Error::internal("a submission without its entry in the record"))?.n;
    let parts = signed_parts(desk, &submission, position);
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let signed = context.app.key.name_for(&parts);
    let package = serde_json::from_str(&submission.package)?;
    let counts = desk.bid.submission_id == Some(submission.id);
    Ok((Receipt { submission, package, position, signed, counts }, all))
}

fn signed_parts(desk: &Desk, submission: &bid_submission::Model, position: i64) -> [String; 6] {
    [
        "receipt".to_owned(),
        submission.receipt.clone(),
        desk.tender.reference.clone(),
        submission.received_at.to_rfc3339_opts(SecondsFormat::Micros, true),
        submission.sha256.clone(),
        position.to_string(),
    ]
}

/// Whom a bidder asks: the cluster's clerks.
pub async fn clerks(context: &Context, desk: &Desk) -> Result<Vec<Receiver>> {
    let clerks = account::receivers(context.read(), Role::Clerk, desk.tender.cluster_id.0).await?;
    Ok(clerks.into_iter().map(|(_, clerk)| clerk).collect())
}
