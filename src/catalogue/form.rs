//! The comparison as the pages of other concepts show it and keep it: its figures in words, for the component `comparison`.

use super::compare::{Comparison, Sort};
use super::web::compare_figures as figures;
use crate::platform::error::Result;
use serde_json::Value;

/// What the comparison says now.
pub fn written(comparison: &Comparison) -> Result<Value> {
    Ok(serde_json::to_value(figures::Figures::of(comparison, Sort::Cost))?)
}

/// A comparison for the samples of pages.
pub fn sample() -> Value {
    serde_json::to_value(figures::Figures::sample(true)).unwrap_or_default()
}
