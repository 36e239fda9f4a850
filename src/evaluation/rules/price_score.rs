//! From prices to price scores between 0 and 1, by the method published in the notice.

use entity::exact::Exact;

use super::CannotEvaluate;

/// How price counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceMethod {
    /// (ceiling − price) ÷ (ceiling − target), kept within 0 and 1; the only method for weighted marks that no other
    /// bid can influence.
    Benchmark { ceiling: Exact, target: Exact },
    /// Lowest price ÷ price.
    LowestRatio,
    /// 2 − price ÷ lowest price, not below 0.
    LinearFromLowest,
    /// (highest − price) ÷ (highest − lowest).
    MinMax,
    /// ½ − (price − mean) ÷ mean, kept within 0 and 1.
    MeanDeviation,
    /// Ranked by price ÷ quality, lowest first.
    PricePerQualityPoint,
    /// Ranked by price − pounds per mark × quality, lowest first.
    QualityAdjustedPrice { pounds_per_mark: Exact },
}

impl PriceMethod {
    /// Whether bids are ranked by a value in pounds and price has no weight.
    pub fn is_ratio(&self) -> bool {
        matches!(self, PriceMethod::PricePerQualityPoint | PriceMethod::QualityAdjustedPrice { .. })
    }

    /// Whether adding or removing a loser can change the winner.
    pub fn depends_on_other_bids(&self) -> bool {
        !self.is_ratio() && !matches!(self, PriceMethod::Benchmark { .. })
    }

    pub(super) fn check(&self) -> Result<(), CannotEvaluate> {
        match self {
            PriceMethod::Benchmark { ceiling, target } if ceiling <= target => {
                Err(CannotEvaluate::CeilingNotAboveTarget)
            }
            _ => Ok(()),
        }
    }

    /// The score of each price; none under the ratio methods.
    pub(super) fn scores(&self, prices: &[&Exact]) -> Vec<Option<Exact>> {
        let (Some(lowest), Some(highest)) = (prices.iter().min(), prices.iter().max()) else { return Vec::new() };
        let mean = prices.iter().copied().sum::<Exact>() / Exact::from(prices.len());
        prices.iter().map(|price| self.score(price, lowest, highest, &mean)).collect()
    }

    fn score(&self, price: &Exact, lowest: &Exact, highest: &Exact, mean: &Exact) -> Option<Exact> {
        match self {
            PriceMethod::Benchmark { ceiling, target } => benchmark_score(price, ceiling, target),
            PriceMethod::LowestRatio => lowest.over(price),
            PriceMethod::LinearFromLowest => {
                price.over(lowest).map(|ratio| (Exact::from(2) - ratio).max(Exact::zero()))
            }
            PriceMethod::MinMax => Some((highest - price).over(&(highest - lowest)).unwrap_or_else(Exact::one)),
            PriceMethod::MeanDeviation => {
                (price - mean).over(mean).and_then(|off| Exact::ratio(1, 2).map(|half| within_0_and_1(half - off)))
            }
            PriceMethod::PricePerQualityPoint | PriceMethod::QualityAdjustedPrice { .. } => None,
        }
    }
}

/// (ceiling − price) ÷ (ceiling − target), kept within 0 and 1; none unless the ceiling is above the target.
pub fn benchmark_score(price: &Exact, ceiling: &Exact, target: &Exact) -> Option<Exact> {
    let range = ceiling - target;
    if !range.is_positive() {
        return None;
    }
    (ceiling - price).over(&range).map(within_0_and_1)
}

fn within_0_and_1(score: Exact) -> Exact {
    score.clamp(Exact::zero(), Exact::one())
}
