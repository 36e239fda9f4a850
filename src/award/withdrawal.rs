//! The winner withdraws before the contract is made, and the schools vote on the bid that is next in the same ranking.

use super::correction::stop_standstill;
use super::letters::{BIDDERS, NextRanked, WinnerWithdrew, tell};
use super::recommend::put_forward;
use super::report::Scene;
use super::rules::{self, Place, Refusal, Summary};
use super::{event, outcomes, past, store};
use crate::contract;
use crate::evaluation::{PricedLot, priced_lot};
use crate::platform::access::{Action, Hat};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::tender::{self, LotAddress, TenderEvent};
use ::entity::membership::Role;
use ::entity::tender::TenderState;
use ::entity::winner_withdrawal::{self, Ground};
use ::entity::{ids::*, lot, tender as tender_row};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel, ModelTrait};
use serde_json::json;

/// For the page of the buyers.
#[derive(Clone, Debug)]
pub struct WithdrawalFacts {
    pub scene: Scene,
    pub winner: String,
    pub recorded: Option<winner_withdrawal::Model>,
    /// Why nothing can be recorded.
    pub refusal: Option<Refusal>,
    pub may_record: bool,
    pub may_confirm: bool,
    pub may_take_next: bool,
    /// The bid that is next, or why none is.
    pub next: std::result::Result<String, Refusal>,
}

pub async fn withdrawal(context: &Context, at: impl Into<LotAddress>) -> Result<WithdrawalFacts> {
    let scene = super::scene(context, at).await?;
    context.actor.require(Action::SeeTenderTeam, &scene.place)?;
    let priced = priced_lot(context, &scene.tender, scene.lot.id).await?;
    let recorded = store::withdrawal_of(context.read(), scene.award.bid_id).await?;
    let may = |action| context.actor.may(action, &scene.place);
    let hat = context.actor.require(Action::RecordWithdrawal, &scene.place).ok().cloned();
    let waits = recorded.as_ref().filter(|one| one.confirmed_at.is_none());
    let confirms = match (waits, &hat) {
        (Some(one), Some(hat)) => second(context, one, hat).is_ok(),
        _ => false,
    };
    let next = next(context, &scene, &priced, scene.award.bid_id).await?;
    Ok(WithdrawalFacts {
        winner: priced.bid(scene.award.bid_id)?.opened.provider_name.clone(),
        refusal: may_withdraw(scene.lot.state).err(),
        may_record: recorded.is_none() && hat.is_some(),
        may_confirm: confirms,
        may_take_next: may(Action::Recommend),
        next: next.map(|bid| priced.provider(&bid.to_string())),
        recorded,
        scene,
    })
}

/// After the schools accepted the bid and before the contract is made. A challenge is decided first.
fn may_withdraw(state: TenderState) -> std::result::Result<(), Refusal> {
    match state {
        TenderState::Ratified | TenderState::Standstill | TenderState::Contracting => Ok(()),
        TenderState::Challenged => Err(Refusal::ChallengeOpen),
        _ => Err(Refusal::NothingToWithdraw),
    }
}

/// The winner itself withdraws, with its reason.
pub async fn withdraw_won_bid(context: &Context, bid: BidId, reason: &str) -> Result<()> {
    let facts = outcomes::outcome(context, bid).await?;
    let award = store::award_of(context.read(), facts.lot.id).await?.filter(|award| award.bid_id == bid);
    if award.is_none() || !facts.outcome.won {
        return Err(Error::refused("Only the successful bidder can withdraw here"));
    }
    let mut change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), facts.lot.id).await?;
    let new = New { bid, schools: facts.summary.schools, reason, evidence: None, as_role: Role::ProviderStaff };
    keep(context, &change, &facts.tender, &lot, new).await?;
    contract::void(&mut change, lot.id).await?;
    tell_buyers(&change, &facts.tender, &facts.title).await?;
    change.commit(event(&facts.tender, "winner.withdrew", format!("bid:{bid}")).because(reason)).await?;
    Ok(())
}

/// Chair or clerk records that the winner withdrew, and what shows it; the other of them confirms.
pub async fn record_withdrawal(
    context: &Context,
    at: impl Into<LotAddress>,
    reason: &str,
    evidence: &str,
) -> Result<()> {
    let scene = super::scene(context, at).await?;
    let hat = context.actor.require(Action::RecordWithdrawal, &scene.place)?.clone();
    let joined = store::joinings(context.read(), scene.award.id).await?.into_iter().map(|row| row.state);
    let schools = rules::tally(joined).joined;
    let change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), scene.lot.id).await?;
    let bid = scene.award.bid_id;
    let new = New { bid, schools, reason, evidence: Some(evidence), as_role: hat.role };
    keep(context, &change, &scene.tender, &lot, new).await?;
    change.commit(event(&scene.tender, "winner.withdrawal_recorded", format!("bid:{bid}")).because(reason)).await?;
    Ok(())
}

/// A withdrawal to keep.
struct New<'a> {
    bid: BidId,
    schools: usize,
    reason: &'a str,
    evidence: Option<&'a str>,
    as_role: Role,
}

async fn keep(
    context: &Context,
    change: &Change,
    tender: &tender_row::Model,
    lot: &lot::Model,
    new: New<'_>,
) -> Result<()> {
    may_withdraw(lot.state).map_err(Error::refused)?;
    let below = i32::try_from(new.schools).is_ok_and(|schools| schools < tender.minimum_schools);
    let row = winner_withdrawal::Model {
        id: WithdrawalId::new(change.now()),
        lot_id: lot.id,
        bid_id: new.bid,
        ground: if below { Ground::BelowMinimum } else { Ground::Other },
        reason: new.reason.to_owned(),
        evidence: new.evidence.map(str::to_owned),
        recorded_by: context.actor.require_account()?,
        recorded_as: new.as_role,
        recorded_at: change.now(),
        confirmed_by: None,
        confirmed_at: new.evidence.is_none().then_some(change.now()),
    };
    let kept = row.into_active_model().insert(change.tx()).await;
    kept.map_err(|error| Error::on_duplicate(error, Error::refused(Refusal::WithdrawnAlready)))?;
    Ok(())
}

/// The chair confirms what the clerk recorded, or the clerk what the chair did.
fn second(context: &Context, recorded: &winner_withdrawal::Model, hat: &Hat) -> std::result::Result<(), Refusal> {
    let same = context.actor.account == Some(recorded.recorded_by) || hat.role == recorded.recorded_as;
    if same { Err(Refusal::OtherOfficerConfirms) } else { Ok(()) }
}

/// The second of chair and clerk confirms, or takes the record of it out again.
pub async fn decide_withdrawal(context: &Context, at: impl Into<LotAddress>, confirms: bool) -> Result<()> {
    let scene = super::scene(context, at).await?;
    let hat = context.actor.require(Action::RecordWithdrawal, &scene.place)?.clone();
    let mut change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), scene.lot.id).await?;
    let recorded = store::withdrawal_of(change.tx(), scene.award.bid_id).await?;
    let recorded = recorded.filter(|one| one.confirmed_at.is_none()).ok_or_else(Error::stale)?;
    let bid = recorded.bid_id;
    if !confirms {
        recorded.delete(change.tx()).await?;
        change.commit(event(&scene.tender, "winner.withdrawal_dropped", format!("bid:{bid}"))).await?;
        return Ok(());
    }
    second(context, &recorded, &hat).map_err(Error::refused)?;
    may_withdraw(lot.state).map_err(Error::refused)?;
    let because = recorded.reason.clone();
    let mut row = recorded.into_active_model();
    row.confirmed_by = Set(context.actor.account);
    row.confirmed_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    contract::void(&mut change, lot.id).await?;
    tell_buyers(&change, &scene.tender, &scene.of().title()).await?;
    change.commit(event(&scene.tender, "winner.withdrew", format!("bid:{bid}")).because(because)).await?;
    Ok(())
}

async fn tell_buyers(change: &Change, tender: &tender_row::Model, title: &str) -> Result<()> {
    let notice = WinnerWithdrew { reference: tender.reference.clone(), title: title.to_owned() };
    tell(change, &[Role::TenderLead], tender.id.0, &notice).await?;
    tell(change, &[Role::Chair, Role::Clerk], tender.cluster_id.0, &notice).await
}

/// The bid that is next: by the places that the bidders were told, or before they were, by the ranking that they will be.
async fn next(
    context: &Context,
    scene: &Scene,
    priced: &PricedLot,
    leaving: BidId,
) -> Result<std::result::Result<BidId, Refusal>> {
    let told = store::outcomes(context.read(), scene.lot.id).await?;
    let mut order = Vec::new();
    for bid in &priced.bids {
        let id = bid.opened.bid;
        let summary = told.iter().find(|one| one.bid_id == id).map(|one| serde_json::from_value(one.summary.clone()));
        let rank = match summary.transpose()? {
            Some(Summary { rank, .. }) => rank,
            None => priced.ranking.results.iter().find(|ranked| ranked.bid == id.to_string()).map(|ranked| ranked.rank),
        };
        order.extend(rank.map(|rank| Place { bid: id, rank, valid_until: bid.opened.valid_until }));
    }
    let mut withdrawn = store::withdrawn(context.read(), scene.lot.id).await?;
    withdrawn.push(leaving);
    withdrawn.extend(at_their_limit(context, scene, priced).await?);
    Ok(rules::next_ranked(&order, &withdrawn, words::london_day(context.now)))
}

/// The bids of providers that have won as many of the other lots as one provider can.
async fn at_their_limit(context: &Context, scene: &Scene, priced: &PricedLot) -> Result<Vec<BidId>> {
    let plan = tender::lot_plan(context.read(), scene.tender.id).await?;
    let Some(most) = plan.and_then(|plan| plan.most).and_then(|most| usize::try_from(most).ok()) else {
        return Ok(Vec::new());
    };
    let others = scene.lots.iter().filter(|lot| lot.id != scene.lot.id).map(|lot| lot.id);
    let won = store::winners_of(context.read(), others).await?;
    let count = |provider| won.iter().filter(|winner| **winner == provider).count();
    let full = priced.bids.iter().filter(|bid| count(bid.opened.provider_id) >= most);
    Ok(full.map(|bid| bid.opened.bid).collect())
}

/// Puts the next bid of the same ranking to the schools, who vote anew. Nothing is scored or ranked again.
pub async fn take_next_ranked(context: &Context, at: impl Into<LotAddress>, reasons: &str) -> Result<()> {
    let scene = super::scene(context, at).await?;
    context.actor.require(Action::Recommend, &scene.place)?;
    let by = context.actor.require_account()?;
    let priced = priced_lot(context, &scene.tender, scene.lot.id).await?;
    let next = next(context, &scene, &priced, scene.award.bid_id).await?.map_err(Error::refused)?;
    let mut change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), scene.lot.id).await?;
    let withdrawn = store::withdrawal_of(change.tx(), scene.award.bid_id).await?;
    if withdrawn.is_none_or(|one| one.confirmed_at.is_none()) {
        return Err(Error::refused(Refusal::NotWithdrawn));
    }
    may_withdraw(lot.state).map_err(Error::refused)?;
    past::keep(&change, &scene.award, &lot, "The winner withdrew").await?;
    contract::void(&mut change, lot.id).await?;
    stop_standstill(&change, &lot).await?;
    put_forward(&change, &scene.award, next, by, reasons).await?;
    tender::move_to(&mut change, &scene.tender, Some(&lot), TenderEvent::TakeNextRanked).await?;
    tell_bidders(&change, &scene).await?;
    let recorded = event(&scene.tender, "award.next_ranked", format!("award:{}", scene.award.id));
    change.commit(recorded.with(json!({ "bid": next })).because(reasons)).await?;
    Ok(())
}

async fn tell_bidders(change: &Change, scene: &Scene) -> Result<()> {
    for bid in store::told(change.tx(), scene.lot.id).await? {
        let Some(provider) = bid.provider_id else { continue };
        let notice = NextRanked {
            reference: scene.tender.reference.clone(),
            title: scene.of().title(),
            path: format!("/bids/{}/outcome", bid.id),
        };
        tell(change, BIDDERS, provider.0, &notice).await?;
    }
    Ok(())
}
