//! The operation on individual scores before moderation.

use std::collections::BTreeMap;

use entity::exact::Exact;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Refused, TOO_LARGE};
use crate::evaluation::rules;

/// The most scores looked at before moderation.
const MOST_SCORES: usize = 1_000_000;

#[derive(Deserialize)]
pub(super) struct Moderation {
    scale_max: Exact,
    bids: Vec<String>,
    criteria: Vec<String>,
    evaluators: Vec<String>,
    scores: BTreeMap<String, BTreeMap<String, BTreeMap<String, Exact>>>,
    #[serde(default)]
    consensus: BTreeMap<String, BTreeMap<String, Exact>>,
}

pub(super) fn moderation_signals(input: Moderation) -> Result<Value, Refused> {
    let cells = input.bids.len().saturating_mul(input.criteria.len());
    if cells.saturating_mul(input.evaluators.len().max(1)) > MOST_SCORES {
        return Err(TOO_LARGE);
    }
    let signals = rules::moderation_signals(&rules::Sheet {
        scale_max: input.scale_max,
        bids: input.bids,
        criteria: input.criteria,
        evaluators: input.evaluators,
        scores: input.scores,
        consensus: input.consensus,
    });
    let bias: Map<String, Value> =
        signals.evaluator_bias.iter().map(|(name, bias)| (name.clone(), fraction(bias))).collect();
    Ok(json!({
        "cells": signals.cells.iter().map(cell).collect::<Vec<_>>(),
        "evaluator_bias": bias,
        "complete": signals.complete,
    }))
}

fn fraction(value: &Option<Exact>) -> Value {
    value.as_ref().map(Exact::fraction).into()
}

fn cell(cell: &rules::Cell) -> Value {
    json!({
        "bid": cell.bid,
        "criterion": cell.criterion,
        "n": cell.n,
        "min": fraction(&cell.min),
        "max": fraction(&cell.max),
        "median": fraction(&cell.median),
        "variance": cell.variance.fraction(),
        "discuss": cell.discuss,
        "outliers": cell.outliers,
        "consensus": fraction(&cell.consensus),
        "consensus_outside_range": cell.consensus_outside_range,
    })
}
