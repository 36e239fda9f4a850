//! Handing a bid in, replacing it, taking it back.

use super::desk::{Desk, desk};
use super::draft::{event as bid_event, sealed_actor};
use super::envelope::{self, Sealed};
use super::rules::{Package, Statement, may_change, receipt_code};
use super::store;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{self, Chain, Event};
use crate::platform::keys::sha256_hex;
use crate::platform::mail::{Notice, Receiver};
use crate::platform::words;
use crate::{account, tender};
use ::entity::membership::Role;
use ::entity::{bid, bid_submission, ids::*, sealed_envelopes};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
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
/// instant of receipt is the database's, read after the tender is held from closing. The bid is sealed before anything is
/// held, so that submissions of others do not wait for it.
pub async fn submit(context: &Context, id: BidId, key: &str, shown: &str) -> Result<Outcome> {
    if key.is_empty() || key.len() > 100 {
        return Err(Error::refused("Open this page again and submit your bid from there"));
    }
    let desk = desk(context, id).await?;
    let sealed = seal_shown(context, &desk, shown).await?;
    let change = Change::begin(&context.unnamed()).await?;
    let tender = store::shared(change.tx(), desk.tender.id).await?;
    let bid = store::locked(change.tx(), id).await?;
    let content = content(context, id, shown);
    if let Some(earlier) = store::by_key(change.tx(), id, key).await? {
        return again(&earlier, &content);
    }
    let received = change.database_now().await?;
    if may_change(&tender, received).is_err() {
        drop(change);
        store_close(context, &desk).await?;
        return Ok(Outcome::Late);
    }
    let sealed = match sealed {
        Shown::Sealed(sealed) if bid.draft_version == desk.bid.draft_version => sealed,
        Shown::Incomplete(sentence) => return Err(Error::refused(sentence)),
        _ => return Err(changed_meanwhile()),
    };
    let new = New { tender: &tender, bid: &bid, key, content, received };
    let submission = insert(&change, new, sealed).await?;
    tell_received(&change, &desk, &submission).await?;
    let mut data = json!({
        "bidder": bid.bidder, "by": sealed_actor(context)?, "sha256": submission.sha256, "tender_version": tender.public_version,
    });
    if let Some(before) = bid.submission_id {
        data["replaces"] = json!(before);
    }
    let subject = format!("submission:{}", submission.id);
    change.commit(Event::new(Chain::Bid(id), "bid.submitted", subject).with(data)).await?;
    confirm(context, &submission).await
}

fn changed_meanwhile() -> Error {
    Error::Stale("A colleague changed this bid. Check it again before you submit it.".to_owned())
}

/// What the check page showed, as it stands now.
enum Shown {
    Sealed(Sealed),
    Changed,
    Incomplete(String),
}

async fn seal_shown(context: &Context, desk: &Desk, shown: &str) -> Result<Shown> {
    let package = match desk.draft.package(&desk.asked) {
        Ok(package) => package,
        Err(missing) => {
            let sentence = missing.first().map_or("Your bid is not complete", |first| first.sentence.as_str());
            return Ok(Shown::Incomplete(sentence.to_owned()));
        }
    };
    if sha256_hex(package.canonical()?.as_bytes()) != shown {
        return Ok(Shown::Changed);
    }
    let recipient = tender::bids_are_sealed_to(context.read(), desk.tender.id).await?;
    Ok(Shown::Sealed(envelope::seal(&context.app, desk.provider.id, &recipient, &package)?))
}

/// A name for what was shown, that tells nothing to who has the database alone.
fn content(context: &Context, bid: BidId, shown: &str) -> String {
    context.app.key.name_for(&["content", &bid.to_string(), shown])
}

/// The same form again.
fn again(earlier: &bid_submission::Model, content: &str) -> Result<Outcome> {
    if earlier.content == content {
        return Ok(Outcome::Received(earlier.id));
    }
    Err(Error::Stale(
        "This form was already sent with other content. Open the page again and check your bid.".to_owned(),
    ))
}

/// What a submission is made of besides its envelopes.
struct New<'a> {
    tender: &'a ::entity::tender::Model,
    bid: &'a bid::Model,
    key: &'a str,
    content: String,
    received: DateTime<Utc>,
}

async fn insert(change: &Change, new: New<'_>, sealed: Sealed) -> Result<bid_submission::Model> {
    let last = store::submissions(change.tx(), new.bid.id).await?.first().map_or(0, |last| last.number);
    let chain = Chain::Bid(new.bid.id);
    let statement = Statement {
        receipt: free_receipt(change).await?,
        tender: new.tender.reference.clone(),
        tender_version: new.tender.public_version,
        received: new.received,
        sha256: envelope::sha256_of(&sealed.quality, &sealed.price),
        chain: chain.to_string(),
        position: event::next_position(change.tx(), chain).await?,
    };
    let row = bid_submission::Model {
        id: SubmissionId::new(new.received),
        bid_id: new.bid.id,
        number: last + 1,
        manifest: sealed.manifest,
        content: new.content,
        tender_version: statement.tender_version,
        received_at: new.received,
        signature: change.app().key.sign(&statement.text()),
        sha256: statement.sha256,
        receipt: statement.receipt,
        idempotency_key: new.key.to_owned(),
        confirmed_version: new.tender.public_version,
        withdrawn_at: None,
    };
    let inserted = row.clone().into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    let envelopes = sealed_envelopes::Model { submission_id: row.id, quality: sealed.quality, price: sealed.price };
    sealed_envelopes::Entity::insert(envelopes.into_active_model()).exec_without_returning(change.tx()).await?;
    let mut counted = new.bid.clone().into_active_model();
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
    let row = store::submission(context.read(), submission.id).await?;
    let stored = store::envelopes(context.read(), [submission.id]).await?.into_iter().next();
    match row.zip(stored) {
        Some((row, stored)) if row == *submission && envelope::is_as_received(&row, &stored) => {
            Ok(Outcome::Received(submission.id))
        }
        _ => Err(Error::internal("a submission was committed and cannot be read back")),
    }
}

/// Stores that bids are closed: this was the first action that found the deadline past.
async fn store_close(context: &Context, desk: &Desk) -> Result<()> {
    let mut change = Change::begin(&context.unnamed()).await?;
    let tender = tender::locked(change.tx(), desk.tender.id).await?;
    tender::close_if_due(&mut change, &tender).await?;
    change.commit(bid_event(context, "bid.came_late", desk.bid.id, &desk.bid.bidder)?).await?;
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
        title: desk.title.clone(),
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
    let change = Change::begin(&context.unnamed()).await?;
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
    let entry = bid_event(context, "bid.withdrawn", bid.id, &bid.bidder)?;
    let mut row = bid.into_active_model();
    row.submission_id = Set(None);
    row.update(change.tx()).await?;
    let notice = BidTakenBack {
        reference: tender.reference.clone(),
        title: desk.title.clone(),
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
