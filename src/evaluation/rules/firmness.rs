//! How firm the result is: what would have to change for a rival to win. All exact, on unrounded totals.

use std::cmp::Reverse;

use entity::exact::Exact;

use super::ranking::{Scored, winner_by_exact_totals};
use super::{CannotEvaluate, Evaluation, scored_with_price};

/// How many points on one criterion would turn the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swing {
    pub winner: String,
    /// The highest exact total first.
    pub rivals: Vec<RivalSwing>,
    pub one_point_could_change_winner: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RivalSwing {
    pub bid: String,
    pub gap: Exact,
    pub criteria: Vec<CriterionSwing>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionSwing {
    pub criterion: String,
    /// gap × scale ÷ weight; none when the criterion has no weight.
    pub points: Option<Exact>,
    /// Whether the rival's score can rise so far within the scale.
    pub rival_can_rise: bool,
    /// Whether the winner's score can fall so far within the scale.
    pub winner_can_fall: bool,
}

/// The worst cases when scores or weights may move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Firmness {
    pub winner: String,
    /// In the order of the bids.
    pub rivals: Vec<RivalMargin>,
    pub robust_to_scores: bool,
    pub robust_to_weights: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RivalMargin {
    pub bid: String,
    pub gap: Exact,
    pub worst_margin_scores: Exact,
    pub worst_margin_weights: Exact,
}

/// A rival with the gap to it.
type Rival<'b, 'a> = (&'b Scored<'a>, Exact);

/// The bid in front, the others in their order, and the gap to each.
fn rivals<'a, 'b>(
    evaluation: &Evaluation,
    scored: &'b [Scored<'a>],
) -> Result<(&'b Scored<'a>, Vec<Rival<'b, 'a>>), CannotEvaluate> {
    let winner = winner_by_exact_totals(evaluation, scored);
    let is_winner = |each: &&Scored| winner.as_ref() == Some(&each.bid.id);
    let first = scored.iter().find(is_winner).ok_or(CannotEvaluate::NoSingleWinner)?;
    let best = first.exact_total(evaluation);
    let others = scored.iter().filter(|each| !is_winner(each));
    Ok((first, others.map(|each| (each, &best - each.exact_total(evaluation))).collect()))
}

/// For each rival and criterion, the points that would close the gap.
pub fn score_swing(evaluation: &Evaluation) -> Result<Swing, CannotEvaluate> {
    let scored = scored_with_price(evaluation)?;
    let (winner, mut others) = rivals(evaluation, &scored)?;
    others.sort_by_key(|(rival, _)| Reverse(rival.exact_total(evaluation)));
    let swing = |(rival, gap): (&Scored, Exact)| RivalSwing {
        bid: rival.bid.id.clone(),
        criteria: criterion_swings(evaluation, winner, rival, &gap),
        gap,
    };
    let rivals: Vec<RivalSwing> = others.into_iter().map(swing).collect();
    let one_point = |swing: &CriterionSwing| {
        let possible = swing.rival_can_rise || swing.winner_can_fall;
        possible && swing.points.as_ref().is_some_and(|points| *points <= Exact::one())
    };
    let one_point_could_change_winner = rivals.iter().flat_map(|rival| &rival.criteria).any(one_point);
    Ok(Swing { winner: winner.bid.id.clone(), rivals, one_point_could_change_winner })
}

fn criterion_swings(evaluation: &Evaluation, winner: &Scored, rival: &Scored, gap: &Exact) -> Vec<CriterionSwing> {
    let swing = |criterion: &super::Criterion| {
        let points = (gap * &criterion.scale_max).over(&criterion.weight);
        let fits = |room: Exact| points.as_ref().is_some_and(|points| *points <= room);
        CriterionSwing {
            criterion: criterion.id.clone(),
            rival_can_rise: fits(&criterion.scale_max - score_of(rival, &criterion.id)),
            winner_can_fall: fits(score_of(winner, &criterion.id)),
            points,
        }
    };
    evaluation.criteria.iter().map(swing).collect()
}

fn score_of(scored: &Scored, criterion: &str) -> Exact {
    scored.bid.scores.get(criterion).cloned().unwrap_or_default()
}

/// The worst margin to each rival when every score may move by `score_delta` (within its scale), and when every weight,
/// the price's too, may move by `weight_delta` (within 0 and 100, the sum staying 100).
pub fn robustness(
    evaluation: &Evaluation,
    score_delta: &Exact,
    weight_delta: &Exact,
) -> Result<Firmness, CannotEvaluate> {
    let scored = scored_with_price(evaluation)?;
    let (winner, others) = rivals(evaluation, &scored)?;
    let margin = |(rival, gap): (&Scored, Exact)| RivalMargin {
        bid: rival.bid.id.clone(),
        worst_margin_scores: &gap - possible_swing(evaluation, winner, rival, score_delta),
        worst_margin_weights: worst_weights(evaluation, winner, rival, weight_delta),
        gap,
    };
    let rivals: Vec<RivalMargin> = others.into_iter().map(margin).collect();
    Ok(Firmness {
        winner: winner.bid.id.clone(),
        robust_to_scores: rivals.iter().all(|rival| rival.worst_margin_scores.is_positive()),
        robust_to_weights: rivals.iter().all(|rival| rival.worst_margin_weights.is_positive()),
        rivals,
    })
}

/// Σ weight ÷ scale × (the winner's possible fall + the rival's possible rise).
fn possible_swing(evaluation: &Evaluation, winner: &Scored, rival: &Scored, delta: &Exact) -> Exact {
    let swing = |criterion: &super::Criterion| {
        let fall = score_of(winner, &criterion.id).min(delta.clone());
        let rise = (&criterion.scale_max - score_of(rival, &criterion.id)).min(delta.clone());
        &criterion.weight * (fall + rise) / &criterion.scale_max
    };
    evaluation.criteria.iter().map(swing).sum()
}

/// Every weight starts at its lower limit; the rest goes first to where the winner does worst.
fn worst_weights(evaluation: &Evaluation, winner: &Scored, rival: &Scored, delta: &Exact) -> Exact {
    let lead = |criterion: &super::Criterion| {
        (score_of(winner, &criterion.id) - score_of(rival, &criterion.id)) / &criterion.scale_max
    };
    let mut leads: Vec<(Exact, &Exact)> =
        evaluation.criteria.iter().map(|criterion| (lead(criterion), &criterion.weight)).collect();
    let price_score = |scored: &Scored| scored.price_score.clone().unwrap_or_default();
    leads.push((price_score(winner) - price_score(rival), &evaluation.price_weight));
    leads.sort();
    let hundred = Exact::from(100);
    let least = |weight: &Exact| (weight - delta).max(Exact::zero());
    let mut rest = &hundred - leads.iter().map(|(_, weight)| least(weight)).sum::<Exact>();
    let mut margin = Exact::zero();
    for (lead, weight) in &leads {
        let room = (*weight + delta).min(hundred.clone()) - least(weight);
        let extra = room.min(rest.clone());
        margin += lead * (least(weight) + &extra);
        rest -= &extra;
    }
    margin
}
