//! A stored schedule as the values of the form, and what the form offers to choose from.

use super::bands::{write_bands, write_tiers};
use super::row::{KINDS, PUPIL};
use super::{EMPTY_ROWS, MOST_ROWS, ROWS, field, rows_of};
use crate::platform::http::page::FormView;
use crate::platform::words::capitalised;
use crate::price::rules::{school_word, write_discounts};
use ::entity::category::CategoryShape;
use ::entity::price::{Charge, ChargeKind, PriceSchedule, Scope, SizeBand, Spread};
use ::entity::school::{LegalType, Phase};
use serde::Serialize;

/// The fields and values of a schedule, for a [`FormView`].
pub fn view(schedule: &PriceSchedule) -> Vec<(String, String)> {
    let rows = (schedule.charges.len() + EMPTY_ROWS).min(MOST_ROWS);
    let rises: Vec<String> = schedule.index_percent.iter().map(ToString::to_string).collect();
    let mut values = vec![
        (ROWS.to_owned(), rows.to_string()),
        ("term_years".to_owned(), schedule.term_years.to_string()),
        ("index".to_owned(), rises.join(", ")),
        ("discount".to_owned(), written(&schedule.discount_percent)),
        ("max_schools".to_owned(), written(&schedule.max_members)),
        ("discounts".to_owned(), write_discounts(&schedule.discounts)),
    ];
    values.extend(schedule.max_volume.iter().map(|limit| (format!("limit-{}", limit.unit), limit.limit.to_string())));
    values.extend(schedule.charges.iter().enumerate().flat_map(|(at, charge)| view_charge(at, charge)));
    values.retain(|(_, value)| !value.is_empty());
    values
}

fn written(value: &Option<impl ToString>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn view_charge(at: usize, charge: &Charge) -> Vec<(String, String)> {
    let filter = charge.applies_to.clone().unwrap_or_default();
    let size = filter.size.unwrap_or_else(|| SizeBand { unit: PUPIL.to_owned(), from: None, to: None });
    let lines = |list: Option<Vec<String>>, between: &str| list.unwrap_or_default().join(between);
    let scope = if charge.scope == Scope::School { "school" } else { "cluster" };
    let mut parts = vec![
        ("id", charge.id.clone()),
        ("label", charge.name()),
        ("component", charge.component.clone()),
        ("scope", scope.to_owned()),
        ("unit", charge.kind.unit().unwrap_or_default().to_owned()),
        ("minimum", written(&charge.minimum)),
        ("maximum", written(&charge.maximum)),
        ("vat", written(&charge.vat_percent)),
        ("flat", if charge.indexed { "" } else { "yes" }.to_owned()),
        ("phases", lines(filter.phases, "\n")),
        ("types", lines(filter.types, "\n")),
        ("schools", lines(filter.schools, ", ")),
        ("pupils-from", written(&size.from)),
        ("pupils-to", written(&size.to)),
    ];
    parts.extend(view_kind(&charge.kind));
    parts.into_iter().map(|(part, value)| (field(at, part), value)).collect()
}

fn view_kind(kind: &ChargeKind) -> Vec<(&'static str, String)> {
    let is = |word: &str| ("kind", word.to_owned());
    match kind {
        ChargeKind::Fixed { amount } => vec![is("fixed"), ("amount", amount.to_string())],
        ChargeKind::Unit { rate, .. } => vec![is("unit"), ("amount", rate.to_string())],
        ChargeKind::Graduated { bands, .. } => vec![is("graduated"), ("bands", write_bands(bands))],
        ChargeKind::AllUnits { tiers, buy_up: false, .. } => vec![is("all_units"), ("bands", write_tiers(tiers))],
        ChargeKind::AllUnits { tiers, buy_up: true, .. } => vec![is("all_units_buy_up"), ("bands", write_tiers(tiers))],
        ChargeKind::Step { block, amount, .. } => {
            vec![is("step"), ("block", block.to_string()), ("amount", amount.to_string())]
        }
        ChargeKind::OneOff { amount, spread: Spread::Upfront } => vec![is("one_off"), ("amount", amount.to_string())],
        ChargeKind::OneOff { amount, spread: Spread::StraightLine } => {
            vec![is("one_off_spread"), ("amount", amount.to_string())]
        }
    }
}

/// One choice of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Choice {
    value: String,
    text: String,
}

fn choice(value: &str, text: impl Into<String>) -> Choice {
    Choice { value: value.to_owned(), text: text.into() }
}

/// One row of the form: its number for people, and whether its further fields are in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct RowView {
    /// The start of its fields' names: `charge-0-`.
    field: String,
    number: usize,
    is_open: bool,
}

/// What the component `price_fields` needs besides the page's `form`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PriceFields {
    rows: Vec<RowView>,
    row_count: String,
    may_add: bool,
    limits_open: bool,
    components: Vec<Choice>,
    units: Vec<Choice>,
    kinds: Vec<Choice>,
    scopes: Vec<Choice>,
    phases: Vec<Choice>,
    types: Vec<Choice>,
    limits: Vec<Choice>,
}

impl PriceFields {
    /// The fields for a category, with as many rows as the form has.
    pub fn of(shape: &CategoryShape, form: &FormView) -> Self {
        let rows = rows_of(form.values.get(ROWS).map(String::as_str));
        let row = |at: usize| RowView { field: field(at, ""), number: at + 1, is_open: has_more(form, at) };
        let words = |word: &str| choice(word, capitalised(&school_word(word)));
        let is_used =
            |name: &str| form.values.contains_key(name) || form.errors.iter().any(|error| error.field == name);
        let limits: Vec<Choice> = shape
            .units
            .iter()
            .map(|unit| choice(&format!("limit-{}", unit.id), format!("Most {} a year", unit.many)))
            .collect();
        let limits_open =
            ["discount", "max_schools"].into_iter().chain(limits.iter().map(|limit| limit.value.as_str())).any(is_used);
        PriceFields {
            rows: (0..rows).map(row).collect(),
            row_count: rows.to_string(),
            may_add: rows < MOST_ROWS,
            limits_open,
            components: shape.components.iter().map(|part| choice(&part.id, part.label.clone())).collect(),
            units: shape.units.iter().map(|unit| choice(&unit.id, unit.one.clone())).collect(),
            kinds: KINDS.iter().map(|(word, text)| choice(word, *text)).collect(),
            scopes: vec![choice("school", "Each school"), choice("cluster", "The whole cluster, once")],
            phases: Phase::ALL.iter().map(|phase| words(phase.as_str())).collect(),
            types: LegalType::ALL.iter().map(|kind| words(kind.as_str())).collect(),
            limits,
        }
    }
}

/// Is any of the row's further fields filled or faulty?
fn has_more(form: &FormView, at: usize) -> bool {
    let names =
        ["block", "minimum", "maximum", "vat", "flat", "phases", "types", "schools"].map(|part| field(at, part));
    let filled = |name: &String| form.values.get(name).is_some_and(|value| !value.trim().is_empty());
    names.iter().any(|name| filled(name) || form.errors.iter().any(|error| error.field == *name))
}
