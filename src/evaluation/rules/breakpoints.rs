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
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    pub from: Exact,
    pub to: Exact,
    pub winners: Vec<String>,
}

/// total(w) = w × price score + (100 − w) × quality, as a line in w.
struct TotalLine {
    at_zero: Exact,
    slope: Exact,
}

impl TotalLine {
    fn at(&self, weight: &Exact) -> Exact {
        &self.at_zero + &self.slope * weight
    }
}

/// The upper envelope of the totals as lines in the price weight.
pub fn price_weight_breakpoints(evaluation: &Evaluation) -> Result<PriceWeights, CannotEvaluate> {
    let scored = scored_with_price(evaluation)?;
    let lines: Vec<TotalLine> = scored.iter().map(|each| total_line(evaluation, each)).collect();
    let intervals = envelope(&scored, &lines);
    let now = &evaluation.price_weight;
    let inner = || intervals.iter().skip(1).map(|interval| &interval.from);
    let change_below = inner().filter(|from| *from < now).max().cloned();
    let change_above = inner().filter(|from| *from > now).min().cloned();
    Ok(PriceWeights { change_below, change_above, current_weight: now.clone(), intervals })
}

fn total_line(evaluation: &Evaluation, scored: &Scored) -> TotalLine {
    let quality = scored.exact_quality.over(&evaluation.quality_weight()).unwrap_or_default();
    let slope = scored.price_score.clone().unwrap_or_default() - &quality;
    TotalLine { at_zero: quality * Exact::from(100), slope }
}

fn envelope(scored: &[Scored], lines: &[TotalLine]) -> Vec<Interval> {
    let hundred = Exact::from(100);
    let mut intervals = Vec::new();
    let mut from = Exact::zero();
    while from < hundred {
        let Some(top) = lines.iter().max_by_key(|line| (line.at(&from), line.slope.clone())) else { break };
        let crossings = lines.iter().filter(|line| line.slope > top.slope);
        let next = crossings.filter_map(|line| (&top.at_zero - &line.at_zero).over(&(&line.slope - &top.slope))).min();
        let to = next.filter(|next| *next < hundred).unwrap_or_else(|| hundred.clone());
        let same = |line: &TotalLine| line.slope == top.slope && line.at_zero == top.at_zero;
        let winners = scored.iter().zip(lines).filter(|(_, line)| same(line)).map(|(each, _)| each.bid.id.clone());
        intervals.push(Interval { from, to: to.clone(), winners: winners.collect() });
        from = to;
    }
    intervals
}
