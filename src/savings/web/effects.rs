//! Why an actual saving differs from the expected one: price and quantity apart (`best-value.md`, section 3).

use super::view::Figure;
use crate::savings::rules::ledger::{Line, Step};
use crate::savings::rules::{Outturn, realised_vs_forecast};
use crate::savings::unit_name;
use ::entity::category;
use ::entity::exact::Exact;
use ::entity::money::{plain_number, plain_price};
use serde::Serialize;

/// One school and service for which the quantity of the first year is known; every figure opens to its sum.
#[derive(Clone, Debug, Serialize)]
pub(super) struct EffectRow {
    pub(super) name: String,
    pub(super) own: bool,
    expected: Figure,
    actual: Figure,
    price: Figure,
    quantity: Figure,
}

impl EffectRow {
    pub(super) fn of(name: String, own: bool, line: &Line, category: &category::Model) -> Option<EffectRow> {
        let outturn = line.outturn.as_ref()?;
        let effects = realised_vs_forecast(outturn);
        let sums = Sums::of(outturn, category);
        Some(EffectRow {
            name,
            own,
            expected: figure(&effects.forecast, "saved", sums.expected()),
            actual: figure(&effects.realised, "saved", sums.actual()),
            price: figure(&effects.price_effect, "more saved", sums.price()),
            quantity: figure(
                &effects.volume_effect,
                "more saved",
                vec![
                    step("Actual saving", &effects.realised),
                    taken("the expected saving", "the loss expected", &effects.forecast),
                    taken("what the price saved", "what the price cost more", &effects.price_effect),
                ],
            ),
        })
    }

    pub(super) fn sample() -> EffectRow {
        let figure = Figure::sample;
        EffectRow {
            name: "Rose Hill Primary".to_owned(),
            own: true,
            expected: figure(),
            actual: figure(),
            price: figure(),
            quantity: figure(),
        }
    }
}

fn step(text: impl Into<String>, amount: &Exact) -> Step {
    Step { text: text.into(), amount: amount.clone() }
}

/// "Less the saving" where there is one, "and the loss" where there is none: added back.
fn taken(gain: &str, loss: &str, amount: &Exact) -> Step {
    match amount.is_negative() {
        true => step(format!("And {loss}"), &amount.abs()),
        false => step(format!("Less {gain}"), amount),
    }
}

/// "£12 saved", "£12 more saved", and "£12 more paid" or "£12 less saved" for the other direction.
fn figure(amount: &Exact, gain: &str, steps: Vec<Step>) -> Figure {
    let loss = if gain == "saved" { "more paid" } else { "less saved" };
    let words = match amount {
        none if none.is_zero() => "no change".to_owned(),
        less if less.is_negative() => format!("{} {loss}", plain_price(&less.abs())),
        more => format!("{} {gain}", plain_price(more)),
    };
    Figure { figure: words, ..Figure::of(amount, &steps) }
}

/// The amounts that the effects are made of, in pounds.
struct Sums {
    before_expected: Exact,
    before_actual: Exact,
    agreed: Exact,
    agreed_at_actual: Exact,
    paid: Exact,
    expected_quantity: String,
    actual_quantity: String,
}

impl Sums {
    fn of(outturn: &Outturn, category: &category::Model) -> Sums {
        let quantity = |volume: &Exact| {
            let unit = unit_name(&category.shape, &category.shape.main_unit, volume);
            format!("{} {unit}", plain_number(volume))
        };
        let amount = |unit: &Exact, volume: &Exact| (unit * volume).half_up(2);
        Sums {
            before_expected: amount(&outturn.baseline_unit, &outturn.forecast_volume),
            before_actual: amount(&outturn.baseline_unit, &outturn.actual_volume),
            agreed: amount(&outturn.forecast_unit, &outturn.forecast_volume),
            agreed_at_actual: amount(&outturn.forecast_unit, &outturn.actual_volume),
            paid: amount(&outturn.actual_unit, &outturn.actual_volume),
            expected_quantity: quantity(&outturn.forecast_volume),
            actual_quantity: quantity(&outturn.actual_volume),
        }
    }

    fn expected(&self) -> Vec<Step> {
        vec![
            step(format!("Without the cluster, {}", self.expected_quantity), &self.before_expected),
            step("Less the agreed cost", &self.agreed),
        ]
    }

    fn actual(&self) -> Vec<Step> {
        vec![
            step(format!("Without the cluster, {}", self.actual_quantity), &self.before_actual),
            step("Less what was paid", &self.paid),
        ]
    }

    fn price(&self) -> Vec<Step> {
        vec![
            step(format!("{} at the agreed cost of one", self.actual_quantity), &self.agreed_at_actual),
            step("Less what was paid", &self.paid),
        ]
    }
}
