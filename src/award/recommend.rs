//! The tender lead recommends the bid ranked first.

use super::combine::{combined, lots_won};
use super::report::ranked;
use super::{event, find, rules, store};
use crate::evaluation::priced::{PricedBid, PricedLot, priced_lot};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::tender::{self, LotAddress, TenderEvent, TenderLot};
use ::entity::award::AwardState;
use ::entity::tender::TenderState;
use ::entity::{award, ids::*, joining, lot};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

/// What would be recommended, or why nothing can be yet.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub of: TenderLot,
    pub provider: String,
    pub total: Option<String>,
    pub refusal: Option<String>,
    /// It is ranked first; else the lots together give it this lot.
    pub is_first: bool,
    /// No bid can be recommended, so that this can end without an award.
    pub is_last: bool,
}

/// Whether the bid of this id was not withdrawn after it had been chosen.
pub(super) fn stands(withdrawn: &[BidId], id: &str) -> bool {
    !withdrawn.iter().any(|bid| bid.to_string() == id)
}

/// The bid that may be recommended now: the one ranked first or, where lots are won together, the one that the best
/// assignment gives the lot to. Lots that are decided one by one respect the limit in their order of decision.
async fn candidate(
    context: &Context,
    of: &TenderLot,
    priced: &PricedLot,
) -> Result<std::result::Result<BidId, rules::Refusal>> {
    let same = |bid: BidId, id: &str| bid.to_string() == id;
    let closed = |id: &str| priced.enquiries.iter().any(|asked| same(asked.bid_id, id) && asked.closed_at.is_some());
    let name = |id: &str| {
        let bid = priced.bids.iter().find(|bid| same(bid.opened.bid, id));
        bid.map(|bid| bid.opened.provider_name.clone()).unwrap_or_default()
    };
    let withdrawn = store::withdrawn(context.read(), of.lot.id).await?;
    let ranking = rules::recommendable(&priced.ranking, closed, |id| stands(&withdrawn, id), name);
    let winner = match ranking {
        Ok(winner) => winner,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let first = priced.bids.iter().find(|bid| same(bid.opened.bid, winner)).map(|bid| bid.opened.bid);
    let Some(plan) = tender::lot_plan(context.read(), of.tender.id).await? else {
        return Ok(first.ok_or(rules::Refusal::NoSingleWinner));
    };
    if plan.most.is_none() && !plan.discounts {
        return Ok(first.ok_or(rules::Refusal::NoSingleWinner));
    }
    if let Ok(combination) = combined(context, of).await? {
        return Ok(combination.bid_for(of.lot.id).ok_or(rules::Refusal::LeftByTheLimit));
    }
    let won = lots_won(context, of).await?;
    let may_win =
        |bid: &PricedBid| plan.most.is_none_or(|most| won.get(&bid.opened.provider_id).copied().unwrap_or(0) < most);
    let in_order = priced.ranking.results.iter().filter(|ranked| stands(&withdrawn, &ranked.bid));
    let mut bids = in_order.filter_map(|ranked| priced.bids.iter().find(|bid| same(bid.opened.bid, &ranked.bid)));
    Ok(bids.find(|bid| may_win(bid)).map(|bid| bid.opened.bid).ok_or(rules::Refusal::LeftByTheLimit))
}

/// For the page that asks for the reasons.
pub async fn proposal(context: &Context, at: impl Into<LotAddress>) -> Result<Proposal> {
    let (of, place) = find(context, at).await?;
    context.actor.require_sight(Action::SeeTenderTeam, &place)?;
    context.actor.require(Action::Recommend, &place)?;
    let priced = priced_lot(context, &of.tender, of.lot.id).await?;
    if priced.sheet.lot.state != TenderState::Priced {
        return Err(Error::refused("A bid is recommended already"));
    }
    let found = candidate(context, &of, &priced).await?;
    let is_last = matches!(found, Err(rules::Refusal::LeftByTheLimit)) || priced.ranking.results.is_empty();
    let refusal = found.as_ref().err().map(ToString::to_string);
    let shown = found.ok().or_else(|| priced.first().map(|bid| bid.opened.bid));
    let bid = shown.and_then(|id| priced.bids.iter().find(|bid| bid.opened.bid == id));
    let is_first = shown == priced.first().map(|bid| bid.opened.bid);
    let own = ranked(&priced).into_iter().find(|ranked| shown.is_some_and(|id| id.to_string() == ranked.bid));
    let total = own.filter(|own| own.price_mark.is_some()).and_then(|own| own.total).map(|total| total.decimals(2));
    let provider = bid.map(|bid| bid.opened.provider_name.clone()).unwrap_or_default();
    Ok(Proposal { of, provider, total, refusal, is_first, is_last })
}

/// Puts the bid ranked first to the schools, with the reasons in one paragraph. One that was sent back is taken up again.
pub async fn recommend(context: &Context, at: impl Into<LotAddress>, reasons: &str) -> Result<()> {
    let (of, place) = find(context, at).await?;
    let TenderLot { tender, lot, .. } = &of;
    context.actor.require_sight(Action::SeeTenderTeam, &place)?;
    context.actor.require(Action::Recommend, &place)?;
    let by = context.actor.require_account()?;
    let mut change = Change::begin(context).await?;
    // Lots are recommended one after the other, so that no provider wins more than the limit.
    tender::locked(change.tx(), tender.id).await?;
    let lot = store::locked_lot(change.tx(), lot.id).await?;
    if lot.state != TenderState::Priced {
        return Err(tender::not_now(lot.state));
    }
    let priced = priced_lot(context, tender, lot.id).await?;
    let bid = candidate(context, &of, &priced).await?.map_err(Error::refused)?;
    let award = keep(&change, &lot, bid, by, reasons).await?;
    tender::move_to(&mut change, tender, Some(&lot), TenderEvent::Recommend).await?;
    let recorded = event(tender, "award.recommended", format!("award:{award}")).with(json!({ "bid": bid }));
    change.commit(recorded.because(reasons)).await?;
    Ok(())
}

/// Ends a lot for which no bid can be recommended, with public reasons.
pub async fn end_without_award(context: &Context, at: impl Into<LotAddress>, reason: &str) -> Result<()> {
    let (of, place) = find(context, at).await?;
    context.actor.require_sight(Action::SeeTenderTeam, &place)?;
    context.actor.require(Action::Recommend, &place)?;
    let mut change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), of.lot.id).await?;
    let priced = priced_lot(context, &of.tender, lot.id).await?;
    let found = candidate(context, &of, &priced).await?;
    let is_last = matches!(found, Err(rules::Refusal::LeftByTheLimit)) || priced.ranking.results.is_empty();
    if lot.state != TenderState::Priced || !is_last {
        return Err(Error::refused("A bid can be recommended, so this cannot end without an award"));
    }
    tender::keep_ending(&change, &lot, reason).await?;
    tender::move_to(&mut change, &of.tender, Some(&lot), TenderEvent::FindNoAward).await?;
    change.commit(event(&of.tender, "award.none", format!("lot:{}", lot.id)).because(reason)).await?;
    Ok(())
}

async fn keep(change: &Change, lot: &lot::Model, bid: BidId, by: AccountId, reasons: &str) -> Result<AwardId> {
    if let Some(earlier) = store::award_of(change.tx(), lot.id).await? {
        put_forward(change, &earlier, bid, by, reasons).await?;
        return Ok(earlier.id);
    }
    let id = AwardId::new(change.now());
    let kept = row(change, id, lot.id, bid, by, reasons).insert(change.tx()).await;
    kept.map_err(|error| Error::on_duplicate(error, Error::refused("A bid is recommended already")))?;
    Ok(id)
}

fn row(change: &Change, id: AwardId, lot: LotId, bid: BidId, by: AccountId, reasons: &str) -> award::ActiveModel {
    award::ActiveModel {
        id: Set(id),
        lot_id: Set(lot),
        bid_id: Set(bid),
        state: Set(AwardState::Recommended),
        reasons: Set(reasons.to_owned()),
        recommended_at: Set(change.now()),
        recommended_by: Set(by),
        minute: Set(None),
        ratified_at: Set(None),
    }
}

/// Puts a bid before the schools in the place of an earlier one: they vote anew, with the next number.
pub(super) async fn put_forward(
    change: &Change,
    earlier: &award::Model,
    bid: BidId,
    by: AccountId,
    reasons: &str,
) -> Result<()> {
    joining::Entity::delete_many().filter(joining::Column::AwardId.eq(earlier.id)).exec(change.tx()).await?;
    row(change, earlier.id, earlier.lot_id, bid, by, reasons).update(change.tx()).await?;
    Ok(())
}
