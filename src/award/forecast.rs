//! What an award is expected to mean for each school, before any contract: the savings pages' expected figures.

use super::combine::priced_with_discount;
use super::joining::stand;
use super::report::is_kept_from;
use super::store;
use crate::catalogue::rules::Baseline;
use crate::evaluation::{Need, PricedBid, priced_lot, prices_are_open};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::price::rules::Buyer;
use crate::tender::TenderLot;
use ::entity::award::AwardState;
use ::entity::exact::Exact;
use ::entity::price::PriceSchedule;
use ::entity::school;

/// The bid in front, and what it is expected to mean for each school.
#[derive(Clone, Debug)]
pub struct Expected {
    pub provider: String,
    pub schedule: PriceSchedule,
    pub schools: Vec<Forecast>,
}

/// One school's expected share of the first year beside what it pays now.
#[derive(Clone, Debug)]
pub struct Forecast {
    pub school: school::Model,
    pub buyer: Buyer,
    pub share: Exact,
    pub baseline: Option<Baseline>,
}

/// By the recommended bid, or before there is a recommendation by the one ranked first; schools that left are not in it.
/// Nothing before prices are open, without a bid in front, or for who sells for a bidder until the outcome is sent.
pub async fn forecast(context: &Context, of: &TenderLot) -> Result<Option<Expected>> {
    let TenderLot { tender, lot, .. } = of;
    if !prices_are_open(lot.state) {
        return Ok(None);
    }
    let priced = priced_lot(context, tender, lot.id).await?;
    if is_kept_from(context, lot, &priced).await? {
        return Ok(None);
    }
    let award = store::award_of(context.read(), lot.id).await?;
    let award = award.filter(|award| matches!(award.state, AwardState::Recommended | AwardState::Ratified));
    let Some(award) = award else {
        return Ok(priced.first().map(|bid| expected(bid, priced.needs.iter().zip(&bid.shares))));
    };
    let priced = priced_with_discount(context, of, award.bid_id).await?;
    let joinings = store::joinings(context.read(), award.id).await?;
    let bid = priced.bid(award.bid_id)?;
    if joinings.is_empty() {
        return Ok(Some(expected(bid, priced.needs.iter().zip(&bid.shares))));
    }
    let standing = stand(&priced, bid, &joinings)?;
    Ok(Some(expected(bid, standing.stays(&priced.needs))))
}

fn expected<'a>(bid: &PricedBid, schools: impl Iterator<Item = (&'a Need, &'a Exact)>) -> Expected {
    let each = schools.map(|(need, share)| Forecast {
        school: need.school.clone(),
        buyer: need.buyer.clone(),
        share: share.clone(),
        baseline: need.baseline.clone(),
    });
    Expected { provider: bid.opened.provider_name.clone(), schedule: bid.schedule.clone(), schools: each.collect() }
}
