//! What the panel talks about before it agrees: where scores differ, who is far from the others, who scores high or low.

use crate::evaluation::rules::{self, Cell, Signals};
use crate::evaluation::sheet::Sheet;
use crate::platform::words::plural;
use ::entity::exact::Exact;
use ::entity::{consensus, criterion, score};
use std::collections::{BTreeMap, BTreeSet};

/// Disagreement, outliers and bias, by the rules that everybody can recompute; each criterion on its own scale.
pub(super) fn signals(sheet: &Sheet) -> Signals {
    let mut whole = of(sheet, &sheet.criteria.iter().collect::<Vec<_>>());
    let scales: BTreeSet<i32> = sheet.criteria.iter().map(|criterion| criterion.scale_max).collect();
    if scales.len() > 1 {
        let on = |scale: i32| sheet.criteria.iter().filter(move |criterion| criterion.scale_max == scale);
        whole.cells = scales.into_iter().flat_map(|scale| of(sheet, &on(scale).collect::<Vec<_>>()).cells).collect();
    }
    whole
}

/// The signals of criteria that share the scale of the first.
fn of(sheet: &Sheet, criteria: &[&criterion::Model]) -> Signals {
    rules::moderation_signals(&rules::Sheet {
        scale_max: criteria.first().map_or(5, |criterion| criterion.scale_max).into(),
        bids: sheet.bids.iter().map(|bid| bid.bid.to_string()).collect(),
        criteria: criteria.iter().map(|criterion| criterion.id.to_string()).collect(),
        evaluators: sheet.evaluators.iter().map(|one| one.account.to_string()).collect(),
        scores: given(&sheet.scores),
        consensus: agreed(&sheet.agreed),
    })
}

fn given(scores: &[score::Model]) -> BTreeMap<String, BTreeMap<String, BTreeMap<String, Exact>>> {
    let mut given: BTreeMap<String, BTreeMap<String, BTreeMap<String, Exact>>> = BTreeMap::new();
    for score in scores {
        let own = given.entry(score.evaluator_id.to_string()).or_default();
        own.entry(score.bid_id.to_string()).or_default().insert(score.criterion_id.to_string(), score.score.into());
    }
    given
}

fn agreed(rows: &[consensus::Model]) -> BTreeMap<String, BTreeMap<String, Exact>> {
    let mut agreed: BTreeMap<String, BTreeMap<String, Exact>> = BTreeMap::new();
    for row in rows {
        let bid = agreed.entry(row.bid_id.to_string()).or_default();
        bid.insert(row.criterion_id.to_string(), row.score.into());
    }
    agreed
}

pub(super) fn signal_of<'a>(signals: &'a Signals, bid: &str, criterion: &str) -> Option<&'a Cell> {
    signals.cells.iter().find(|cell| cell.bid == bid && cell.criterion == criterion)
}

/// A number of points in its shortest form: "4", "3.5", "0.33".
pub(super) fn points(value: &Exact) -> String {
    let rounded = value.half_up(2);
    rounded.terminating().unwrap_or_else(|| rounded.decimals(2))
}

/// How far the highest score is from the lowest.
pub(super) fn range(cell: &Cell) -> Exact {
    match (&cell.min, &cell.max) {
        (Some(min), Some(max)) => max - min,
        _ => Exact::zero(),
    }
}

/// "3 to 5".
pub(super) fn range_words(cell: &Cell) -> String {
    match (&cell.min, &cell.max) {
        (Some(min), Some(max)) if min != max => format!("{} to {}", points(min), points(max)),
        (Some(min), _) => points(min),
        _ => "–".to_owned(),
    }
}

pub(super) fn name_of(sheet: &Sheet, account: &str) -> String {
    let found = sheet.evaluators.iter().find(|one| one.account.to_string() == account);
    found.map(|one| one.name.clone()).unwrap_or_default()
}

/// The names of those far from the median.
pub(super) fn outliers(sheet: &Sheet, cell: &Cell) -> Vec<String> {
    cell.outliers.iter().map(|account| name_of(sheet, account)).collect()
}

/// Why an answer is to be discussed, in words; none where the scores are close.
pub(super) fn reason(sheet: &Sheet, cell: &Cell) -> Option<String> {
    let mut reasons = Vec::new();
    if cell.discuss {
        let apart = i64::try_from(range(cell).floor().numerator()).unwrap_or_default();
        reasons.push(format!("The scores are {} apart", plural(apart, "point", "points")));
    }
    let far = outliers(sheet, cell);
    if let (Some(median), false) = (&cell.median, far.is_empty()) {
        reasons.push(format!("{} scored far from the middle, which is {}", far.join(" and "), points(median)));
    }
    (!reasons.is_empty()).then(|| format!("{}: discuss", reasons.join(". ")))
}

/// A bias in words.
pub(super) fn bias_words(bias: &Exact) -> String {
    let size = bias.abs().decimals(2);
    match (bias.is_zero(), bias.is_negative()) {
        (true, _) => "in the middle".to_owned(),
        (_, true) => format!("{size} below the middle"),
        _ => format!("{size} above the middle"),
    }
}
