//! What an offer must be to be priced for these buyers: sensible, within the provider's capacity, and of bounded size.

use std::fmt;

use entity::exact::Exact;
use entity::price::{Charge, ChargeKind, PriceSchedule};

use super::{Buyer, unit_name};

/// The longest term that is priced; forms allow ten years.
pub const LONGEST_TERM: u32 = 50;

/// The most work one offer may take, in steps of about a nanosecond.
const MOST_WORK: u64 = 2_000_000_000;

/// Why an offer cannot be priced for these buyers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotPrice {
    TooManyMembers {
        members: usize,
        most: u32,
    },
    TooMuchVolume(Box<TooMuchVolume>),
    /// The schedule or a volume makes no sense (see [`validate`]).
    Malformed(&'static str),
    /// More schools, charges and digits than can be priced in reasonable time.
    TooLarge,
}

/// More of a unit than the provider can deliver in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooMuchVolume {
    pub unit: String,
    pub volume: Exact,
    pub most: Exact,
}

impl fmt::Display for CannotPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CannotPrice::TooManyMembers { members, most } => {
                write!(f, "The provider can serve {most} schools, and you are {members}")
            }
            CannotPrice::TooMuchVolume(too_much) => {
                let TooMuchVolume { unit, volume, most } = &**too_much;
                let number = entity::money::plain_number;
                write!(f, "The provider can deliver {} {}", number(most), unit_name(unit, most))?;
                write!(f, " a year, and you need {}", number(volume))
            }
            CannotPrice::Malformed(sentence) => f.write_str(sentence),
            CannotPrice::TooLarge => f.write_str("The offer has too many charges, schools or digits"),
        }
    }
}

pub(super) fn check_sense(buyers: &[Buyer], schedule: &PriceSchedule) -> Result<(), CannotPrice> {
    if schedule.term_years == 0 || schedule.term_years > LONGEST_TERM {
        return Err(CannotPrice::Malformed("The term must be at least one year"));
    }
    if buyers.iter().any(|buyer| buyer.volumes.values().any(Exact::is_negative)) {
        return Err(CannotPrice::Malformed("A volume cannot be less than 0"));
    }
    if schedule.discount_percent.as_ref().is_some_and(|percent| *percent <= Exact::from(-100)) {
        return Err(CannotPrice::Malformed("The discount rate must be above -100%"));
    }
    let no_block = |charge: &Charge| matches!(&charge.kind, ChargeKind::Step { block, .. } if !block.is_positive());
    if schedule.charges.iter().any(no_block) {
        return Err(CannotPrice::Malformed("A block must be greater than 0"));
    }
    Ok(())
}

pub(super) fn check_work(buyers: &[Buyer], schedule: &PriceSchedule, factors: &[Exact]) -> Result<(), CannotPrice> {
    let work = factors.iter().map(|factor| work_of_a_year(buyers, schedule, factor));
    if work.fold(0, u64::saturating_add) > MOST_WORK { Err(CannotPrice::TooLarge) } else { Ok(()) }
}

/// Every line costs time that grows with the digits of the index and the length of its filter.
fn work_of_a_year(buyers: &[Buyer], schedule: &PriceSchedule, factor: &Exact) -> u64 {
    let digits = factor.numerator().bits() + factor.denominator().bits();
    let listed = |list: &Option<Vec<String>>| list.as_ref().map_or(0, Vec::len);
    let filter = |charge: &Charge| {
        let filter = charge.applies_to.as_ref();
        filter.map_or(0, |filter| listed(&filter.phases) + listed(&filter.types) + listed(&filter.schools))
    };
    let line = |charge: &Charge| 1_000 + digits * digits / 64 + 10 * filter(charge) as u64;
    schedule.charges.iter().map(line).fold(0_u64, u64::saturating_add).saturating_mul(buyers.len() as u64)
}

pub(super) fn check_capacity(buyers: &[Buyer], schedule: &PriceSchedule) -> Result<(), CannotPrice> {
    if let Some(most) = schedule.max_members
        && buyers.len() > most as usize
    {
        return Err(CannotPrice::TooManyMembers { members: buyers.len(), most });
    }
    for limit in &schedule.max_volume {
        let volume: Exact = buyers.iter().map(|buyer| buyer.volume(&limit.unit)).sum();
        if volume > limit.limit {
            let (unit, most) = (limit.unit.clone(), limit.limit.clone());
            return Err(CannotPrice::TooMuchVolume(Box::new(TooMuchVolume { unit, volume, most })));
        }
    }
    Ok(())
}
