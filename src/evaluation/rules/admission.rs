//! Which bids are still in when prices are scored, and which are flagged on the way.

use std::fmt;

use entity::exact::Exact;

use super::ranking::marks_of;
use super::{Bid, Evaluation, LowBidTest, PriceMethod};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excluded {
    pub bid: String,
    pub reason: Reason,
}

/// Why a bid is out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    FailedCondition,
    /// Below the minimum score of this criterion, the first such in list order.
    BelowMinimum {
        criterion: String,
    },
    BelowQualityMinimum,
    LowPriceRejected,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::FailedCondition => f.write_str("A pass or fail condition is not met"),
            Reason::BelowMinimum { criterion } => write!(f, "The score for {criterion} is below its minimum"),
            Reason::BelowQualityMinimum => f.write_str("The quality is below the minimum"),
            Reason::LowPriceRejected => f.write_str("The price was rejected as abnormally low"),
        }
    }
}

/// A flag excludes nobody: the bidder is asked to explain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flagged {
    pub bid: String,
    pub flag: Flag,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    PriceWellBelowMean,
    PriceWellBelowShouldCost,
    /// Dearer than the ceiling, which is what the schools pay now.
    AboveCeiling,
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Flag::PriceWellBelowMean => "The price is far below the other bids",
            Flag::PriceWellBelowShouldCost => "The price is far below what the service should cost",
            Flag::AboveCeiling => "Dearer than now",
        })
    }
}

pub(super) struct Admitted<'a> {
    pub(super) bids: Vec<&'a Bid>,
    pub(super) excluded: Vec<Excluded>,
    pub(super) flags: Vec<Flagged>,
}

pub(super) fn admit(evaluation: &Evaluation) -> Admitted<'_> {
    let mut excluded = Vec::new();
    let mut flaggable = Vec::new();
    for bid in &evaluation.bids {
        match quality_reason(evaluation, bid) {
            Some(reason) => excluded.push(Excluded { bid: bid.id.clone(), reason }),
            None => flaggable.push(bid),
        }
    }
    let flags = flags(evaluation, &flaggable);
    let (rejected, bids): (Vec<&Bid>, Vec<&Bid>) = flaggable.into_iter().partition(|bid| bid.low_price_rejected);
    let reason = Reason::LowPriceRejected;
    excluded.extend(rejected.iter().map(|bid| Excluded { bid: bid.id.clone(), reason: reason.clone() }));
    Admitted { bids, excluded, flags }
}

fn quality_reason(evaluation: &Evaluation, bid: &Bid) -> Option<Reason> {
    if !bid.passed {
        return Some(Reason::FailedCondition);
    }
    let below = evaluation.criteria.iter().find(|criterion| {
        let score = bid.scores.get(&criterion.id);
        criterion.minimum.as_ref().is_some_and(|minimum| score.is_none_or(|score| score < minimum))
    });
    if let Some(criterion) = below {
        return Some(Reason::BelowMinimum { criterion: criterion.id.clone() });
    }
    let percent = evaluation.quality_minimum_percent.as_ref()?;
    let quality: Exact = marks_of(evaluation, bid).iter().map(|mark| mark.half_up(evaluation.mark_decimals)).sum();
    let least = percent * &evaluation.quality_weight() / Exact::from(100);
    (quality < least).then_some(Reason::BelowQualityMinimum)
}

fn flags(evaluation: &Evaluation, bids: &[&Bid]) -> Vec<Flagged> {
    let mut flags = evaluation.low_bid.as_ref().map(|test| low_bids(test, bids)).unwrap_or_default();
    if let PriceMethod::Benchmark { ceiling, .. } = &evaluation.method {
        let above = bids.iter().filter(|bid| bid.price > *ceiling);
        flags.extend(above.map(|bid| Flagged { bid: bid.id.clone(), flag: Flag::AboveCeiling }));
    }
    flags
}

/// The price below which a bid is far below the others: so many percent less than the mean of the bids that passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowBidLimit {
    /// How many bids the mean is of.
    pub bids: usize,
    pub mean: Exact,
    pub percent: Exact,
    pub limit: Exact,
}

/// The limit that flags go by; none where nobody asked for it or too few bids say anything.
pub fn low_bid_limit(evaluation: &Evaluation) -> Option<LowBidLimit> {
    let passed: Vec<&Bid> = evaluation.bids.iter().filter(|bid| quality_reason(evaluation, bid).is_none()).collect();
    limit_from_mean(evaluation.low_bid.as_ref()?, &passed)
}

fn limit_from_mean(test: &LowBidTest, bids: &[&Bid]) -> Option<LowBidLimit> {
    let mean = bids.iter().map(|bid| &bid.price).sum::<Exact>().over(&Exact::from(bids.len()))?;
    let limit = &mean * &rest_of(test);
    (bids.len() >= test.min_bids).then(|| LowBidLimit { bids: bids.len(), mean, percent: test.percent.clone(), limit })
}

/// What is left of a price without the percentage.
fn rest_of(test: &LowBidTest) -> Exact {
    Exact::one() - &test.percent / &Exact::from(100)
}

fn low_bids(test: &LowBidTest, bids: &[&Bid]) -> Vec<Flagged> {
    let from_mean = limit_from_mean(test, bids).map(|found| found.limit);
    let from_cost = test.should_cost.as_ref().map(|cost| cost * &rest_of(test));
    let tests = [(Flag::PriceWellBelowMean, from_mean), (Flag::PriceWellBelowShouldCost, from_cost)];
    let below = |bid: &&Bid| {
        let bid = (*bid).clone();
        tests.iter().filter_map(move |(flag, least)| {
            let low = least.as_ref().is_some_and(|least| bid.price < *least);
            low.then(|| Flagged { bid: bid.id.clone(), flag: *flag })
        })
    };
    bids.iter().flat_map(below).collect()
}
