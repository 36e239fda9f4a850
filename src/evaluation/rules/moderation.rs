//! What the panel should talk about before it agrees its consensus scores.

use std::collections::BTreeMap;

use entity::exact::{Exact, median};

/// Individual scores by evaluator, bid and criterion, and the consensus as far as it is recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub scale_max: Exact,
    pub bids: Vec<String>,
    pub criteria: Vec<String>,
    pub evaluators: Vec<String>,
    pub scores: BTreeMap<String, BTreeMap<String, BTreeMap<String, Exact>>>,
    pub consensus: BTreeMap<String, BTreeMap<String, Exact>>,
}

/// The scores of one bid on one criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub bid: String,
    pub criterion: String,
    /// How many evaluators have scored.
    pub n: usize,
    pub min: Option<Exact>,
    pub max: Option<Exact>,
    pub median: Option<Exact>,
    /// Sample variance; 0 when fewer than two have scored.
    pub variance: Exact,
    /// The range is two fifths of the scale or more.
    pub discuss: bool,
    /// Evaluators two fifths of the scale or more from the median.
    pub outliers: Vec<String>,
    pub consensus: Option<Exact>,
    pub consensus_outside_range: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signals {
    pub cells: Vec<Cell>,
    /// The mean of (score − median) over all that each evaluator scored; none when that is nothing.
    pub evaluator_bias: Vec<(String, Option<Exact>)>,
    /// Whether every consensus is recorded.
    pub complete: bool,
}

impl Sheet {
    fn score(&self, evaluator: &str, bid: &str, criterion: &str) -> Option<&Exact> {
        self.scores.get(evaluator)?.get(bid)?.get(criterion)
    }

    fn given<'a>(&'a self, bid: &str, criterion: &str) -> Vec<(&'a String, &'a Exact)> {
        let given = |evaluator: &'a String| Some((evaluator, self.score(evaluator, bid, criterion)?));
        self.evaluators.iter().filter_map(given).collect()
    }
}

/// Disagreement, outliers and bias, cell by cell.
pub fn moderation_signals(sheet: &Sheet) -> Signals {
    let pairs = || sheet.bids.iter().flat_map(|bid| sheet.criteria.iter().map(move |criterion| (bid, criterion)));
    let cells: Vec<Cell> = pairs().map(|(bid, criterion)| cell(sheet, bid, criterion)).collect();
    let bias = |evaluator: &String| {
        let off = cells
            .iter()
            .filter_map(|cell| Some(sheet.score(evaluator, &cell.bid, &cell.criterion)? - cell.median.as_ref()?));
        let off: Vec<Exact> = off.collect();
        (evaluator.clone(), off.iter().sum::<Exact>().over(&Exact::from(off.len())))
    };
    Signals {
        evaluator_bias: sheet.evaluators.iter().map(bias).collect(),
        complete: cells.iter().all(|cell| cell.consensus.is_some()),
        cells,
    }
}

fn cell(sheet: &Sheet, bid: &str, criterion: &str) -> Cell {
    let given = sheet.given(bid, criterion);
    let scores: Vec<Exact> = given.iter().map(|(_, score)| (*score).clone()).collect();
    let (min, max) = (scores.iter().min().cloned(), scores.iter().max().cloned());
    let median = median(&scores);
    let far = &sheet.scale_max * Exact::from(2) / Exact::from(5);
    let range = min.as_ref().zip(max.as_ref()).map(|(min, max)| max - min);
    let outlying = |score: &Exact| median.as_ref().is_some_and(|median| (score - median).abs() >= far);
    let consensus = sheet.consensus.get(bid).and_then(|scores| scores.get(criterion)).cloned();
    let outside =
        |agreed: &Exact| min.as_ref().is_some_and(|min| agreed < min) || max.as_ref().is_some_and(|max| agreed > max);
    Cell {
        bid: bid.to_owned(),
        criterion: criterion.to_owned(),
        n: scores.len(),
        variance: sample_variance(&scores),
        discuss: range.is_some_and(|range| range >= far),
        outliers: given.iter().filter(|(_, score)| outlying(score)).map(|(name, _)| (*name).clone()).collect(),
        consensus_outside_range: consensus.as_ref().is_some_and(outside),
        consensus,
        median,
        min,
        max,
    }
}

fn sample_variance(scores: &[Exact]) -> Exact {
    if scores.len() < 2 {
        return Exact::zero();
    }
    let mean = scores.iter().sum::<Exact>() / Exact::from(scores.len());
    let square = |score: &Exact| {
        let off = score - &mean;
        &off * &off
    };
    scores.iter().map(square).sum::<Exact>() / Exact::from(scores.len() - 1)
}
