//! Best value, not the cheapest: marks for quality and price, the ranking and what is said about each bid.
//!
//! Order: pass or fail, minimum scores, the quality minimum, low-bid flags, recorded rejections, then price scores over
//! the bids still in. A mark is `half-up(weight × score ÷ scale)` and a total the sum of rounded marks, so that a bidder
//! can check it from its letter.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use entity::exact::Exact;

mod admission;
mod breakpoints;
mod exclusion_test;
mod firmness;
mod lots;
mod moderation;
pub mod panel;
mod price_score;
mod price_words;
mod ranking;

#[cfg(test)]
mod lots_test;
#[cfg(test)]
mod rules_test;

pub use admission::{Excluded, Flag, Flagged, LowBidLimit, Reason, low_bid_limit};
pub use breakpoints::{Interval, PriceWeights, TotalLine, price_weight_breakpoints};
pub use exclusion_test::{ExclusionTest, WinnerChange, exclusion_test};
pub use firmness::{CriterionSwing, Firmness, RivalMargin, RivalSwing, Swing, robustness, score_swing};
pub use lots::{Award, CannotAward, Discount, Lot, LotBid, LotTender, award_lots};
pub use moderation::{Cell, Sheet, Signals, moderation_signals};
pub use price_score::{PriceMethod, benchmark_score};
pub use ranking::{Outcome, Ranked, Ranking, TieBreak};

use admission::admit;
use ranking::{Scored, rank, winner_by_exact_totals};

/// The most criteria of one tender.
const MOST_CRITERIA: usize = 100;
/// The most scores (criteria × bids).
const MOST_SCORES: usize = 20_000;
/// The highest top of a scale, and the most parts of a point its top may have.
const HIGHEST_SCALE: u32 = 1_000_000;
const MOST_PARTS: u32 = 100;

/// A quality criterion with its absolute weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    pub id: String,
    pub weight: Exact,
    /// The highest score; the lowest is 0.
    pub scale_max: Exact,
    /// The score below which a bid is excluded.
    pub minimum: Option<Exact>,
}

/// A bid with its consensus scores by criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bid {
    pub id: String,
    /// Whole-life net price in pounds.
    pub price: Exact,
    /// Whether it meets every pass-or-fail condition.
    pub passed: bool,
    pub scores: BTreeMap<String, Exact>,
    /// Whether its low price was rejected, with a recorded reason, after an enquiry.
    pub low_price_rejected: bool,
}

/// When a price is so low that the bidder is asked to explain it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowBidTest {
    /// How many percent below the mean, or below the should-cost figure.
    pub percent: Exact,
    /// The fewest bids whose mean says anything.
    pub min_bids: usize,
    pub should_cost: Option<Exact>,
}

/// All that was published before bids, and the bids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    pub criteria: Vec<Criterion>,
    /// Ignored by the two ratio methods, which have none.
    pub price_weight: Exact,
    pub method: PriceMethod,
    pub bids: Vec<Bid>,
    /// Decimals of a mark; 2 unless published otherwise.
    pub mark_decimals: u32,
    /// The least quality, as a percentage of the most.
    pub quality_minimum_percent: Option<Exact>,
    pub low_bid: Option<LowBidTest>,
}

/// Why bids cannot be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotEvaluate {
    WeightsMustSumTo100,
    PriceMustBePositive,
    ScoreOutsideScale,
    CeilingNotAboveTarget,
    NegativeWeight,
    /// A bid that passed has no score for a criterion.
    ScoreMissing,
    /// Two criteria or two bids with one id, or a scale without points.
    Malformed,
    /// More criteria and bids, or finer scales, than can be worked out in reasonable time.
    TooLarge,
    /// The question needs one bid in front of all others.
    NoSingleWinner,
    /// The question is about marks for price, and this method gives none.
    MethodHasNoPriceMark,
}

impl fmt::Display for CannotEvaluate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CannotEvaluate::WeightsMustSumTo100 => "The weights must add up to 100",
            CannotEvaluate::PriceMustBePositive => "Every price must be more than £0",
            CannotEvaluate::ScoreOutsideScale => "A score is outside the scale",
            CannotEvaluate::CeilingNotAboveTarget => "The ceiling must be above the target price",
            CannotEvaluate::NegativeWeight => "A weight cannot be less than 0",
            CannotEvaluate::ScoreMissing => "A score is missing, so the evaluation is not complete",
            CannotEvaluate::Malformed => "Criteria and bids must each have a name of their own, and scales a top",
            CannotEvaluate::TooLarge => "There are too many criteria or bids, or the scales are too fine",
            CannotEvaluate::NoSingleWinner => "No single bid is in front",
            CannotEvaluate::MethodHasNoPriceMark => "This price method gives no marks for price",
        })
    }
}

impl Evaluation {
    fn check(&self) -> Result<(), CannotEvaluate> {
        self.check_size()?;
        self.check_shape()?;
        let quality = self.quality_weight();
        let all = if self.method.is_ratio() { quality } else { quality + &self.price_weight };
        if all != Exact::from(100) {
            return Err(CannotEvaluate::WeightsMustSumTo100);
        }
        if self.bids.iter().any(|bid| !bid.price.is_positive()) {
            return Err(CannotEvaluate::PriceMustBePositive);
        }
        self.check_scores()?;
        self.method.check()
    }

    fn check_size(&self) -> Result<(), CannotEvaluate> {
        let too_fine = |criterion: &Criterion| {
            criterion.scale_max > Exact::from(HIGHEST_SCALE) || criterion.scale_max.denominator() > MOST_PARTS.into()
        };
        let scores = self.criteria.len() * self.bids.len();
        let too_large = self.criteria.len() > MOST_CRITERIA || scores > MOST_SCORES || self.bids.len() > MOST_SCORES;
        if too_large || self.criteria.iter().any(too_fine) { Err(CannotEvaluate::TooLarge) } else { Ok(()) }
    }

    fn check_shape(&self) -> Result<(), CannotEvaluate> {
        let mut names = BTreeSet::new();
        let mut bids = BTreeSet::new();
        let unique = self.criteria.iter().all(|criterion| names.insert(&criterion.id))
            && self.bids.iter().all(|bid| bids.insert(&bid.id));
        if !unique || self.criteria.iter().any(|criterion| !criterion.scale_max.is_positive()) {
            return Err(CannotEvaluate::Malformed);
        }
        let weights = self.criteria.iter().map(|criterion| &criterion.weight);
        if weights.chain([&self.price_weight]).any(Exact::is_negative) {
            return Err(CannotEvaluate::NegativeWeight);
        }
        Ok(())
    }

    fn check_scores(&self) -> Result<(), CannotEvaluate> {
        for bid in &self.bids {
            for criterion in &self.criteria {
                match bid.scores.get(&criterion.id) {
                    Some(score) if score.is_negative() || *score > criterion.scale_max => {
                        return Err(CannotEvaluate::ScoreOutsideScale);
                    }
                    None if bid.passed => return Err(CannotEvaluate::ScoreMissing),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// The sum of the criteria's weights: the most quality marks there are.
    pub fn quality_weight(&self) -> Exact {
        self.criteria.iter().map(|criterion| &criterion.weight).sum()
    }
}

/// The whole evaluation.
pub fn evaluate(evaluation: &Evaluation) -> Result<Ranking, CannotEvaluate> {
    evaluation.check()?;
    let admitted = admit(evaluation);
    let scored = score(evaluation, &admitted.bids);
    let (results, tie_break) = rank(evaluation, &scored);
    let winner = match tie_break {
        Some(TieBreak::DrawLots) => None,
        _ => results.first().map(|first| first.bid.clone()),
    };
    Ok(Ranking {
        excluded: admitted.excluded,
        flags: admitted.flags,
        results,
        winner,
        tie_break,
        winner_by_exact_totals: winner_by_exact_totals(evaluation, &scored),
    })
}

fn score<'a>(evaluation: &Evaluation, bids: &[&'a Bid]) -> Vec<Scored<'a>> {
    let prices: Vec<&Exact> = bids.iter().map(|bid| &bid.price).collect();
    let price_scores = evaluation.method.scores(&prices);
    bids.iter().zip(price_scores).map(|(bid, price_score)| Scored::new(evaluation, bid, price_score)).collect()
}

/// The bids still in at the price stage, scored; for the questions about how firm the result is.
fn scored_with_price(evaluation: &Evaluation) -> Result<Vec<Scored<'_>>, CannotEvaluate> {
    evaluation.check()?;
    if evaluation.method.is_ratio() {
        return Err(CannotEvaluate::MethodHasNoPriceMark);
    }
    Ok(score(evaluation, &admit(evaluation).bids))
}
