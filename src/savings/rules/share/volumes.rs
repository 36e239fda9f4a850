//! Volumes as small whole numbers, divided by what they have in common.

use entity::exact::Exact;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{ToPrimitive, Zero};

use super::CannotShare;
use super::group_costs::Scale;
use crate::price::rules::SharedCharge;

/// The most (schools × volume) steps of a table by volume.
const MOST_CELLS: usize = 10_000_000;

/// The volumes of the payers of one charge, in common units.
pub(super) struct Volumes {
    pub(super) each: Vec<usize>,
    pub(super) total: usize,
    /// One common unit in the charge's own unit.
    unit: Exact,
}

impl Volumes {
    pub(super) fn of(volumes: &[Exact]) -> Result<Volumes, CannotShare> {
        let scale = Scale::of(volumes);
        let scaled: Vec<BigInt> = volumes.iter().map(|v| v.numerator() * &scale.0 / v.denominator()).collect();
        let common = scaled.iter().fold(BigInt::zero(), |common, volume| common.gcd(volume)).max(BigInt::from(1));
        let small = |volume: &BigInt| (volume / &common).to_usize().filter(|volume| *volume <= MOST_CELLS);
        let each: Vec<usize> = scaled.iter().map(small).collect::<Option<_>>().ok_or(CannotShare::TooLarge)?;
        let total: usize = each.iter().sum();
        if (total + 1) * each.len() > MOST_CELLS {
            return Err(CannotShare::TooLarge);
        }
        Ok(Volumes { each, total, unit: Exact::ratio(common, scale.0).unwrap_or_default() })
    }

    /// The charge on `volume` common units, in pence.
    pub(super) fn pence(&self, charge: &SharedCharge, volume: usize) -> BigInt {
        charge.amount(&(&self.unit * Exact::from(volume))).half_up_mantissa(2)
    }
}
