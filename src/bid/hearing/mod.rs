//! A hearing before a bidder is excluded: notice, answer, and the decision of two people.

use super::compliance::{hearings, own_opened};
use super::rules::hearing::{self as rules, Refusal};
use super::store;
use super::submission::bid_team;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::mail::Notice;
use crate::platform::words;
use crate::tender;
use ::entity::exclusion::{self, Decision, Ground};
use ::entity::{bid, ids::*, lot, tender as tenders};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, IntoActiveModel as _};
use serde::Serialize;
use serde_json::json;

/// A bid's hearings, with what the reader may do.
#[derive(Clone, Debug)]
pub struct Hearings {
    pub tender: tenders::Model,
    pub bid: bid::Model,
    pub provider: String,
    pub all: Vec<exclusion::Model>,
    pub may_notify: bool,
    pub may_propose: bool,
    pub may_confirm: bool,
}

/// The tender and the bid, for those who hear bidders or confirm what comes of it.
async fn of_hearers(context: &Context, reference: &str, id: BidId) -> Result<(tenders::Model, bid::Model, Place)> {
    let tender = tender::by_reference(context.read(), reference).await?;
    let place = tender::visible_to(context.read(), &context.actor, &tender).await?;
    if !context.actor.may(Action::HearBidder, &place) {
        context.actor.require(Action::ConfirmExclusion, &place)?;
    }
    tender::require_inside(context, &tender).await?;
    let bid = store::by_id(context.read(), id).await?;
    if bid.tender_id != tender.id || bid.opened_at.is_none() || bid.provider_id.is_none() {
        return Err(Error::NotFound);
    }
    Ok((tender, bid, place))
}

pub async fn of_bid(context: &Context, reference: &str, id: BidId) -> Result<Hearings> {
    let (tender, bid, place) = of_hearers(context, reference, id).await?;
    let all = hearings(context.read(), [id]).await?;
    let state = lot_of(context.read(), &bid).await?.state;
    let names = store::provider_names(context.read(), bid.provider_id).await?;
    let hears = context.actor.may(Action::HearBidder, &place);
    let running = all.iter().find(|hearing| hearing.confirmed_at.is_none());
    Ok(Hearings {
        may_notify: hears && rules::may_notify(state, &all).is_ok(),
        may_propose: hears && running.is_some_and(|running| rules::may_propose(running, context.now).is_ok()),
        may_confirm: context.actor.may(Action::ConfirmExclusion, &place)
            && running.is_some_and(|running| running.proposed_by.is_some_and(|by| Some(by) != context.actor.account)),
        provider: bid.provider_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        tender,
        bid,
        all,
    })
}

async fn lot_of(connection: &impl sea_orm::ConnectionTrait, bid: &bid::Model) -> Result<lot::Model> {
    let lots = tender::lots(connection, bid.tender_id).await?;
    lots.into_iter().find(|lot| lot.id == bid.lot_id).ok_or(Error::NotFound)
}

#[derive(Serialize)]
struct Noticed {
    reference: String,
    title: String,
    until: String,
    path: String,
}

impl Notice for Noticed {
    const TEMPLATE: &'static str = "mail/hearing_notice.txt";
}

#[derive(Serialize)]
struct Decided {
    reference: String,
    title: String,
    path: String,
}

impl Notice for Decided {
    const TEMPLATE: &'static str = "mail/hearing_decided.txt";
}

fn path(bid: &bid::Model) -> String {
    format!("/bids/{}/hearing", bid.id)
}

async fn tell(change: &Change, bid: &bid::Model, notice: &impl Notice) -> Result<()> {
    for to in bid_team(change, bid.provider_id.ok_or(Error::NotFound)?).await? {
        change.tell(to, notice).await?;
    }
    Ok(())
}

fn event(tender: TenderId, action: &'static str, hearing: ExclusionId) -> Event {
    Event::new(Chain::Tender(tender), action, format!("exclusion:{hearing}"))
}

/// Gives a bidder notice of the ground and the reason, with a day until which it may answer.
pub async fn give_notice(
    context: &Context,
    reference: &str,
    id: BidId,
    ground: Ground,
    reason: &str,
    answer_until: NaiveDate,
) -> Result<()> {
    let (tender, bid, place) = of_hearers(context, reference, id).await?;
    context.actor.require(Action::HearBidder, &place)?;
    let change = Change::begin(context).await?;
    let tender = tender::locked(change.tx(), tender.id).await?;
    let state = lot_of(change.tx(), &bid).await?.state;
    rules::may_notify(state, &hearings(change.tx(), [id]).await?).map_err(Error::refused)?;
    let answer_by = rules::answer_by(answer_until, change.now());
    let answer_by = answer_by.map_err(|refusal| Error::field("answer_until-day", refusal))?;
    let row = noticed(&change, id, ground, reason, answer_by)?;
    let hearing = row.id;
    row.into_active_model().insert(change.tx()).await?;
    let (title, until) = (tender.title.clone(), words::deadline(answer_by));
    tell(&change, &bid, &Noticed { reference: tender.reference.clone(), title, until, path: path(&bid) }).await?;
    let data = json!({ "bid": id, "ground": ground, "answer_by": answer_by });
    change.commit(event(tender.id, "hearing.noticed", hearing).with(data).because(reason)).await?;
    Ok(())
}

fn noticed(
    change: &Change,
    bid_id: BidId,
    ground: Ground,
    reason: &str,
    answer_by: DateTime<Utc>,
) -> Result<exclusion::Model> {
    Ok(exclusion::Model {
        id: ExclusionId::new(change.now()),
        bid_id,
        ground,
        reason: reason.to_owned(),
        notified_by: change.by()?,
        notified_at: change.now(),
        answer_by,
        answer: None,
        answered_by: None,
        answered_at: None,
        decision: None,
        decision_reason: None,
        proposed_by: None,
        proposed_at: None,
        confirmed_by: None,
        confirmed_at: None,
    })
}

/// One's own hearings, the latest first.
pub async fn own(context: &Context, id: BidId) -> Result<(bid::Model, tenders::Model, Vec<exclusion::Model>)> {
    let (bid, tender) = own_opened(context, id).await?;
    let all = hearings(context.read(), [id]).await?;
    if all.is_empty() { Err(Error::NotFound) } else { Ok((bid, tender, all)) }
}

/// The hearing that runs, once the tender is kept from changing.
async fn running(change: &Change, bid: &bid::Model) -> Result<exclusion::Model> {
    tender::locked(change.tx(), bid.tender_id).await?;
    let all = hearings(change.tx(), [bid.id]).await?;
    all.into_iter().find(|hearing| hearing.confirmed_at.is_none()).ok_or_else(|| Error::refused(Refusal::Decided))
}

/// The bidder's representations: what it says to the ground, and what it has done since (self-cleaning).
pub async fn answer(context: &Context, id: BidId, text: &str) -> Result<()> {
    let (bid, _) = own_opened(context, id).await?;
    let change = Change::begin(context).await?;
    let hearing = running(&change, &bid).await?;
    rules::may_answer(&hearing, change.now()).map_err(Error::refused)?;
    let hearing_id = hearing.id;
    let mut row = hearing.into_active_model();
    row.answer = Set(Some(text.to_owned()));
    row.answered_by = Set(Some(change.by()?));
    row.answered_at = Set(Some(change.now()));
    row.proposed_by = Set(None);
    row.proposed_at = Set(None);
    row.update(change.tx()).await?;
    change.commit(event(bid.tender_id, "hearing.answered", hearing_id)).await?;
    Ok(())
}

/// One of two people proposes what is decided, with the reasons; a new proposal takes the place of an earlier one.
pub async fn propose(context: &Context, reference: &str, id: BidId, decision: Decision, reason: &str) -> Result<()> {
    let (tender, bid, place) = of_hearers(context, reference, id).await?;
    context.actor.require(Action::HearBidder, &place)?;
    let change = Change::begin(context).await?;
    let hearing = running(&change, &bid).await?;
    rules::may_propose(&hearing, change.now()).map_err(Error::refused)?;
    let hearing_id = hearing.id;
    let mut row = hearing.into_active_model();
    row.decision = Set(Some(decision));
    row.decision_reason = Set(Some(reason.to_owned()));
    row.proposed_by = Set(Some(change.by()?));
    row.proposed_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let event = event(tender.id, "hearing.proposed", hearing_id).with(json!({ "decision": decision }));
    change.commit(event.because(reason)).await?;
    Ok(())
}

/// Another person confirms; the bidder is told, and an excluded bid leaves the assessment.
pub async fn confirm(context: &Context, reference: &str, id: BidId) -> Result<Decision> {
    let (tender, bid, place) = of_hearers(context, reference, id).await?;
    context.actor.require(Action::ConfirmExclusion, &place)?;
    let change = Change::begin(context).await?;
    let hearing = running(&change, &bid).await?;
    rules::may_confirm(&hearing, change.by()?).map_err(Error::refused)?;
    let decision = hearing.decision.ok_or_else(|| Error::refused(Refusal::NotProposed))?;
    let reason = hearing.decision_reason.clone().unwrap_or_default();
    let (hearing_id, ground) = (hearing.id, hearing.ground);
    let mut row = hearing.into_active_model();
    row.confirmed_by = Set(Some(change.by()?));
    row.confirmed_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    if decision == Decision::Excluded {
        let mut row = bid.clone().into_active_model();
        row.passed = Set(Some(false));
        row.failed_reason = Set(Some(format!("Excluded. {}: {reason}", rules::ground_words(ground))));
        row.update(change.tx()).await?;
    }
    let (reference, title) = (tender.reference.clone(), tender.title.clone());
    tell(&change, &bid, &Decided { reference, title, path: path(&bid) }).await?;
    let data = json!({ "bid": id, "decision": decision });
    change.commit(event(tender.id, "hearing.decided", hearing_id).with(data).because(reason)).await?;
    Ok(decision)
}
