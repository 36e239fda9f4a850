//! Opening: two key-holders of different schools, after the stored close, each freshly known and without an interest.
//! Before the second has confirmed, nothing here tells whether there is any bid.

use super::contents::{self, Content, Received, UNREADABLE};
use super::desk::bidder_name;
use super::rules::{self, Refusal};
use super::store;
use crate::platform::access::{Action, Hat, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::sealing::Identity;
use crate::tender::rules::states::TenderEvent;
use crate::tender::{self, Declared, LotAddress, TenderLot, Unlocked};
use crate::{account, cluster};
use ::entity::tender::TenderState;
use ::entity::tender_key::Custody;
use ::entity::{bid, bid_submission, event, ids::*, opening_confirmation, sealed_envelopes};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

/// One confirmation, in words.
#[derive(Clone, Debug)]
pub struct Confirmed {
    pub name: String,
    pub school: String,
    pub at: DateTime<Utc>,
}

/// What the opening page shows.
#[derive(Clone, Debug)]
pub struct OpeningDesk {
    pub of: TenderLot,
    /// The state now, by the clock too; the lot's own once the bids are open.
    pub phase: TenderState,
    pub confirmed: Vec<Confirmed>,
    /// May this person confirm, and has not yet?
    pub may_confirm: bool,
    pub declared: Declared,
    /// Must password and code be entered again?
    pub asks_password: bool,
    /// Must the own recovery key be entered? In split custody.
    pub asks_recovery_key: bool,
    /// How many there are for the lot, once the bids are open.
    pub bids: Option<u64>,
    /// Is there one bid, on which a reviewer has not decided yet?
    pub waits_for_reviewer: bool,
    pub may_decide: bool,
}

/// The tender and where it is, for its team alone.
pub(super) async fn of_team(context: &Context, reference: &str) -> Result<(::entity::tender::Model, Place)> {
    let tender = tender::by_reference(context.read(), reference).await?;
    let place = tender::visible_to(context.read(), &context.actor, &tender).await?;
    context.actor.require(Action::SeeTenderTeam, &place)?;
    tender::require_inside(context, &tender).await?;
    Ok((tender, place))
}

pub async fn opening(context: &Context, at: impl Into<LotAddress>) -> Result<OpeningDesk> {
    let at = at.into();
    let (tender, place) = of_team(context, &at.reference).await?;
    let TenderLot { tender, lot, all } = tender::lot_at(context.read(), tender, at.lot).await?;
    let account = context.actor.require_account()?;
    let rows = store::confirmations(context.read(), [tender.id]).await?;
    let has_confirmed = rows.iter().any(|one| one.account_id == account);
    let tender_phase = tender::phase(&tender, context.now);
    let phase = if tender.opened_at.is_some() { lot.state } else { tender_phase };
    let sealed = phase == TenderState::Sealed && tender.opened_at.is_none();
    let opened = match tender.opened_at {
        Some(_) => Some(store::opened_count(context.read(), lot.id).await?),
        None => None,
    };
    let waits_for_reviewer = opened.is_some() && lot.state == TenderState::Sealed;
    Ok(OpeningDesk {
        phase,
        confirmed: named(context, &tender, &rows).await?,
        may_confirm: sealed && !has_confirmed && context.actor.may(Action::ConfirmOpening, &place),
        declared: tender::declared_no_conflict(context.read(), tender.id, account).await?,
        asks_password: !context.app.is_demonstration,
        asks_recovery_key: tender::custody_of(context.read(), tender.id).await? == Custody::Split,
        bids: opened,
        waits_for_reviewer,
        may_decide: waits_for_reviewer && context.actor.may(Action::ReviewTender, &place),
        of: TenderLot { tender, lot, all },
    })
}

pub(super) async fn named(
    context: &Context,
    tender: &::entity::tender::Model,
    rows: &[opening_confirmation::Model],
) -> Result<Vec<Confirmed>> {
    let names = account::names(context.read(), rows.iter().map(|one| one.account_id)).await?;
    let members = cluster::members(context.read(), tender.cluster_id).await?;
    let school = |id: SchoolId| members.iter().find(|member| member.school.id == id);
    let confirmed = |one: &opening_confirmation::Model| Confirmed {
        name: names.get(&one.account_id).cloned().unwrap_or_default(),
        school: school(one.school_id).map(|member| member.school.name.clone()).unwrap_or_default(),
        at: one.confirmed_at,
    };
    Ok(rows.iter().map(confirmed).collect())
}

/// What a key-holder types to confirm.
#[derive(Clone, Copy, Debug, Default)]
pub struct Proof<'a> {
    pub password: &'a str,
    /// Of the second factor.
    pub code: &'a str,
    /// In split custody, their own.
    pub recovery_key: &'a str,
}

/// A key-holder confirms, with password and code typed again. The second confirmation, by another person of another school,
/// opens every bid in the same transaction; answers whether it did.
pub async fn confirm_opening(context: &Context, reference: &str, password: &str, code: &str) -> Result<bool> {
    confirm_opening_with(context, reference, Proof { password, code, recovery_key: "" }).await
}

/// As `confirm_opening`, with the recovery key that split custody asks for.
pub async fn confirm_opening_with(context: &Context, reference: &str, proof: Proof<'_>) -> Result<bool> {
    let (tender, place) = of_team(context, reference).await?;
    let hat = context.actor.require(Action::ConfirmOpening, &place)?.clone();
    if !context.app.is_demonstration {
        account::confirm_identity(context, proof.password, proof.code).await?;
    }
    let mut change = Change::begin(context).await?;
    let mut tender = tender::locked(change.tx(), tender.id).await?;
    if tender::close_if_due(&mut change, &tender).await? {
        tender = tender::by_id(change.tx(), tender.id).await?;
    }
    let opens = decide(&change, context, &tender, &hat).await? == rules::Opening::Opens;
    let school = hat.for_school().ok_or_else(|| Error::refused(Refusal::NoSchool))?;
    let account = context.actor.require_account()?;
    let unlocked = tender::unlock(&change, tender.id, account, proof.recovery_key, opens).await?;
    insert(&change, &tender, account, school).await?;
    if let Unlocked::Whole(identity) = &unlocked {
        open_all(&mut change, &tender, identity).await?;
    }
    let data = json!({ "school": school });
    let event = Event::new(Chain::Tender(tender.id), "opening.confirmed", format!("tender:{}", tender.id)).with(data);
    change.commit(event).await?;
    Ok(opens)
}

async fn decide(
    change: &Change,
    context: &Context,
    tender: &::entity::tender::Model,
    hat: &Hat,
) -> Result<rules::Opening> {
    let account = context.actor.require_account()?;
    let confirmed = store::confirmations(change.tx(), [tender.id]).await?;
    let declared = tender::declared_no_conflict(change.tx(), tender.id, account).await?;
    if declared == Declared::Conflict {
        return Err(Error::refused("You declared an interest, so you cannot open these bids"));
    }
    let has_declared = declared == Declared::Clear;
    rules::may_open(tender, &confirmed, account, hat.for_school(), has_declared).map_err(Error::refused)
}

async fn insert(
    change: &Change,
    tender: &::entity::tender::Model,
    account_id: AccountId,
    school_id: SchoolId,
) -> Result<()> {
    let row = opening_confirmation::Model { tender_id: tender.id, school_id, account_id, confirmed_at: change.now() };
    let inserted = row.into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::refused(Refusal::SameSchool)))?;
    Ok(())
}

/// Opens what was submitted. A lot without a bid ends, one with a single bid waits for a reviewer, the others go on.
async fn open_all(change: &mut Change, tender: &::entity::tender::Model, identity: &Identity) -> Result<()> {
    for lapsed in store::unconfirmed(change.tx(), tender).await? {
        let event = Event::new(Chain::Tender(tender.id), "bid.lapsed", format!("bid:{}", lapsed.id));
        change.note(event.with(json!({ "bidder": lapsed.bidder })));
    }
    let bids = store::submitted(change.tx(), tender).await?;
    let mut counts: BTreeMap<LotId, usize> = BTreeMap::new();
    bids.iter().for_each(|bid| *counts.entry(bid.lot_id).or_default() += 1);
    if bids.is_empty() {
        return move_lots(change, tender, &counts).await;
    }
    let providers = bidders(change, tender.id, &bids).await?;
    let mut received = received(change, &bids).await?;
    for (label, bid) in labelled(change, bids) {
        let provider = providers.get(&bid.bidder).copied();
        let content = received.remove(&bid.id).map(|received| contents::open(change, &received, identity));
        open_one(change, bid, label, provider, content).await?;
    }
    mark_opened(change, tender).await?;
    move_lots(change, tender, &counts).await
}

/// The submissions that count, each with its entry in the record.
async fn received(change: &Change, bids: &[bid::Model]) -> Result<HashMap<BidId, Received>> {
    let submissions = store::counted(change.tx(), bids).await?;
    let entries = store::entries_of(change.tx(), submissions.iter().map(|submission| submission.id)).await?;
    let mut entries: HashMap<String, event::Model> =
        entries.into_iter().map(|entry| (entry.subject.clone(), entry)).collect();
    let stored = store::envelopes(change.tx(), submissions.iter().map(|submission| submission.id)).await?;
    let mut stored: HashMap<SubmissionId, sealed_envelopes::Model> =
        stored.into_iter().map(|envelopes| (envelopes.submission_id, envelopes)).collect();
    let with_entry = |submission: bid_submission::Model| {
        let entry = entries.remove(&format!("submission:{}", submission.id));
        let envelopes = stored.remove(&submission.id);
        (submission.bid_id, Received { submission, envelopes, entry })
    };
    Ok(submissions.into_iter().map(with_entry).collect())
}

/// Each lot goes where its own bids lead it.
async fn move_lots(
    change: &mut Change,
    tender: &::entity::tender::Model,
    counts: &BTreeMap<LotId, usize>,
) -> Result<()> {
    for lot in tender::lots(change.tx(), tender.id).await? {
        match counts.get(&lot.id).copied().unwrap_or(0) {
            0 => {
                tender::keep_ending(change, &lot, "No bid was received.").await?;
                tender::move_to(change, tender, Some(&lot), TenderEvent::FindNoBid).await?;
            }
            1 => {}
            _ => tender::move_to(change, tender, Some(&lot), TenderEvent::OpenBids).await?,
        }
    }
    Ok(())
}

async fn mark_opened(change: &Change, tender: &::entity::tender::Model) -> Result<()> {
    let updated = ::entity::tender::Entity::update_many()
        .col_expr(::entity::tender::Column::OpenedAt, Expr::value(change.now()))
        .filter(::entity::tender::Column::Id.eq(tender.id))
        .filter(::entity::tender::Column::State.eq(TenderState::Sealed))
        .exec(change.tx())
        .await?;
    if updated.rows_affected == 0 { Err(Error::stale()) } else { Ok(()) }
}

/// Who stands behind the sealed names: every provider's name is made and compared.
async fn bidders(change: &Change, tender: TenderId, bids: &[bid::Model]) -> Result<HashMap<String, ProviderId>> {
    let mut found = HashMap::new();
    let mut after = None;
    while found.len() < bids.len() {
        let next = store::provider_ids(change.tx(), after).await?;
        let Some(last) = next.last().copied() else { break };
        after = Some(last);
        for provider in next {
            let name = bidder_name(change.app(), tender, provider);
            if bids.iter().any(|bid| bid.bidder == name) {
                found.insert(name, provider);
            }
        }
    }
    Ok(found)
}

/// The providers that have begun a bid in a tender, for mail that every bidder must get. No page and no entry of the
/// record may say who they are, or how many.
pub async fn providers_to_tell(change: &Change, tender: TenderId) -> Result<Vec<ProviderId>> {
    let bids = store::begun(change.tx(), tender).await?;
    Ok(bidders(change, tender, &bids).await?.into_values().collect())
}

/// Labels in an order that tells nothing of who came first: by a name made with the server key, lot by lot.
fn labelled(change: &Change, mut bids: Vec<bid::Model>) -> Vec<(String, bid::Model)> {
    bids.sort_by_cached_key(|bid| change.app().key.name_for(&["label", &bid.id.to_string()]));
    let mut places: BTreeMap<LotId, usize> = BTreeMap::new();
    let label = |bid: bid::Model| {
        let place = places.entry(bid.lot_id).or_default();
        let label = rules::label(*place);
        *place += 1;
        (label, bid)
    };
    bids.into_iter().map(label).collect()
}

/// Names one bid and keeps what it says. One that cannot be read is recorded as failed and does not hold up the others.
async fn open_one(
    change: &mut Change,
    bid: bid::Model,
    label: String,
    provider: Option<ProviderId>,
    content: Option<Content>,
) -> Result<()> {
    let is_whole = provider.is_some() && content.as_ref().is_some_and(|content| content.row.quality.is_some());
    let mut data = json!({ "bidder": bid.bidder, "provider": provider, "label": label, "readable": is_whole, "chain": Chain::Bid(bid.id).to_string() });
    let (id, tender) = (bid.id, bid.tender_id);
    let mut row = bid.into_active_model();
    row.label = Set(Some(label));
    row.provider_id = Set(provider);
    row.opened_at = Set(Some(change.now()));
    if !is_whole {
        row.passed = Set(Some(false));
        row.failed_reason = Set(Some(UNREADABLE.to_owned()));
    }
    row.update(change.tx()).await?;
    if let Some(content) = content {
        data["submission"] = content.told;
        content.row.into_active_model().insert(change.tx()).await?;
    }
    change.note(Event::new(Chain::Tender(tender), "bid.opened", format!("bid:{id}")).with(data));
    Ok(())
}

/// A reviewer decides what comes of the single bid for a lot: go on to its checks, or end the lot.
pub async fn decide_on_one_bid(
    context: &Context,
    at: impl Into<LotAddress>,
    goes_on: bool,
    reason: &str,
) -> Result<()> {
    let at = at.into();
    let (tender, place) = of_team(context, &at.reference).await?;
    context.actor.require(Action::ReviewTender, &place)?;
    let mut change = Change::begin(context).await?;
    let tender = tender::locked(change.tx(), tender.id).await?;
    let TenderLot { tender, lot, .. } = tender::lot_at(change.tx(), tender, at.lot).await?;
    if lot.state != TenderState::Sealed || tender.opened_at.is_none() {
        return Err(Error::refused("There is no single bid to decide on"));
    }
    let event = if goes_on { TenderEvent::GoOnWithOneBid } else { TenderEvent::StopWithOneBid };
    if !goes_on {
        tender::keep_ending(&change, &lot, reason).await?;
    }
    tender::move_to(&mut change, &tender, Some(&lot), event).await?;
    let action = if goes_on { "opening.one_bid_goes_on" } else { "opening.one_bid_ends" };
    let event = Event::new(Chain::Tender(tender.id), action, format!("lot:{}", lot.id)).because(reason);
    change.commit(event).await?;
    Ok(())
}

/// Did this person open the bids? Then they do not score them.
pub async fn has_opened(
    connection: &impl sea_orm::ConnectionTrait,
    tender: TenderId,
    account: AccountId,
) -> Result<bool> {
    Ok(store::confirmations(connection, [tender]).await?.iter().any(|one| one.account_id == account))
}
