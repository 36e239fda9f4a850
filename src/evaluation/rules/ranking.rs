//! Marks, totals, ties and ranks.

use std::cmp::{Ordering, Reverse};

use entity::exact::Exact;

use super::{Bid, Evaluation, Excluded, Flagged, PriceMethod};

/// The outcome of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    pub excluded: Vec<Excluded>,
    pub flags: Vec<Flagged>,
    /// In rank order, equals in the order of the bids.
    pub results: Vec<Ranked>,
    /// None when no bid is left or lots must be drawn.
    pub winner: Option<String>,
    pub tie_break: Option<TieBreak>,
    /// Who would win without any rounding; none when tied.
    pub winner_by_exact_totals: Option<String>,
}

/// One bid in the ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    pub bid: String,
    pub rank: usize,
    /// Rounded marks by criterion, in list order.
    pub marks: Vec<(String, Exact)>,
    /// The sum of the rounded marks for quality.
    pub quality: Exact,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Marks {
        price_score: Exact,
        price_mark: Exact,
        total: Exact,
    },
    /// Pounds by which the ratio methods rank, lowest first; none when there is no quality to divide by.
    Value(Option<Exact>),
}

/// What separated the first two bids when their totals (or values) were equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TieBreak {
    Quality,
    Criterion(String),
    Price,
    DrawLots,
}

/// A bid still in, with its marks exact and rounded.
pub(super) struct Scored<'a> {
    pub(super) bid: &'a Bid,
    pub(super) exact_quality: Exact,
    pub(super) marks: Vec<Exact>,
    pub(super) quality: Exact,
    pub(super) price_score: Option<Exact>,
}

/// The unrounded mark of every criterion: weight × score ÷ scale.
pub(super) fn marks_of(evaluation: &Evaluation, bid: &Bid) -> Vec<Exact> {
    let mark = |criterion: &super::Criterion| {
        let score = bid.scores.get(&criterion.id).cloned().unwrap_or_default();
        &criterion.weight * score / &criterion.scale_max
    };
    evaluation.criteria.iter().map(mark).collect()
}

impl<'a> Scored<'a> {
    pub(super) fn new(evaluation: &Evaluation, bid: &'a Bid, price_score: Option<Exact>) -> Self {
        let exact = marks_of(evaluation, bid);
        let marks: Vec<Exact> = exact.iter().map(|mark| mark.half_up(evaluation.mark_decimals)).collect();
        Scored { bid, exact_quality: exact.iter().sum(), quality: marks.iter().sum(), marks, price_score }
    }

    /// The total without any rounding.
    pub(super) fn exact_total(&self, evaluation: &Evaluation) -> Exact {
        &self.exact_quality + self.price_score.clone().unwrap_or_default() * &evaluation.price_weight
    }

    fn outcome(&self, evaluation: &Evaluation) -> Outcome {
        match &self.price_score {
            Some(score) => {
                let price_mark = (score * &evaluation.price_weight).half_up(evaluation.mark_decimals);
                let total = &self.quality + &price_mark;
                Outcome::Marks { price_score: score.clone(), price_mark, total }
            }
            None => Outcome::Value(value(evaluation, &self.bid.price, &self.quality).map(|value| value.half_up(2))),
        }
    }
}

fn value(evaluation: &Evaluation, price: &Exact, quality: &Exact) -> Option<Exact> {
    match &evaluation.method {
        PriceMethod::QualityAdjustedPrice { pounds_per_mark } => Some(price - pounds_per_mark * quality),
        _ => price.over(quality),
    }
}

/// Lower is better; a bid without value comes last.
fn lowest_first(a: Option<&Exact>, b: Option<&Exact>) -> Ordering {
    (a.is_none(), a).cmp(&(b.is_none(), b))
}

fn by_outcome(a: &Outcome, b: &Outcome) -> Ordering {
    match (a, b) {
        (Outcome::Marks { total: a, .. }, Outcome::Marks { total: b, .. }) => b.cmp(a),
        (Outcome::Value(a), Outcome::Value(b)) => lowest_first(a.as_ref(), b.as_ref()),
        (Outcome::Marks { .. }, Outcome::Value(_)) => Ordering::Less,
        (Outcome::Value(_), Outcome::Marks { .. }) => Ordering::Greater,
    }
}

/// The criteria's positions, the heaviest first, then in list order.
fn by_weight(evaluation: &Evaluation) -> Vec<usize> {
    let mut order: Vec<usize> = (0..evaluation.criteria.len()).collect();
    order.sort_by_key(|&i| Reverse(&evaluation.criteria[i].weight));
    order
}

/// How two bids with equal totals are separated, and by what.
fn separated(evaluation: &Evaluation, order: &[usize], a: &Scored, b: &Scored) -> (Ordering, TieBreak) {
    let mut steps = vec![(b.quality.cmp(&a.quality), TieBreak::Quality)];
    let criterion = |&i: &usize| (b.marks[i].cmp(&a.marks[i]), TieBreak::Criterion(evaluation.criteria[i].id.clone()));
    steps.extend(order.iter().map(criterion));
    steps.push((a.bid.price.cmp(&b.bid.price), TieBreak::Price));
    let found = steps.into_iter().find(|(ordering, _)| ordering.is_ne());
    found.unwrap_or((Ordering::Equal, TieBreak::DrawLots))
}

pub(super) fn rank(evaluation: &Evaluation, scored: &[Scored]) -> (Vec<Ranked>, Option<TieBreak>) {
    let order = by_weight(evaluation);
    let mut rows: Vec<(&Scored, Outcome)> = scored.iter().map(|each| (each, each.outcome(evaluation))).collect();
    let compare = |a: &(&Scored, Outcome), b: &(&Scored, Outcome)| {
        by_outcome(&a.1, &b.1).then_with(|| separated(evaluation, &order, a.0, b.0).0)
    };
    rows.sort_by(compare);
    let tie_break = match rows.as_slice() {
        [first, second, ..] if by_outcome(&first.1, &second.1).is_eq() => {
            Some(separated(evaluation, &order, first.0, second.0).1)
        }
        _ => None,
    };
    let mut results: Vec<Ranked> = Vec::new();
    for (i, (scored, outcome)) in rows.iter().enumerate() {
        let equal = i > 0 && compare(&rows[i - 1], &rows[i]).is_eq();
        let rank = if equal { results[i - 1].rank } else { i + 1 };
        results.push(ranked(evaluation, scored, rank, outcome.clone()));
    }
    (results, tie_break)
}

fn ranked(evaluation: &Evaluation, scored: &Scored, rank: usize, outcome: Outcome) -> Ranked {
    let names = evaluation.criteria.iter().map(|criterion| criterion.id.clone());
    Ranked {
        bid: scored.bid.id.clone(),
        rank,
        marks: names.zip(scored.marks.iter().cloned()).collect(),
        quality: scored.quality.clone(),
        outcome,
    }
}

/// The one bid in front when nothing is rounded.
pub(super) fn winner_by_exact_totals(evaluation: &Evaluation, scored: &[Scored]) -> Option<String> {
    let compare = |a: &&Scored, b: &&Scored| match evaluation.method.is_ratio() {
        true => {
            let value = |each: &Scored| value(evaluation, &each.bid.price, &each.exact_quality);
            lowest_first(value(a).as_ref(), value(b).as_ref())
        }
        false => b.exact_total(evaluation).cmp(&a.exact_total(evaluation)),
    };
    let first = scored.iter().min_by(compare)?;
    let in_front = scored.iter().filter(|each| compare(each, &first).is_eq()).count();
    (in_front == 1).then(|| first.bid.id.clone())
}
