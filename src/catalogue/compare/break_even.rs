//! From how many schools, and how many meals, an offer to the cluster costs less for one unit than a school pays now.

use super::group::{Group, component_of};
use crate::catalogue::rules::Baseline;
use crate::price::rules::{Buyer, average_never_rises, first_year_only, price_offer};
use crate::savings::rules::share::MOST_SCHOOLS;
use ::entity::exact::Exact;
use ::entity::price::PriceSchedule;

/// One school's own price of a unit against the cluster's as schools join it, in the cluster's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakEven {
    /// What one unit costs the school now.
    pub own: Exact,
    /// The school alone, then with the first of the others, and so on.
    pub sizes: Vec<Size>,
    /// The place in `sizes` from which on the cluster's price is always below the school's own.
    pub from: Option<usize>,
    /// The least whole number of units a year at which that is so with all schools, their uses in proportion.
    pub units_with_all: Option<Exact>,
}

/// A number of schools and what they would pay for one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    pub schools: usize,
    pub units: Exact,
    pub cost: Exact,
    pub each: Exact,
}

/// What is compared: one component where the category leads with one, else the whole cost; for one main unit.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    pub component: Option<&'a str>,
    pub unit: &'a str,
}

impl Measured<'_> {
    /// What these buyers would pay in the first year, in all and for one unit.
    fn size(&self, buyers: &[Buyer], schedule: &PriceSchedule) -> Option<Size> {
        let priced = price_offer(buyers, schedule).ok()?;
        let cost = match self.component {
            Some(component) => component_of(&priced, component),
            None => priced.year_one(),
        };
        let units: Exact = buyers.iter().map(|buyer| buyer.volume(self.unit)).sum();
        let each = cost.over(&units)?;
        Some(Size { schools: buyers.len(), units, cost, each })
    }

    /// The schedule with nothing but the charges that are measured.
    fn charges_of(&self, schedule: &PriceSchedule) -> PriceSchedule {
        let mut measured = schedule.clone();
        measured.charges.retain(|charge| self.component.is_none_or(|component| charge.component == component));
        measured
    }

    /// What a school pays now for one unit, where its cost is known and can be taken apart.
    fn own(&self, baseline: &Baseline, buyer: &Buyer) -> Option<Exact> {
        let cost = match self.component {
            Some(component) => component_of(baseline.priced.as_ref()?, component),
            None => baseline.amount.clone(),
        };
        cost.over(&buyer.volume(self.unit))
    }
}

/// None where the school's own price is not known, or the offer cannot be priced for all; nor of more schools than anybody
/// would wait for.
pub fn break_even(schedule: &PriceSchedule, group: &Group, place: usize, measured: Measured<'_>) -> Option<BreakEven> {
    let school = group.schools.get(place).filter(|_| group.schools.len() <= MOST_SCHOOLS)?;
    let never_rises = schedule.charges.iter().all(average_never_rises);
    let schedule = &measured.charges_of(&first_year_only(schedule));
    let own = measured.own(group.baselines.get(&school.id)?, &group.buyers[place])?;
    let others = (0..group.buyers.len()).filter(|other| *other != place);
    let joining: Vec<Buyer> = std::iter::once(place).chain(others).map(|at| group.buyers[at].clone()).collect();
    let sizes: Vec<Size> =
        (1..=joining.len()).map(|count| measured.size(&joining[..count], schedule)).collect::<Option<_>>()?;
    let cheaper = sizes.iter().rev().take_while(|size| size.each < own).count();
    let from = (cheaper > 0).then(|| sizes.len() - cheaper);
    let never_rises = never_rises && from.is_some();
    let units_with_all = never_rises.then(|| units_with_all(schedule, &joining, measured, &own)).flatten();
    Some(BreakEven { own, sizes, from, units_with_all })
}

/// By halving, which finds it where the price of a unit never rises with the volume.
fn units_with_all(schedule: &PriceSchedule, buyers: &[Buyer], measured: Measured<'_>, own: &Exact) -> Option<Exact> {
    let all: Exact = buyers.iter().map(|buyer| buyer.volume(measured.unit)).sum();
    let is_below = |units: u64| {
        let scaled = scaled(buyers, measured.unit, &Exact::from(i128::from(units)).over(&all)?);
        Some(measured.size(&scaled, schedule)?.each < *own)
    };
    let (mut above, mut below) = (0, all.floor().to_u64()?);
    if below == 0 || !is_below(below)? {
        return None;
    }
    while below - above > 1 {
        let middle = above + (below - above) / 2;
        if is_below(middle)? {
            below = middle;
        } else {
            above = middle;
        }
    }
    Some(Exact::from(i128::from(below)))
}

/// The buyers with a part of their use of one unit.
fn scaled(buyers: &[Buyer], unit: &str, part: &Exact) -> Vec<Buyer> {
    let scaled = |buyer: &Buyer| {
        let mut scaled = buyer.clone();
        if let Some(volume) = scaled.volumes.get_mut(unit) {
            *volume = &*volume * part;
        }
        scaled
    };
    buyers.iter().map(scaled).collect()
}
