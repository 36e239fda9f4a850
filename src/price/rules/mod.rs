//! What an offer costs a school or a cluster: one line for each charge, school and contract year.
//!
//! A line is `half-up(index factor × min(maximum, max(minimum, charge)))`; every total is a sum of rounded lines.

use std::collections::BTreeMap;

use entity::exact::{Exact, split};
use entity::price::{AppliesTo, Charge, ChargeKind, PriceSchedule, Scope, Spread};

mod average;
mod buy_up;
mod charge;
mod describe;
mod discounts;
mod first_year;
mod limits;
mod validate;
mod working;

#[cfg(test)]
mod rules_test;

pub use average::average_never_rises;
pub use buy_up::{BuyMore, BuyingMore, Quote, buy_up, buying_more, cheaper_to_buy_more};
pub use charge::charge_for;
pub use describe::{describe, discount_words, guide, school_word};
pub use discounts::{DISCOUNTS, read_discounts, unit_named, write_discounts};
pub use first_year::{FirstYear, SharedCharge, first_year, first_year_only};
pub use limits::{CannotPrice, LONGEST_TERM, TooMuchVolume};
pub use validate::{Fault, validate};
pub use working::{Steps, Working, unit_name};

use charge::{clamp, worked_charge};
use limits::{check_capacity, check_sense, check_work};

/// Who buys, with its yearly volumes by unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Buyer {
    pub id: String,
    /// nursery, primary, secondary …
    pub phase: String,
    /// community, academy, voluntary_aided …
    pub legal_type: String,
    pub volumes: BTreeMap<String, Exact>,
}

impl Buyer {
    /// The yearly volume in `unit`: 0 when unknown, except that a school is one site.
    pub fn volume(&self, unit: &str) -> Exact {
        self.volumes.get(unit).cloned().unwrap_or_else(|| if unit == "site" { Exact::one() } else { Exact::zero() })
    }
}

/// One charge, for one school or for the cluster, in one contract year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub charge: String,
    /// What people read.
    pub name: String,
    pub component: String,
    /// None for a cluster charge.
    pub school: Option<String>,
    /// In pounds, rounded to a penny.
    pub amount: Exact,
    /// VAT on it, rounded to a penny, not part of the amount.
    pub vat: Exact,
    pub working: Working,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    pub year: u32,
    pub total: Exact,
    pub lines: Vec<Line>,
}

/// An offer priced for a group of buyers over its term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    pub years: Vec<Year>,
    pub by_component: BTreeMap<String, Exact>,
    pub whole_life: Exact,
    pub vat: Exact,
    pub gross: Exact,
    pub present_value: Exact,
}

impl Priced {
    /// A single year with these lines.
    pub fn of_one_year(lines: Vec<Line>) -> Self {
        let mut by_component: BTreeMap<String, Exact> = BTreeMap::new();
        for line in &lines {
            *by_component.entry(line.component.clone()).or_default() += &line.amount;
        }
        let total: Exact = lines.iter().map(|line| &line.amount).sum();
        let vat: Exact = lines.iter().map(|line| &line.vat).sum();
        Priced {
            by_component,
            whole_life: total.clone(),
            gross: &total + &vat,
            vat,
            present_value: total.clone(),
            years: vec![Year { year: 1, total, lines }],
        }
    }

    /// What the first contract year costs.
    pub fn year_one(&self) -> Exact {
        self.years.first().map(|year| year.total.clone()).unwrap_or_default()
    }

    /// The first year's lines of `components` ÷ the buyers' volume in `unit`, in pounds; none without volume.
    pub fn unit_cost(&self, buyers: &[Buyer], components: &[String], unit: &str) -> Option<Exact> {
        let volume: Exact = buyers.iter().map(|buyer| buyer.volume(unit)).sum();
        let lines = self.years.first()?.lines.iter();
        let cost: Exact = lines.filter(|line| components.contains(&line.component)).map(|line| &line.amount).sum();
        cost.over(&volume)
    }
}

/// What `schedule` costs when exactly `buyers` buy together; a school alone is a group of one.
pub fn price_offer(buyers: &[Buyer], schedule: &PriceSchedule) -> Result<Priced, CannotPrice> {
    check_sense(buyers, schedule)?;
    check_capacity(buyers, schedule)?;
    let schedule = &schedule.at_volume(|unit| buyers.iter().map(|buyer| buyer.volume(unit)).sum());
    let factors = index_factors(schedule);
    check_work(buyers, schedule, &factors)?;
    let years = (1..).zip(&factors).map(|(year, factor)| price_year(buyers, schedule, year, factor)).collect();
    Ok(add_up(years, schedule))
}

/// The product of the yearly index up to each contract year.
fn index_factors(schedule: &PriceSchedule) -> Vec<Exact> {
    let product = |factor: &mut Exact, year| {
        *factor = &*factor * yearly_growth(schedule, year);
        Some(factor.clone())
    };
    (1..=schedule.term_years).scan(Exact::one(), product).collect()
}

/// 1 + the index of that contract year; missing years add nothing.
fn yearly_growth(schedule: &PriceSchedule, year: u32) -> Exact {
    schedule.index_percent.get(year as usize - 1).map_or_else(Exact::one, growth)
}

/// 1 + percent ÷ 100.
pub fn growth(percent: &Exact) -> Exact {
    Exact::one() + percent / &Exact::from(100)
}

fn price_year(buyers: &[Buyer], schedule: &PriceSchedule, year: u32, factor: &Exact) -> Year {
    let mut lines = Vec::new();
    for charge in &schedule.charges {
        let payers: Vec<&Buyer> = buyers.iter().filter(|buyer| applies(&charge.applies_to, buyer)).collect();
        match charge.scope {
            Scope::School => lines.extend(payers.iter().filter_map(|payer| {
                price_line(charge, Some(payer.id.clone()), &[payer], year, factor, schedule.term_years)
            })),
            Scope::Cluster if payers.is_empty() => {}
            Scope::Cluster => lines.extend(price_line(charge, None, &payers, year, factor, schedule.term_years)),
        }
    }
    Year { year, total: lines.iter().map(|line| &line.amount).sum(), lines }
}

fn applies(filter: &Option<AppliesTo>, buyer: &Buyer) -> bool {
    let allows = |list: &Option<Vec<String>>, value: &String| list.as_ref().is_none_or(|list| list.contains(value));
    filter.as_ref().is_none_or(|filter| {
        allows(&filter.phases, &buyer.phase)
            && allows(&filter.types, &buyer.legal_type)
            && allows(&filter.schools, &buyer.id)
            && filter.size.as_ref().is_none_or(|size| size.holds(&buyer.volume(&size.unit)))
    })
}

/// The line of one charge; none for the years in which nothing of a one-off charge is due.
fn price_line(
    charge: &Charge,
    school: Option<String>,
    payers: &[&Buyer],
    year: u32,
    factor: &Exact,
    term: u32,
) -> Option<Line> {
    let working = match &charge.kind {
        ChargeKind::OneOff { amount, spread } => instalment(charge, amount, *spread, year, term)?,
        kind => {
            let volume = kind.unit().map(|unit| payers.iter().map(|payer| payer.volume(unit)).sum());
            let index = if charge.indexed { factor.clone() } else { Exact::one() };
            worked_charge(charge, &volume.unwrap_or_default(), index)
        }
    };
    let amount = working.amount();
    let vat = charge
        .vat_percent
        .as_ref()
        .map_or_else(Exact::zero, |percent| (&amount * percent / Exact::from(100)).half_up(2));
    Some(Line {
        charge: charge.id.clone(),
        name: charge.name(),
        component: charge.component.clone(),
        school,
        amount,
        vat,
        working,
    })
}

fn instalment(charge: &Charge, amount: &Exact, spread: Spread, year: u32, term: u32) -> Option<Working> {
    let whole = clamp(charge, amount.clone());
    let parts = match spread {
        Spread::Upfront => vec![whole.half_up(2)],
        Spread::StraightLine => split(&whole, &vec![Exact::one(); term as usize]).ok()?,
    };
    let part = parts.get(year as usize - 1).filter(|part| !part.is_zero())?.clone();
    let years = parts.len();
    Some(Working::plain(Steps::Instalment { whole, part, years }))
}

fn add_up(years: Vec<Year>, schedule: &PriceSchedule) -> Priced {
    let mut by_component: BTreeMap<String, Exact> = BTreeMap::new();
    for line in years.iter().flat_map(|year| &year.lines) {
        *by_component.entry(line.component.clone()).or_default() += &line.amount;
    }
    let whole_life: Exact = years.iter().map(|year| &year.total).sum();
    let vat: Exact = years.iter().flat_map(|year| &year.lines).map(|line| &line.vat).sum();
    let present_value = present_value(&years, schedule.discount_percent.as_ref());
    Priced { by_component, gross: &whole_life + &vat, vat, whole_life, present_value, years }
}

/// Σ year total ÷ (1 + d)^(year − 1), rounded once.
fn present_value(years: &[Year], discount_percent: Option<&Exact>) -> Exact {
    let yearly = discount_percent.map_or_else(Exact::one, growth);
    let mut factor = Exact::one();
    let mut sum = Exact::zero();
    for year in years {
        sum += &year.total / &factor;
        factor = factor * &yearly;
    }
    sum.half_up(2)
}
