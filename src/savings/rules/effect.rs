//! Savings over time: what was forecast against what came, and a whole term year by year.

use entity::exact::Exact;

use crate::price::rules::{Priced, growth};

/// A forecast and a realised saving, and why they differ; each figure rounded to a penny.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effects {
    pub forecast: Exact,
    pub realised: Exact,
    /// (forecast unit − actual unit) × actual volume.
    pub price_effect: Exact,
    /// What remains: forecast saving per unit × (actual − forecast volume).
    pub volume_effect: Exact,
}

/// Unit costs in pounds and volumes, as forecast and as they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outturn {
    pub baseline_unit: Exact,
    pub forecast_unit: Exact,
    pub forecast_volume: Exact,
    pub actual_unit: Exact,
    pub actual_volume: Exact,
}

/// Splits the difference between forecast and realised into a price and a volume effect.
pub fn realised_vs_forecast(outturn: &Outturn) -> Effects {
    let Outturn { baseline_unit, forecast_unit, forecast_volume, actual_unit, actual_volume } = outturn;
    let forecast = ((baseline_unit - forecast_unit) * forecast_volume).half_up(2);
    let realised = ((baseline_unit - actual_unit) * actual_volume).half_up(2);
    let price_effect = ((forecast_unit - actual_unit) * actual_volume).half_up(2);
    let volume_effect = &realised - &forecast - &price_effect;
    Effects { forecast, realised, price_effect, volume_effect }
}

/// One contract year against the indexed baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermYear {
    pub year: u32,
    pub baseline: Exact,
    pub new_cost: Exact,
    pub saving: Exact,
    pub cumulative: Exact,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermSavings {
    pub years: Vec<TermYear>,
    pub whole_term: Exact,
    /// Unrounded.
    pub average_per_year: Exact,
    /// The first year from which the cumulative saving stays at 0 or more.
    pub pays_back_in_year: Option<u32>,
}

/// The baseline, raised by its yearly index, against each year's total of a priced offer.
pub fn term_savings(priced: &Priced, baseline_year1: &Exact, baseline_index_percent: &[Exact]) -> TermSavings {
    let mut factor = Exact::one();
    let mut cumulative = Exact::zero();
    let mut years = Vec::new();
    for (i, year) in priced.years.iter().enumerate() {
        factor = factor * baseline_index_percent.get(i).map_or_else(Exact::one, growth);
        let baseline = (baseline_year1 * &factor).half_up(2);
        let saving = &baseline - &year.total;
        cumulative += &saving;
        let (new_cost, cumulative) = (year.total.clone(), cumulative.clone());
        years.push(TermYear { year: year.year, baseline, new_cost, saving, cumulative });
    }
    let average_per_year = cumulative.over(&Exact::from(years.len())).unwrap_or_default();
    let paid_back = years.iter().rev().take_while(|year| !year.cumulative.is_negative()).last();
    TermSavings { pays_back_in_year: paid_back.map(|year| year.year), whole_term: cumulative, average_per_year, years }
}
