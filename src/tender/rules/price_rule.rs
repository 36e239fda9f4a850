//! How price counts, as it is stored with a tender and published: the `price` object of an evaluation.

use crate::evaluation::rules::PriceMethod;
use ::entity::money::{Money, Quantity};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The method's name (`best-value.md`, section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceMethodName {
    Benchmark,
    LowestRatio,
    LinearFromLowest,
    MinMax,
    MeanDeviation,
    PricePerQualityPoint,
    QualityAdjustedPrice,
}

/// Weight, method and its numbers. A draft may lack some.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRule {
    /// Percent of all marks; 0 for the two methods that rank by a value in pounds.
    pub weight: Quantity,
    pub method: PriceMethodName,
    /// Benchmark: the price, whole life and net, that earns no mark: what the schools pay now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Money>,
    /// Benchmark: the price that earns every mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Money>,
    /// Quality-adjusted price: what one quality mark is worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pounds_per_mark: Option<Money>,
}

/// A number that a method needs and a rule lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NoCeiling,
    NoTarget,
    CeilingNotAboveTarget,
    NoPoundsPerMark,
}

impl Refusal {
    /// The field that the sentence stands beside.
    pub fn field(self) -> &'static str {
        match self {
            Self::NoCeiling | Self::CeilingNotAboveTarget => "ceiling",
            Self::NoTarget => "target",
            Self::NoPoundsPerMark => "pounds_per_mark",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoCeiling => "Enter the price that earns no marks, like 108000",
            Self::NoTarget => "Enter the price that earns every mark, like 24000",
            Self::CeilingNotAboveTarget => {
                "The price that earns no marks must be above the price that earns every mark"
            }
            Self::NoPoundsPerMark => "Enter what one quality mark is worth in pounds, like 500",
        })
    }
}

impl PriceMethodName {
    /// The recommended one first, then the one that schools know best.
    pub const ALL: &'static [PriceMethodName] = &[
        Self::Benchmark,
        Self::LowestRatio,
        Self::LinearFromLowest,
        Self::MinMax,
        Self::MeanDeviation,
        Self::PricePerQualityPoint,
        Self::QualityAdjustedPrice,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Benchmark => "benchmark",
            Self::LowestRatio => "lowest_ratio",
            Self::LinearFromLowest => "linear_from_lowest",
            Self::MinMax => "min_max",
            Self::MeanDeviation => "mean_deviation",
            Self::PricePerQualityPoint => "price_per_quality_point",
            Self::QualityAdjustedPrice => "quality_adjusted_price",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Benchmark => "Against fixed prices",
            Self::LowestRatio => "Lowest price divided by the bid's price",
            Self::LinearFromLowest => "In a straight line down from the lowest price",
            Self::MinMax => "Between the lowest and the highest price",
            Self::MeanDeviation => "By distance from the average price",
            Self::PricePerQualityPoint => "Price for each quality mark",
            Self::QualityAdjustedPrice => "Price less what the quality is worth",
        }
    }

    /// The formula, s being between 0 and 1, as it is published.
    pub fn formula(self) -> &'static str {
        match self {
            Self::Benchmark => "(ceiling − price) ÷ (ceiling − target), between 0 and 1",
            Self::LowestRatio => "lowest price ÷ price",
            Self::LinearFromLowest => "2 − price ÷ lowest price, not below 0",
            Self::MinMax => "(highest price − price) ÷ (highest price − lowest price)",
            Self::MeanDeviation => "½ − (price − average) ÷ average, between 0 and 1",
            Self::PricePerQualityPoint => "bids are ranked by price ÷ quality marks, lowest first",
            Self::QualityAdjustedPrice => "bids are ranked by price − pounds for a mark × quality marks, lowest first",
        }
    }

    /// Bids are ranked by a value in pounds; price has no weight and the criteria alone sum to 100.
    pub fn is_ratio(self) -> bool {
        matches!(self, Self::PricePerQualityPoint | Self::QualityAdjustedPrice)
    }

    /// Whether adding or removing a loser can change the winner.
    pub fn depends_on_other_bids(self) -> bool {
        matches!(self, Self::LowestRatio | Self::LinearFromLowest | Self::MinMax | Self::MeanDeviation)
    }
}

impl FromStr for PriceMethodName {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|method| method.as_str() == word).ok_or(())
    }
}

impl PriceRule {
    /// What a new tender starts from: the recommended method, its numbers still to be set.
    pub fn starting(weight: Quantity) -> Self {
        Self { weight, method: PriceMethodName::Benchmark, ceiling: None, target: None, pounds_per_mark: None }
    }

    /// Every number that the method needs is there and makes sense.
    pub fn check(&self) -> Result<(), Refusal> {
        match self.method {
            PriceMethodName::Benchmark => {
                let ceiling = self.ceiling.ok_or(Refusal::NoCeiling)?;
                let target = self.target.ok_or(Refusal::NoTarget)?;
                if ceiling > target { Ok(()) } else { Err(Refusal::CeilingNotAboveTarget) }
            }
            PriceMethodName::QualityAdjustedPrice => {
                self.pounds_per_mark.filter(|pounds| pounds.0 > 0).map(|_| ()).ok_or(Refusal::NoPoundsPerMark)
            }
            _ => Ok(()),
        }
    }

    /// The rule as an evaluation takes it.
    pub fn to_method(&self) -> Result<PriceMethod, Refusal> {
        self.check()?;
        let amount = |amount: Option<Money>| amount.unwrap_or_default().exact();
        Ok(match self.method {
            PriceMethodName::Benchmark => {
                PriceMethod::Benchmark { ceiling: amount(self.ceiling), target: amount(self.target) }
            }
            PriceMethodName::LowestRatio => PriceMethod::LowestRatio,
            PriceMethodName::LinearFromLowest => PriceMethod::LinearFromLowest,
            PriceMethodName::MinMax => PriceMethod::MinMax,
            PriceMethodName::MeanDeviation => PriceMethod::MeanDeviation,
            PriceMethodName::PricePerQualityPoint => PriceMethod::PricePerQualityPoint,
            PriceMethodName::QualityAdjustedPrice => {
                PriceMethod::QualityAdjustedPrice { pounds_per_mark: amount(self.pounds_per_mark) }
            }
        })
    }

    /// What one quality mark is worth: (ceiling − target) ÷ price weight, rounded to a penny; for benchmark scoring only.
    pub fn pounds_for_a_mark(&self) -> Option<Money> {
        if self.method != PriceMethodName::Benchmark || self.check().is_err() {
            return None;
        }
        let range = self.ceiling?.exact() - self.target?.exact();
        Money::rounded(&range.over(&self.weight.exact())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn benchmark(ceiling: &str, target: &str) -> PriceRule {
        let (ceiling, target) = (ceiling.parse().ok(), target.parse().ok());
        PriceRule { ceiling, target, ..PriceRule::starting(Quantity(40_000)) }
    }

    #[test]
    fn one_quality_mark_is_worth_the_range_over_the_price_weight() {
        assert_eq!(benchmark("108000", "24000").pounds_for_a_mark(), "2100".parse().ok());
        assert_eq!(benchmark("24000", "24000").pounds_for_a_mark(), None);
        assert_eq!(benchmark("24000", "24000").check(), Err(Refusal::CeilingNotAboveTarget));
        assert_eq!(benchmark("", "24000").check(), Err(Refusal::NoCeiling));
    }

    #[test]
    fn a_rule_is_written_as_an_evaluation_reads_its_price_object() {
        let written = serde_json::to_value(benchmark("108000", "24000")).unwrap();
        let read =
            serde_json::json!({"weight": "40", "method": "benchmark", "ceiling": "108000.00", "target": "24000.00"});
        assert_eq!(written, read);
        let published: PriceRule = serde_json::from_str(r#"{"weight":"40","method":"lowest_ratio"}"#).unwrap();
        assert_eq!(published.method, PriceMethodName::LowestRatio);
        assert!(published.method.depends_on_other_bids());
    }

    #[test]
    fn every_method_is_known_by_its_word() {
        for method in PriceMethodName::ALL {
            assert_eq!(method.as_str().parse(), Ok(*method));
            assert_eq!(serde_json::to_value(method).unwrap(), method.as_str());
        }
    }
}
