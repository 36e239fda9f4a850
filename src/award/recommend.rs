//! The tender lead recommends the bid ranked first.

use super::report::ranked;
use super::{event, find, rules, store};
use crate::evaluation::priced::{PricedLot, priced_lot};
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
}

/// The bid that may be recommended now.
fn candidate(priced: &PricedLot) -> std::result::Result<BidId, rules::Refusal> {
    let same = |bid: BidId, id: &str| bid.to_string() == id;
    let closed = |id: &str| priced.enquiries.iter().any(|asked| same(asked.bid_id, id) && asked.closed_at.is_some());
    let name = |id: &str| {
        let bid = priced.bids.iter().find(|bid| same(bid.opened.bid, id));
        bid.map(|bid| bid.opened.provider_name.clone()).unwrap_or_default()
    };
    let winner = rules::recommendable(&priced.ranking, closed, name)?;
    let bid = priced.bids.iter().find(|bid| same(bid.opened.bid, winner));
    bid.map(|bid| bid.opened.bid).ok_or(rules::Refusal::NoSingleWinner)
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
    let first = priced.first().map(|bid| bid.opened.provider_name.clone());
    let refusal = candidate(&priced).err().map(|refusal| refusal.to_string());
    let in_front = ranked(&priced).into_iter().find(|bid| bid.price_mark.is_some());
    let total = in_front.filter(|_| first.is_some()).and_then(|bid| bid.total).map(|total| total.decimals(2));
    Ok(Proposal { of, provider: first.unwrap_or_default(), total, refusal })
}

/// Puts the bid ranked first to the schools, with the reasons in one paragraph. One that was sent back is taken up again.
pub async fn recommend(context: &Context, at: impl Into<LotAddress>, reasons: &str) -> Result<()> {
    let (TenderLot { tender, lot, .. }, place) = find(context, at).await?;
    context.actor.require_sight(Action::SeeTenderTeam, &place)?;
    context.actor.require(Action::Recommend, &place)?;
    let by = context.actor.require_account()?;
    let mut change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), lot.id).await?;
    if lot.state != TenderState::Priced {
        return Err(Error::stale());
    }
    let bid = candidate(&priced_lot(context, &tender, lot.id).await?).map_err(Error::refused)?;
    let award = keep(&change, &lot, bid, by, reasons).await?;
    tender::move_to(&mut change, &tender, Some(&lot), TenderEvent::Recommend).await?;
    let recorded = event(&tender, "award.recommended", format!("award:{award}")).with(json!({ "bid": bid }));
    change.commit(recorded.because(reasons)).await?;
    Ok(())
}

async fn keep(change: &Change, lot: &lot::Model, bid: BidId, by: AccountId, reasons: &str) -> Result<AwardId> {
    let earlier = store::award_of(change.tx(), lot.id).await?;
    let id = earlier.as_ref().map_or_else(|| AwardId::new(change.now()), |award| award.id);
    let row = award::ActiveModel {
        id: Set(id),
        lot_id: Set(lot.id),
        bid_id: Set(bid),
        state: Set(AwardState::Recommended),
        reasons: Set(reasons.to_owned()),
        recommended_at: Set(change.now()),
        recommended_by: Set(by),
        minute: Set(None),
        ratified_at: Set(None),
    };
    if earlier.is_some() {
        joining::Entity::delete_many().filter(joining::Column::AwardId.eq(id)).exec(change.tx()).await?;
        row.update(change.tx()).await?;
    } else {
        let kept = row.insert(change.tx()).await;
        kept.map_err(|error| Error::on_duplicate(error, Error::refused("A bid is recommended already")))?;
    }
    Ok(id)
}
