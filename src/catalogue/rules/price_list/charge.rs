//! One row's charge, and the schedule that the rows of an SLA make together.

use super::super::{free_slug, slug_of};
use super::words::{FOR_WHOM, for_whom};
use crate::platform::table::Cells;
use crate::price::rules::unit_named;
use entity::category::{self, CategoryShape};
use entity::exact::Exact;
use entity::price::{AppliesTo, Charge, ChargeKind, PriceSchedule, Scope, SizeBand, Spread, Tier};

const CHARGE: usize = 3;
const BASIS: usize = 4;
const AMOUNT: usize = 5;
const FROM: usize = 6;
const LEAST: usize = 7;
const MOST: usize = 8;
const WHO: usize = 9;
const PUPILS_FROM: usize = 10;
const PUPILS_TO: usize = 11;
const CLUSTER: usize = 23;
const PUPIL: &str = "pupil";

/// One row as a charge, before rows that are tiers of one price are put together.
#[derive(Clone, Debug)]
pub(super) struct Priced {
    label: String,
    component: String,
    kind: ChargeKind,
    /// For a price that changes with the quantity: from how many it holds.
    from: Option<Exact>,
    pub(super) applies_to: AppliesTo,
    minimum: Option<Exact>,
    maximum: Option<Exact>,
    scope: Scope,
}

impl Priced {
    /// The band of pupils, where it has one, with whom else it is for.
    pub(super) fn band(&self) -> Option<(String, SizeBand)> {
        let size = self.applies_to.size.clone()?;
        let whom = AppliesTo { size: None, ..self.applies_to.clone() };
        Some((format!("{} {whom:?}", self.label), size))
    }
}

/// How a charge is counted, as the cell says.
enum Basis {
    Fixed,
    Once,
    Unit(String),
    Block(String, Exact),
}

pub(super) fn priced(cells: &mut Cells<'_>, category: &category::Model) -> Option<Priced> {
    let shape = &category.shape;
    let units: Vec<String> = shape.units.iter().map(|unit| format!("per {}", unit.one)).collect();
    let wanted = format!("enter a year, once, {} or every 10 of them", units.join(", "));
    let basis = cells.parsed(BASIS, wanted, |cell| basis(cell, shape));
    let amount = cells.price(AMOUNT);
    if amount.is_none() && cells.text(AMOUNT).is_none() {
        cells.wrong(AMOUNT, "enter an amount such as 1,250.00");
    }
    let label = cells.text(CHARGE);
    let from = cells.quantity(FROM);
    let whom = cells.parsed(WHO, FOR_WHOM, for_whom).unwrap_or_default();
    let (first, last) = (cells.quantity(PUPILS_FROM), cells.quantity(PUPILS_TO));
    let size = (first.is_some() || last.is_some()).then(|| SizeBand { unit: PUPIL.to_owned(), from: first, to: last });
    let (minimum, maximum) = (cells.price(LEAST), cells.price(MOST));
    let joint = cells.one_of(CLUSTER, &[("yes", true), ("no", false)], "enter yes or leave it empty");
    let (basis, amount) = (basis.unwrap_or(Basis::Fixed), amount?);
    let (kind, plain) = match basis {
        Basis::Fixed => (ChargeKind::Fixed { amount }, "Yearly charge".to_owned()),
        Basis::Once => (ChargeKind::OneOff { amount, spread: Spread::Upfront }, "Setting up".to_owned()),
        Basis::Unit(unit) => (ChargeKind::Unit { unit: unit.clone(), rate: amount }, format!("Per {unit}")),
        Basis::Block(unit, block) => (ChargeKind::Step { unit: unit.clone(), block, amount }, format!("By {unit}")),
    };
    Some(Priced {
        label: label.unwrap_or(plain),
        component: component(shape),
        kind,
        from,
        applies_to: AppliesTo { size, ..whom },
        minimum,
        maximum,
        scope: if joint.unwrap_or(false) { Scope::Cluster } else { Scope::School },
    })
}

/// What SLAs pay for: the component that comparisons lead with, or the category's first.
fn component(shape: &CategoryShape) -> String {
    let first = shape.components.first().map(|component| component.id.clone());
    shape.headline_component.clone().or(first).unwrap_or_else(|| "service".to_owned())
}

fn basis(cell: &str, shape: &CategoryShape) -> Option<Basis> {
    let words = cell.to_lowercase().replace('_', " ");
    match words.trim() {
        "a year" | "per year" | "year" | "yearly" | "lump sum" | "fixed" | "band" => return Some(Basis::Fixed),
        "once" | "one off" | "one-off" | "set up" => return Some(Basis::Once),
        _ => {}
    }
    if let Some(block) = words.strip_prefix("every ") {
        let (number, unit) = block.split_once(' ')?;
        let block: Exact = number.parse().ok().filter(Exact::is_positive)?;
        return Some(Basis::Block(unit_of(unit, shape)?, block));
    }
    unit_of(words.trim_start_matches("per ").split('/').next()?, shape).map(Basis::Unit)
}

/// A unit of the category; posts and people are its employees.
fn unit_of(word: &str, shape: &CategoryShape) -> Option<String> {
    let word = match word.trim() {
        "post" | "occupied post" | "person" | "head" | "member of staff" => "employee",
        other => other,
    };
    let found = unit_named(shape, word).map(|unit| unit.id.clone());
    found.or_else(|| (word == PUPIL || word == "pupils").then(|| PUPIL.to_owned()))
}

/// The schedule of an SLA: one year, every row a charge, rows with a first quantity the tiers of one charge.
pub(super) fn schedule(rows: Vec<Priced>) -> Result<PriceSchedule, String> {
    let mut charges: Vec<Charge> = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    for row in rows {
        if let (Some(from), ChargeKind::Unit { unit, rate }) = (&row.from, &row.kind) {
            let tier = Tier { from: from.clone(), rate: rate.clone() };
            if let Some(tiers) = charges.iter_mut().find_map(|charge| tiers_of(charge, &row, unit)) {
                tiers.push(tier);
                continue;
            }
        } else if row.from.is_some() {
            return Err("a price from a quantity needs a basis such as per day".to_owned());
        }
        let id = free_slug(&row.label, "charge", &taken);
        taken.push(id.clone());
        charges.push(charge(row, id));
    }
    for charge in &mut charges {
        if let ChargeKind::AllUnits { tiers, .. } = &mut charge.kind {
            tiers.sort_by(|a, b| a.from.cmp(&b.from));
            // "1 to 9 days" is a price from the first day on.
            if let Some(first) = tiers.first_mut().filter(|first| first.from == Exact::one()) {
                first.from = Exact::zero();
            }
        }
    }
    Ok(PriceSchedule {
        term_years: 1,
        index_percent: Vec::new(),
        discount_percent: None,
        max_members: None,
        max_volume: Vec::new(),
        lot_discount: None,
        discounts: Vec::new(),
        charges,
    })
}

/// The tiers that a row belongs to: of the same name, unit and schools.
fn tiers_of<'a>(charge: &'a mut Charge, row: &Priced, unit: &str) -> Option<&'a mut Vec<Tier>> {
    let whom = Some(&row.applies_to).filter(|whom| **whom != AppliesTo::default());
    let same = slug_of(&charge.name()) == slug_of(&row.label) && charge.applies_to.as_ref() == whom;
    match &mut charge.kind {
        ChargeKind::AllUnits { unit: own, tiers, .. } if same && own == unit => Some(tiers),
        _ => None,
    }
}

fn charge(row: Priced, id: String) -> Charge {
    let kind = match (row.from, row.kind) {
        (Some(from), ChargeKind::Unit { unit, rate }) => {
            ChargeKind::AllUnits { unit, tiers: vec![Tier { from, rate }], buy_up: false }
        }
        (_, kind) => kind,
    };
    Charge {
        id,
        label: Some(row.label),
        component: row.component,
        scope: row.scope,
        kind,
        applies_to: Some(row.applies_to).filter(|whom| *whom != AppliesTo::default()),
        minimum: row.minimum,
        maximum: row.maximum,
        indexed: true,
        vat_percent: None,
    }
}
