//! The operations on scores, prices and rankings.

use std::collections::BTreeMap;

use entity::exact::Exact;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{MALFORMED, Refused, TOO_LARGE};
use crate::evaluation::rules::{
    self, Bid, CannotEvaluate, Criterion, Flag, LowBidTest, Outcome, PriceMethod, Reason, TieBreak,
};

/// The most decimals a mark may have.
const MOST_DECIMALS: u32 = 20;

#[derive(Deserialize, Serialize)]
pub(super) struct Evaluation {
    criteria: Vec<WrittenCriterion>,
    price: WrittenPrice,
    bids: Vec<WrittenBid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mark_decimals: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quality_minimum_percent: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    low_bid: Option<WrittenLowBid>,
}

#[derive(Deserialize, Serialize)]
struct WrittenCriterion {
    id: String,
    weight: Exact,
    scale_max: Exact,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<Exact>,
}

#[derive(Deserialize, Serialize)]
struct WrittenPrice {
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<Exact>,
    method: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ceiling: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pounds_per_mark: Option<Exact>,
}

#[derive(Deserialize, Serialize)]
struct WrittenBid {
    id: String,
    price: Exact,
    #[serde(skip_serializing_if = "Option::is_none")]
    passed: Option<bool>,
    #[serde(default)]
    scores: BTreeMap<String, Exact>,
    #[serde(default)]
    low_price_rejected: bool,
}

#[derive(Deserialize, Serialize)]
struct WrittenLowBid {
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_bids: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    should_cost: Option<Exact>,
}

#[derive(Deserialize)]
pub(super) struct Robustness {
    evaluation: Evaluation,
    score_delta: Exact,
    weight_delta: Exact,
}

impl WrittenPrice {
    fn of(evaluation: &rules::Evaluation) -> Self {
        let method = &evaluation.method;
        let (ceiling, target) = match method {
            PriceMethod::Benchmark { ceiling, target } => (Some(ceiling.clone()), Some(target.clone())),
            _ => (None, None),
        };
        let pounds_per_mark = match method {
            PriceMethod::QualityAdjustedPrice { pounds_per_mark } => Some(pounds_per_mark.clone()),
            _ => None,
        };
        let name = match method {
            PriceMethod::Benchmark { .. } => "benchmark",
            PriceMethod::LowestRatio => "lowest_ratio",
            PriceMethod::LinearFromLowest => "linear_from_lowest",
            PriceMethod::MinMax => "min_max",
            PriceMethod::MeanDeviation => "mean_deviation",
            PriceMethod::PricePerQualityPoint => "price_per_quality_point",
            PriceMethod::QualityAdjustedPrice { .. } => "quality_adjusted_price",
        };
        let weight = (!method.is_ratio()).then(|| evaluation.price_weight.clone());
        Self { weight, method: name.to_owned(), ceiling, target, pounds_per_mark }
    }

    fn method(&self) -> Result<PriceMethod, Refused> {
        let given = |field: &Option<Exact>| field.clone().ok_or(MALFORMED);
        Ok(match self.method.as_str() {
            "benchmark" => PriceMethod::Benchmark { ceiling: given(&self.ceiling)?, target: given(&self.target)? },
            "lowest_ratio" => PriceMethod::LowestRatio,
            "linear_from_lowest" => PriceMethod::LinearFromLowest,
            "min_max" => PriceMethod::MinMax,
            "mean_deviation" => PriceMethod::MeanDeviation,
            "price_per_quality_point" => PriceMethod::PricePerQualityPoint,
            "quality_adjusted_price" => {
                PriceMethod::QualityAdjustedPrice { pounds_per_mark: given(&self.pounds_per_mark)? }
            }
            _ => return Err(Refused("unknown_price_method")),
        })
    }
}

/// An evaluation as it is written, which reads back as the same.
impl From<&rules::Evaluation> for Evaluation {
    fn from(evaluation: &rules::Evaluation) -> Self {
        let criterion = |each: &Criterion| WrittenCriterion {
            id: each.id.clone(),
            weight: each.weight.clone(),
            scale_max: each.scale_max.clone(),
            minimum: each.minimum.clone(),
        };
        let bid = |each: &Bid| WrittenBid {
            id: each.id.clone(),
            price: each.price.clone(),
            passed: (!each.passed).then_some(false),
            scores: each.scores.clone(),
            low_price_rejected: each.low_price_rejected,
        };
        let low_bid = |each: &LowBidTest| WrittenLowBid {
            percent: Some(each.percent.clone()),
            min_bids: Some(each.min_bids),
            should_cost: each.should_cost.clone(),
        };
        Self {
            criteria: evaluation.criteria.iter().map(criterion).collect(),
            price: WrittenPrice::of(evaluation),
            bids: evaluation.bids.iter().map(bid).collect(),
            mark_decimals: Some(evaluation.mark_decimals),
            quality_minimum_percent: evaluation.quality_minimum_percent.clone(),
            low_bid: evaluation.low_bid.as_ref().map(low_bid),
        }
    }
}

impl Evaluation {
    fn read(self) -> Result<rules::Evaluation, Refused> {
        let criterion = |each: WrittenCriterion| Criterion {
            id: each.id,
            weight: each.weight,
            scale_max: each.scale_max,
            minimum: each.minimum,
        };
        let bid = |each: WrittenBid| Bid {
            id: each.id,
            price: each.price,
            passed: each.passed.unwrap_or(true),
            scores: each.scores,
            low_price_rejected: each.low_price_rejected,
        };
        let low_bid = |each: WrittenLowBid| LowBidTest {
            percent: each.percent.unwrap_or_else(|| Exact::from(10)),
            min_bids: each.min_bids.unwrap_or(3),
            should_cost: each.should_cost,
        };
        Ok(rules::Evaluation {
            method: self.price.method()?,
            price_weight: self.price.weight.unwrap_or_default(),
            criteria: self.criteria.into_iter().map(criterion).collect(),
            bids: self.bids.into_iter().map(bid).collect(),
            mark_decimals: self.mark_decimals.unwrap_or(2).min(MOST_DECIMALS),
            quality_minimum_percent: self.quality_minimum_percent,
            low_bid: self.low_bid.map(low_bid),
        })
    }
}

fn refused(cannot: CannotEvaluate) -> Refused {
    Refused(match cannot {
        CannotEvaluate::WeightsMustSumTo100 => "weights_must_sum_to_100",
        CannotEvaluate::PriceMustBePositive => "price_must_be_positive",
        CannotEvaluate::ScoreOutsideScale => "score_outside_scale",
        CannotEvaluate::CeilingNotAboveTarget => "ceiling_not_above_target",
        CannotEvaluate::NegativeWeight => "negative_weight",
        CannotEvaluate::ScoreMissing => "score_missing",
        CannotEvaluate::NoSingleWinner => "no_single_winner",
        CannotEvaluate::MethodHasNoPriceMark => "method_has_no_price_mark",
        CannotEvaluate::TooLarge => return TOO_LARGE,
        CannotEvaluate::Malformed => return MALFORMED,
    })
}

pub(super) fn evaluate(input: Evaluation) -> Result<Value, Refused> {
    let evaluation = input.read()?;
    let ranking = rules::evaluate(&evaluation).map_err(refused)?;
    let decimals = evaluation.mark_decimals;
    Ok(json!({
        "excluded": ranking.excluded.iter().map(excluded).collect::<Vec<_>>(),
        "flags": ranking.flags.iter().map(flagged).collect::<Vec<_>>(),
        "results": ranking.results.iter().map(|row| result(row, decimals)).collect::<Vec<_>>(),
        "winner": ranking.winner,
        "tie_break": ranking.tie_break.as_ref().map(tie_break),
        "winner_by_exact_totals": ranking.winner_by_exact_totals,
    }))
}

fn excluded(excluded: &rules::Excluded) -> Value {
    let bid = &excluded.bid;
    match &excluded.reason {
        Reason::FailedCondition => json!({ "bid": bid, "reason": "failed_pass_fail" }),
        Reason::BelowMinimum { criterion } => {
            json!({ "bid": bid, "reason": "below_minimum", "criterion": criterion })
        }
        Reason::BelowQualityMinimum => json!({ "bid": bid, "reason": "below_quality_minimum" }),
        Reason::LowPriceRejected => json!({ "bid": bid, "reason": "low_price_rejected" }),
    }
}

fn flagged(flagged: &rules::Flagged) -> Value {
    let flag = match flagged.flag {
        Flag::PriceWellBelowMean => "price_well_below_mean",
        Flag::PriceWellBelowShouldCost => "price_well_below_should_cost",
        Flag::AboveCeiling => "above_ceiling",
    };
    json!({ "bid": flagged.bid, "flag": flag })
}

fn tie_break(tie_break: &TieBreak) -> String {
    match tie_break {
        TieBreak::Quality => "quality".to_owned(),
        TieBreak::Criterion(id) => id.clone(),
        TieBreak::Price => "price".to_owned(),
        TieBreak::DrawLots => "draw_lots".to_owned(),
    }
}

fn result(row: &rules::Ranked, decimals: u32) -> Value {
    let marks: Map<String, Value> =
        row.marks.iter().map(|(id, mark)| (id.clone(), mark.decimals(decimals).into())).collect();
    let mut out = json!({
        "bid": row.bid, "rank": row.rank, "marks": marks, "quality": row.quality.decimals(decimals),
    });
    match &row.outcome {
        Outcome::Marks { price_score, price_mark, total } => {
            out["price_score"] = price_score.fraction().into();
            out["price_mark"] = price_mark.decimals(decimals).into();
            out["total"] = total.decimals(decimals).into();
        }
        Outcome::Value(value) => out["value"] = value.as_ref().map(Exact::pounds).into(),
    }
    out
}

pub(super) fn price_weight_breakpoints(input: Evaluation) -> Result<Value, Refused> {
    let weights = rules::price_weight_breakpoints(&input.read()?).map_err(refused)?;
    let interval = |each: &rules::Interval| json!({ "from": each.from.fraction(), "to": each.to.fraction(), "winners": each.winners });
    Ok(json!({
        "intervals": weights.intervals.iter().map(interval).collect::<Vec<_>>(),
        "current_weight": weights.current_weight.fraction(),
        "change_below": weights.change_below.as_ref().map(Exact::fraction),
        "change_above": weights.change_above.as_ref().map(Exact::fraction),
    }))
}

pub(super) fn score_swing(input: Evaluation) -> Result<Value, Refused> {
    let swing = rules::score_swing(&input.read()?).map_err(refused)?;
    Ok(json!({
        "winner": swing.winner,
        "rivals": swing.rivals.iter().map(rival_swing).collect::<Vec<_>>(),
        "one_point_could_change_winner": swing.one_point_could_change_winner,
    }))
}

fn rival_swing(rival: &rules::RivalSwing) -> Value {
    let points = |possible: fn(&rules::CriterionSwing) -> bool| -> Map<String, Value> {
        let each = |swing: &rules::CriterionSwing| {
            let points = swing.points.as_ref().map(Exact::fraction);
            (swing.criterion.clone(), json!({ "points": points, "possible": possible(swing) }))
        };
        rival.criteria.iter().map(each).collect()
    };
    json!({
        "bid": rival.bid,
        "gap": rival.gap.fraction(),
        "rival_up": points(|swing| swing.rival_can_rise),
        "winner_down": points(|swing| swing.winner_can_fall),
    })
}

pub(super) fn robustness(input: Robustness) -> Result<Value, Refused> {
    if input.score_delta.is_negative() || input.weight_delta.is_negative() {
        return Err(MALFORMED);
    }
    let evaluation = input.evaluation.read()?;
    let firm = rules::robustness(&evaluation, &input.score_delta, &input.weight_delta).map_err(refused)?;
    let rival = |rival: &rules::RivalMargin| {
        json!({
            "bid": rival.bid,
            "gap": rival.gap.fraction(),
            "worst_margin_scores": rival.worst_margin_scores.fraction(),
            "worst_margin_weights": rival.worst_margin_weights.fraction(),
        })
    };
    Ok(json!({
        "winner": firm.winner,
        "rivals": firm.rivals.iter().map(rival).collect::<Vec<_>>(),
        "robust_to_scores": firm.robust_to_scores,
        "robust_to_weights": firm.robust_to_weights,
    }))
}

pub(super) fn exclusion_test(input: Evaluation) -> Result<Value, Refused> {
    let test = rules::exclusion_test(&input.read()?).map_err(refused)?;
    let change = |each: &rules::WinnerChange| json!({ "removed": each.removed, "winner": each.winner });
    Ok(json!({
        "winner": test.winner,
        "changes": test.changes.iter().map(change).collect::<Vec<_>>(),
        "independent_of_losing_bids": test.independent_of_losing_bids(),
    }))
}
