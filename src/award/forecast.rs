//! What an award is expected to mean for each school, before any contract: the savings pages' expected figures.

use super::joining::stand;
use super::store;
use crate::catalogue::rules::Baseline;
use crate::evaluation::{PricedLot, priced_lot, prices_are_open};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::tender as tenders;
use ::entity::award::AwardState;
use ::entity::exact::Exact;
use ::entity::ids::*;
use ::entity::tender;

/// One school's expected share of the first year beside what it pays now.
#[derive(Clone, Debug)]
pub struct Forecast {
    pub school: SchoolId,
    pub share: Exact,
    pub baseline: Option<Baseline>,
}

/// By the recommended bid, or before there is a recommendation by the one ranked first; schools that left are not in it.
/// Nothing before prices are open or without a bid in front.
pub async fn forecast(context: &Context, tender: &tender::Model) -> Result<Option<Vec<Forecast>>> {
    let lot = tenders::the_lot(context.read(), tender.id).await?;
    if !prices_are_open(lot.state) {
        return Ok(None);
    }
    let priced = priced_lot(context, tender).await?;
    let award = store::award_of(context.read(), lot.id).await?;
    let award = award.filter(|award| matches!(award.state, AwardState::Recommended | AwardState::Ratified));
    let Some(award) = award else {
        return Ok(priced.first().map(|bid| of_all(&priced, &bid.shares)));
    };
    let joinings = store::joinings(context.read(), award.id).await?;
    let bid = priced.bid(award.bid_id)?;
    if joinings.is_empty() {
        return Ok(Some(of_all(&priced, &bid.shares)));
    }
    let standing = stand(&priced, bid, &joinings)?;
    let stays = standing.stays(&priced.needs).map(|(need, share)| Forecast {
        school: need.school.id,
        share: share.clone(),
        baseline: need.baseline.clone(),
    });
    Ok(Some(stays.collect()))
}

fn of_all(priced: &PricedLot, shares: &[Exact]) -> Vec<Forecast> {
    let each = priced.needs.iter().zip(shares).map(|(need, share)| Forecast {
        school: need.school.id,
        share: share.clone(),
        baseline: need.baseline.clone(),
    });
    each.collect()
}
