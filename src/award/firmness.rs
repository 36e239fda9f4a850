//! How firm the ranking is: what would have to be different for another bid to be first. Worked out anew each time by the
//! rules of the evaluation.

use super::report::refuse_bidders;
use super::{find, store};
use crate::evaluation::rules::{
    self, CannotEvaluate, ExclusionTest, Firmness, LowBidLimit, PriceWeights, Swing, exclusion_test, low_bid_limit,
    price_weight_breakpoints, robustness, score_swing,
};
use crate::evaluation::{PricedLot, priced_lot};
use crate::platform::access::Action;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::tender::{LotAddress, TenderLot};
use ::entity::award::AwardState;
use ::entity::exact::Exact;
use ::entity::tender::TenderState;

/// How wrong scores and weights may be in the worst case that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Points of the scale, up or down, on every score.
    pub points: Exact,
    /// Percentage points, up or down, of every weight.
    pub weights: Exact,
}

impl Default for Doubt {
    /// Half a point, and five percentage points.
    fn default() -> Self {
        Self { points: Exact::scaled(5, 1), weights: Exact::from(5) }
    }
}

/// Every answer, or why there is none.
#[derive(Clone, Debug)]
pub struct Firm {
    pub doubt: Doubt,
    pub weights: std::result::Result<PriceWeights, CannotEvaluate>,
    pub swing: std::result::Result<Swing, CannotEvaluate>,
    pub worst: std::result::Result<Firmness, CannotEvaluate>,
    /// Worked out where a bid's marks for price depend on the other bids; elsewhere no losing bid can decide.
    pub exclusion: Option<ExclusionTest>,
    pub low: Option<LowBidLimit>,
    /// The bid that is ranked first.
    pub first: Option<String>,
}

/// The answers about a lot whose prices are open.
pub fn firm(priced: &PricedLot, doubt: Doubt) -> Result<Firm> {
    let evaluation = &priced.evaluation;
    Ok(Firm {
        weights: price_weight_breakpoints(evaluation),
        swing: score_swing(evaluation),
        worst: robustness(evaluation, &doubt.points, &doubt.weights),
        exclusion: evaluation
            .method
            .depends_on_other_bids()
            .then(|| exclusion_test(evaluation))
            .transpose()
            .map_err(Error::refused)?,
        low: low_bid_limit(evaluation),
        first: priced.ranking.winner.clone(),
        doubt,
    })
}

/// The same for a reader: the panel as soon as prices are open, the member schools once a bid is recommended.
pub async fn firmness(
    context: &Context,
    at: impl Into<LotAddress>,
    doubt: Doubt,
) -> Result<(TenderLot, PricedLot, Firm)> {
    let (of, place) = find(context, at).await?;
    context.actor.require_sight(Action::SeeReport, &place)?;
    let award = store::award_of(context.read(), of.lot.id).await?;
    let recommended = award.is_some_and(|award| award.state != AwardState::SentBack);
    if !recommended || of.lot.state == TenderState::Priced {
        context.actor.require_sight(Action::SeePrices, &place)?;
    }
    let priced = priced_lot(context, &of.tender, of.lot.id).await?;
    refuse_bidders(context, &of.lot, &priced).await?;
    let firm = firm(&priced, doubt)?;
    Ok((of, priced, firm))
}

impl Firm {
    /// The interval around the published price weight, where one bid alone is first.
    pub fn interval(&self) -> Option<&rules::Interval> {
        let weights = self.weights.as_ref().ok()?;
        let now = &weights.current_weight;
        let mut around = weights.intervals.iter().filter(|each| each.from <= *now && *now <= each.to);
        // At a crossing the ranking's order of ties decides.
        around.find(|each| self.first.as_ref().is_some_and(|first| each.winners.as_slice() == [first.as_str()]))
    }

    /// The least change of one score that would turn the result, with the rival it would bring to the front.
    pub fn least_swing(&self) -> Option<(&rules::RivalSwing, &rules::CriterionSwing, &Exact)> {
        let rivals = self.swing.as_ref().ok()?.rivals.iter();
        let each = rivals.flat_map(|rival| rival.criteria.iter().map(move |criterion| (rival, criterion)));
        let possible = each.filter(|(_, criterion)| criterion.rival_can_rise || criterion.winner_can_fall);
        let known = possible.filter_map(|(rival, criterion)| Some((rival, criterion, criterion.points.as_ref()?)));
        known.min_by_key(|(_, _, points)| *points)
    }
}
