//! A price method tried with made-up bids, before anybody bids: the evaluation's own rules on invented prices and quality.

use super::price_rule::{PriceMethodName, PriceRule, Refusal};
use crate::evaluation::rules::{
    Bid, CannotEvaluate, Criterion, Evaluation, ExclusionTest, Flag, LowBidTest, Outcome, Ranking, Reason, evaluate,
    exclusion_test,
};
use entity::exact::Exact;
use std::collections::BTreeMap;
use std::fmt;

/// The fewest and the most bids that are made up.
pub const FEWEST: usize = 3;
pub const MOST: usize = 5;

/// The one criterion that stands for all quality.
const QUALITY: &str = "quality";

/// A bid that somebody made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeUp {
    /// "A".
    pub name: String,
    pub price: Exact,
    /// Of [`Terms::quality_marks`].
    pub quality: Exact,
}

/// What the tender says besides its price method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The most quality marks, with which made-up quality is given.
    pub quality_marks: Exact,
    pub quality_minimum: Option<i32>,
    pub low_bid_percent: i32,
}

/// Why a method cannot be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotTry {
    Rule(Refusal),
    NoWeight,
    Evaluation(CannotEvaluate),
}

impl fmt::Display for CannotTry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule(refusal) => refusal.fmt(f),
            Self::NoWeight => f.write_str("Enter price's weight as a percentage, like 40"),
            Self::Evaluation(cannot) => cannot.fmt(f),
        }
    }
}

/// One made-up bid as it comes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    pub price: Exact,
    /// None: out, with the reason.
    pub rank: Option<usize>,
    pub excluded: Option<String>,
    pub quality: Exact,
    /// The sum behind the price score or the value, with its numbers.
    pub working: String,
    pub price_score: Option<Exact>,
    pub price_mark: Option<Exact>,
    /// Marks of 100, or pounds.
    pub total: Option<Exact>,
    /// Its price is questioned.
    pub questioned: bool,
    /// What each mark for price costs that it has less than the cheapest bid, in pounds.
    pub pounds_a_mark: Option<Exact>,
}

/// The outcome of a trial, in rank order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    pub rows: Vec<Row>,
    pub winner: Option<String>,
    pub exclusion: ExclusionTest,
}

/// The most quality marks under a rule: what price leaves of 100.
pub fn quality_marks(rule: &PriceRule) -> Exact {
    Exact::from(100) - rule.weight.exact()
}

/// The same tender's rule with another method, its numbers and weight kept.
pub fn with_method(rule: &PriceRule, method: PriceMethodName) -> PriceRule {
    PriceRule { method, ..rule.clone() }
}

/// Evaluates made-up bids by a rule.
pub fn try_out(rule: &PriceRule, terms: &Terms, bids: &[MadeUp]) -> Result<Tried, CannotTry> {
    let evaluation = evaluation(rule, terms, bids)?;
    let ranking = evaluate(&evaluation).map_err(CannotTry::Evaluation)?;
    let exclusion = exclusion_test(&evaluation).map_err(CannotTry::Evaluation)?;
    let mut rows: Vec<Row> = bids.iter().map(|bid| row(&evaluation, &ranking, bid)).collect();
    rows.sort_by_key(|row| (row.rank.is_none(), row.rank));
    against_the_cheapest(&mut rows, &evaluation.price_weight);
    Ok(Tried { rows, winner: ranking.winner, exclusion })
}

fn evaluation(rule: &PriceRule, terms: &Terms, bids: &[MadeUp]) -> Result<Evaluation, CannotTry> {
    let is_ratio = rule.method.is_ratio();
    if !is_ratio && rule.weight.0 <= 0 {
        return Err(CannotTry::NoWeight);
    }
    let price_weight = if is_ratio { Exact::zero() } else { rule.weight.exact() };
    let bid = |made_up: &MadeUp| Bid {
        id: made_up.name.clone(),
        price: made_up.price.clone(),
        passed: true,
        scores: BTreeMap::from([(QUALITY.to_owned(), made_up.quality.clone())]),
        low_price_rejected: false,
    };
    Ok(Evaluation {
        criteria: vec![Criterion {
            id: QUALITY.to_owned(),
            weight: Exact::from(100) - &price_weight,
            scale_max: terms.quality_marks.clone(),
            minimum: None,
        }],
        price_weight,
        method: rule.to_method().map_err(CannotTry::Rule)?,
        bids: bids.iter().map(bid).collect(),
        mark_decimals: 2,
        quality_minimum_percent: terms.quality_minimum.map(Exact::from),
        low_bid: Some(LowBidTest { percent: Exact::from(terms.low_bid_percent), min_bids: 3, should_cost: None }),
    })
}

fn row(evaluation: &Evaluation, ranking: &Ranking, bid: &MadeUp) -> Row {
    let ranked = ranking.results.iter().find(|ranked| ranked.bid == bid.name);
    let still_in: Vec<&Exact> = ranking
        .results
        .iter()
        .filter_map(|row| evaluation.bids.iter().find(|bid| bid.id == row.bid))
        .map(|bid| &bid.price)
        .collect();
    let excluded = ranking.excluded.iter().find(|excluded| excluded.bid == bid.name);
    let low = |flag: &Flag| matches!(flag, Flag::PriceWellBelowMean | Flag::PriceWellBelowShouldCost);
    let (price_score, price_mark, total) = match ranked.map(|ranked| &ranked.outcome) {
        Some(Outcome::Marks { price_score, price_mark, total }) => {
            (Some(price_score.clone()), Some(price_mark.clone()), Some(total.clone()))
        }
        Some(Outcome::Value(value)) => (None, None, value.clone()),
        None => (None, None, None),
    };
    let quality = ranked.map_or_else(|| bid.quality.clone(), |ranked| ranked.quality.clone());
    Row {
        name: bid.name.clone(),
        price: bid.price.clone(),
        rank: ranked.map(|ranked| ranked.rank),
        excluded: excluded.map(|excluded| excluded_words(&excluded.reason)),
        working: evaluation.method.working(&bid.price, &still_in, &quality),
        quality,
        price_score,
        price_mark,
        total,
        questioned: ranking.flags.iter().any(|flagged| flagged.bid == bid.name && low(&flagged.flag)),
        pounds_a_mark: None,
    }
}

fn excluded_words(reason: &Reason) -> String {
    reason.to_string()
}

/// Equal pounds are not equal marks under every method: this shows it.
fn against_the_cheapest(rows: &mut [Row], weight: &Exact) {
    let still_in = rows.iter().filter(|row| row.rank.is_some());
    let Some(cheapest) = still_in.min_by(|one, other| one.price.cmp(&other.price)).cloned() else { return };
    for row in rows {
        let lost = cheapest.price_score.as_ref().zip(row.price_score.as_ref()).map(|(most, own)| (most - own) * weight);
        row.pounds_a_mark = lost.and_then(|lost| (&row.price - &cheapest.price).over(&lost));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::money::{Money, Quantity};

    fn rule(method: PriceMethodName) -> PriceRule {
        PriceRule {
            method,
            ceiling: Some(Money(1_080_000_000)),
            target: Some(Money(240_000_000)),
            pounds_per_mark: None,
            weight: Quantity(40_000),
        }
    }

    fn made_up(bids: &[(i64, i64)]) -> Vec<MadeUp> {
        let names = ["A", "B", "C", "D", "E"];
        let bid = |(name, (price, quality)): (&&str, &(i64, i64))| MadeUp {
            name: (*name).to_owned(),
            price: Exact::from(*price),
            quality: Exact::from(*quality),
        };
        names.iter().zip(bids).map(bid).collect()
    }

    fn terms() -> Terms {
        Terms { quality_marks: Exact::from(60), quality_minimum: None, low_bid_percent: 10 }
    }

    #[test]
    fn the_demonstrations_bids_come_out_as_its_tender_does() {
        let bids = made_up(&[(36_000, 50), (29_700, 36), (46_800, 51)]);
        let tried = try_out(&rule(PriceMethodName::Benchmark), &terms(), &bids).unwrap();
        let told: Vec<_> =
            tried.rows.iter().map(|row| (row.name.as_str(), row.total.clone().unwrap().decimals(2))).collect();
        assert_eq!(told, [("A", "84.29".to_owned()), ("C", "80.14".to_owned()), ("B", "73.29".to_owned())]);
        assert!(tried.rows[2].questioned && tried.exclusion.independent_of_losing_bids());
        let worth: Vec<_> = tried.rows.iter().map(|row| row.pounds_a_mark.as_ref().map(Exact::pounds)).collect();
        assert_eq!(worth, [Some("2100.00".to_owned()), Some("2100.00".to_owned()), None]);
    }

    #[test]
    fn a_losing_bid_can_decide_who_is_first_where_marks_depend_on_other_bids() {
        let bids = made_up(&[(30_000, 40), (40_000, 51), (90_000, 10)]);
        let tried = try_out(&rule(PriceMethodName::MinMax), &terms(), &bids).unwrap();
        assert_eq!(tried.winner.as_deref(), Some("B"), "40 + 40 against 51 + 33.33");
        let changes: Vec<_> =
            tried.exclusion.changes.iter().map(|change| (change.removed.as_str(), change.winner.as_deref())).collect();
        assert_eq!(changes, [("C", Some("A"))], "without the dear bid C, B has no marks for price");
    }

    #[test]
    fn a_rule_without_its_numbers_says_which() {
        let bare = PriceRule { ceiling: None, ..rule(PriceMethodName::Benchmark) };
        assert_eq!(try_out(&bare, &terms(), &made_up(&[(1, 1)])), Err(CannotTry::Rule(Refusal::NoCeiling)));
        let weightless = PriceRule { weight: Quantity::ZERO, ..rule(PriceMethodName::LowestRatio) };
        assert_eq!(try_out(&weightless, &terms(), &[]), Err(CannotTry::NoWeight));
    }
}
