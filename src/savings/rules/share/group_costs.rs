//! The cost of every group of up to twenty schools, as whole numbers of a small unit.

use std::collections::HashMap;

use entity::exact::Exact;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive};

use super::CannotShare;
use super::game::{Game, Joint};
use crate::price::rules::SharedCharge;

/// The most schools whose groups are all looked at.
pub const MOST_ENUMERATED: usize = 20;

/// Figures with more bits than this are refused, so that sums over all groups cannot overflow.
const MOST_BITS: u64 = 96;

/// The cost of every group by bit mask of positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupCosts {
    pub schools: usize,
    /// How many units make a pound.
    pub per_pound: BigInt,
    pub units: Vec<i128>,
}

impl GroupCosts {
    pub fn of(game: &Game) -> Result<GroupCosts, CannotShare> {
        if game.schools() > MOST_ENUMERATED {
            return Err(CannotShare::TooLarge);
        }
        let scale = Scale::of(figures(game));
        let mut units = match &game.joint {
            Joint::Table(costs) => scale.all(costs)?,
            Joint::Levels(levels) => fold_groups(&scale.all(levels)?, |group: &i128, level| *group.max(level)),
            Joint::Parts { fixed, parts } => {
                let mut units = sums(&scale.all(&parts.own)?);
                let fixed = scale.one(fixed)?;
                units.iter_mut().skip(1).for_each(|cost| *cost += fixed);
                for charge in &parts.shared {
                    add_shared(&mut units, charge, &scale)?;
                }
                units
            }
        };
        if let Some(outside) = &game.outside {
            let outside = sums(&scale.all(outside)?);
            units.iter_mut().zip(outside).for_each(|(cost, outside)| *cost = (*cost).min(outside));
        }
        if let Some(nothing) = units.first_mut() {
            *nothing = 0;
        }
        Ok(GroupCosts { schools: game.schools(), per_pound: scale.0, units })
    }

    /// The cost of one group in pounds.
    pub fn pounds(&self, mask: usize) -> Exact {
        self.in_pounds(&BigInt::from(self.units[mask]))
    }

    pub(super) fn in_pounds(&self, units: &BigInt) -> Exact {
        Exact::ratio(units.clone(), self.per_pound.clone()).unwrap_or_default()
    }
}

/// Every figure that the costs are added up from.
fn figures(game: &Game) -> Vec<&Exact> {
    let joint: Vec<&Exact> = match &game.joint {
        Joint::Table(costs) => costs.iter().collect(),
        Joint::Levels(levels) => levels.iter().collect(),
        Joint::Parts { fixed, parts } => parts.own.iter().chain([fixed]).collect(),
    };
    joint.into_iter().chain(game.outside.iter().flatten()).collect()
}

/// How many units make one, so that every figure is a whole number of them.
pub(super) struct Scale(pub(super) BigInt);

impl Scale {
    /// At least hundredths.
    pub(super) fn of<'a>(figures: impl IntoIterator<Item = &'a Exact>) -> Scale {
        let hundredths = BigInt::from(100);
        Scale(figures.into_iter().fold(hundredths, |scale, figure| scale.lcm(&figure.denominator())))
    }

    pub(super) fn one(&self, figure: &Exact) -> Result<i128, CannotShare> {
        let units: BigInt = figure.numerator() * &self.0 / figure.denominator();
        let fits = units.abs().bits() <= MOST_BITS;
        units.to_i128().filter(|_| fits).ok_or(CannotShare::TooLarge)
    }

    pub(super) fn all(&self, figures: &[Exact]) -> Result<Vec<i128>, CannotShare> {
        figures.iter().map(|figure| self.one(figure)).collect()
    }
}

/// The sum over every group, by bit mask.
pub(super) fn sums(each: &[i128]) -> Vec<i128> {
    fold_groups(each, |group, school| group + school)
}

fn fold_groups(each: &[i128], join: impl Fn(&i128, &i128) -> i128) -> Vec<i128> {
    let mut groups = vec![0; 1 << each.len()];
    for mask in 1..groups.len() {
        let first = mask.trailing_zeros() as usize;
        let rest = mask & (mask - 1);
        groups[mask] = if rest == 0 { each[first] } else { join(&groups[rest], &each[first]) };
    }
    groups
}

/// Adds the charge on every group's summed volume; each volume is priced once.
fn add_shared(units: &mut [i128], charge: &SharedCharge, scale: &Scale) -> Result<(), CannotShare> {
    let volumes: Vec<Exact> = charge.volumes.iter().map(|volume| volume.clone().unwrap_or_default()).collect();
    let volume_scale = Scale::of(&volumes);
    let summed = sums(&volume_scale.all(&volumes)?);
    let payers: usize = (0..volumes.len()).filter(|&i| charge.volumes[i].is_some()).map(|i| 1 << i).sum();
    let mut priced: HashMap<i128, i128> = HashMap::new();
    for (mask, units) in units.iter_mut().enumerate().filter(|(mask, _)| mask & payers != 0) {
        let volume = summed[mask];
        let amount = match priced.get(&volume) {
            Some(amount) => *amount,
            None => {
                let exact = Exact::ratio(volume, volume_scale.0.clone()).unwrap_or_default();
                let amount = scale.one(&charge.amount(&exact))?;
                priced.insert(volume, amount);
                amount
            }
        };
        *units += amount;
    }
    Ok(())
}
