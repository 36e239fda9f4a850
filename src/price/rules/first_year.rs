//! An offer's first year taken apart, so that its price for any group of the buyers follows without pricing it again.

use entity::exact::Exact;
use entity::price::{Charge, ChargeKind, PriceSchedule, Scope, Spread};

use super::charge::worked_charge;
use super::{Buyer, CannotPrice, applies, instalment, price_offer, yearly_growth};

/// What each buyer pays whoever else buys, and the charges on the summed volume of those who buy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstYear {
    pub own: Vec<Exact>,
    pub shared: Vec<SharedCharge>,
}

/// A cluster charge with the volumes of those it applies to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedCharge {
    charge: Charge,
    index: Exact,
    term: u32,
    /// By buyer; none for those it does not apply to.
    pub volumes: Vec<Option<Exact>>,
}

impl SharedCharge {
    /// A charge on these volumes in a single year.
    pub fn on(charge: Charge, volumes: Vec<Exact>) -> Self {
        SharedCharge { charge, index: Exact::one(), term: 1, volumes: volumes.into_iter().map(Some).collect() }
    }

    /// What people read.
    pub fn name(&self) -> String {
        self.charge.name()
    }

    /// The unit whose volume it is charged on, if any.
    pub fn unit(&self) -> Option<&str> {
        self.charge.kind.unit()
    }

    /// The same charge for some of the buyers, by position.
    pub fn only(&self, group: &[usize]) -> Self {
        SharedCharge { volumes: group.iter().map(|&i| self.volumes[i].clone()).collect(), ..self.clone() }
    }

    /// The line for a group with this summed volume, to whom it applies.
    pub fn amount(&self, volume: &Exact) -> Exact {
        let working = match &self.charge.kind {
            ChargeKind::OneOff { amount, spread } => instalment(&self.charge, amount, *spread, 1, self.term),
            _ => Some(worked_charge(&self.charge, volume, self.index.clone())),
        };
        working.map(|working| working.amount()).unwrap_or_default()
    }
}

/// Takes the first year of `schedule` apart for `buyers`.
pub fn first_year(buyers: &[Buyer], schedule: &PriceSchedule) -> Result<FirstYear, CannotPrice> {
    let priced = price_offer(buyers, schedule)?;
    let lines = || priced.years.first().into_iter().flat_map(|year| &year.lines);
    let own =
        |buyer: &Buyer| lines().filter(|line| line.school.as_ref() == Some(&buyer.id)).map(|line| &line.amount).sum();
    let index = yearly_growth(schedule, 1);
    let shared = |charge: &Charge| SharedCharge {
        charge: charge.clone(),
        index: if charge.indexed { index.clone() } else { Exact::one() },
        term: schedule.term_years,
        volumes: buyers.iter().map(|buyer| applies(&charge.applies_to, buyer).then(|| volume(charge, buyer))).collect(),
    };
    let clusters = schedule.charges.iter().filter(|charge| charge.scope == Scope::Cluster);
    Ok(FirstYear { own: buyers.iter().map(own).collect(), shared: clusters.map(shared).collect() })
}

/// The same offer for its first year only: what is paid for in yearly parts becomes its first part.
pub fn first_year_only(schedule: &PriceSchedule) -> PriceSchedule {
    let mut only = PriceSchedule { term_years: 1, ..schedule.clone() };
    for charge in &mut only.charges {
        let ChargeKind::OneOff { amount, spread: Spread::StraightLine } = &charge.kind else { continue };
        let part = instalment(charge, amount, Spread::StraightLine, 1, schedule.term_years);
        let amount = part.map(|part| part.amount()).unwrap_or_default();
        charge.kind = ChargeKind::OneOff { amount, spread: Spread::Upfront };
        (charge.minimum, charge.maximum) = (None, None);
    }
    only
}

fn volume(charge: &Charge, buyer: &Buyer) -> Exact {
    charge.kind.unit().map(|unit| buyer.volume(unit)).unwrap_or_default()
}
