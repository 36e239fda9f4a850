//! For which price weights each bid would win.

use entity::exact::Exact;

use super::ranking::Scored;
use super::{CannotEvaluate, Evaluation, scored_with_price};

/// The winners for every price weight from 0 to 100, the other weights scaled in proportion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceWeights {
    pub intervals: Vec<Interval>,
    pub current_weight: Exact,
    /// The nearest weight below the present one at which the winner changes.
    pub change_below: Option<Exact>,
    pub change_above: Option<Exact>,
    /// Each bid that is still in, in the order of the bids.
    pub totals: Vec<TotalLine>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    pub from: Exact,
    pub to: Exact,
    pub winners: Vec<String>,
}

/// A bid's total for every price weight: total(w) = w × price score + (100 − w) × quality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalLine {
    pub bid: String,
    /// As a fraction of the most quality marks.
    pub quality: Exact,
    pub price_score: Exact,
}

impl TotalLine {
    pub fn at(&self, weight: &Exact) -> Exact {
        weight * &self.price_score + (Exact::from(100) - weight) * &self.quality
    }

    fn slope(&self) -> Exact {
        &self.price_score - &self.quality
    }

    /// The weight at which another bid draws level with this one.
    fn crossing(&self, other: &TotalLine) -> Option<Exact> {
        let ahead = (&self.quality - &other.quality) * Exact::from(100);
        ahead.over(&(other.slope() - self.slope()))
    }
}

/// The upper envelope of the totals as lines in the price weight.
pub fn price_weight_breakpoints(evaluation: &Evaluation) -> Result<PriceWeights, CannotEvaluate> {
    let scored = scored_with_price(evaluation)?;
    let totals: Vec<TotalLine> = scored.iter().map(|each| total_line(evaluation, each)).collect();
    let intervals = envelope(&totals);
    let now = &evaluation.price_weight;
    let inner = || intervals.iter().skip(1).map(|interval| &interval.from);
    let change_below = inner().filter(|from| *from < now).max().cloned();
    let change_above = inner().filter(|from| *from > now).min().cloned();
    Ok(PriceWeights { change_below, change_above, current_weight: now.clone(), intervals, totals })
}

fn total_line(evaluation: &Evaluation, scored: &Scored) -> TotalLine {
    TotalLine {
        bid: scored.bid.id.clone(),
        quality: scored.exact_quality.over(&evaluation.quality_weight()).unwrap_or_default(),
        price_score: scored.price_score.clone().unwrap_or_default(),
    }
}

fn envelope(lines: &[TotalLine]) -> Vec<Interval> {
    let hundred = Exact::from(100);
    let mut intervals = Vec::new();
    let mut from = Exact::zero();
    while from < hundred {
        let Some(top) = lines.iter().max_by_key(|line| (line.at(&from), line.slope())) else { break };
        let crossings = lines.iter().filter(|line| line.slope() > top.slope());
        let next = crossings.filter_map(|line| top.crossing(line)).min();
        let to = next.filter(|next| *next < hundred).unwrap_or_else(|| hundred.clone());
        let same = |line: &&TotalLine| line.quality == top.quality && line.price_score == top.price_score;
        let winners = lines.iter().filter(same).map(|line| line.bid.clone());
        intervals.push(Interval { from, to: to.clone(), winners: winners.collect() });
        from = to;
    }
    intervals
}
