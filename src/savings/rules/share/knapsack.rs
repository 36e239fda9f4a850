//! The stability test for many schools, when the joint cost depends on one summed volume: for every volume the group
//! with the greatest sum of (share − own charge), a knapsack.

use entity::exact::Exact;
use num_bigint::BigInt;
use num_integer::Integer;

use super::game::{Joint, MOST_SCHOOLS};
use super::stability::{Stability, earlier};
use super::volumes::Volumes;
use super::{CannotShare, Game};
use crate::price::rules::SharedCharge;

/// A group by bit mask, with the sum of its members' values.
#[derive(Clone)]
struct Best {
    value: BigInt,
    group: u128,
}

impl Best {
    fn beats(&self, other: Option<&Best>) -> bool {
        other.is_none_or(|other| {
            self.value > other.value || self.value == other.value && earlier(self.group, other.group)
        })
    }
}

fn keep(place: &mut Option<Best>, candidate: Best) {
    if candidate.beats(place.as_ref()) {
        *place = Some(candidate);
    }
}

/// The proper group with the greatest excess of shares over its own cost.
pub(super) fn worst_group(game: &Game, shares: &[Exact]) -> Result<Stability, CannotShare> {
    let Joint::Parts { fixed, parts } = &game.joint else { return Err(CannotShare::TooLarge) };
    if game.schools() > MOST_SCHOOLS {
        return Err(CannotShare::TooLarge);
    }
    if shares.len() != game.schools() {
        return Err(CannotShare::Malformed);
    }
    let by_volume = ByVolume::of(&parts.shared, game.schools())?;
    let values: Vec<Exact> = shares.iter().zip(&parts.own).map(|(share, own)| share - own).collect();
    let mut worst = by_volume.worst(&values, fixed);
    if let Some(outside) = &game.outside {
        let values: Vec<Exact> = shares.iter().zip(outside).map(|(share, alone)| share - alone).collect();
        let (group, excess) = greatest_sum(&values);
        let better =
            worst.as_ref().is_none_or(|(best, least)| excess > *least || excess == *least && earlier(group, *best));
        if better {
            worst = Some((group, excess));
        }
    }
    let (group, could_save) = worst.unwrap_or_default();
    Ok(Stability { worst_group: (0..game.schools()).filter(|i| group >> i & 1 == 1).collect(), could_save })
}

/// Charges on one and the same volume of every school.
struct ByVolume<'a> {
    charges: Vec<&'a SharedCharge>,
    volumes: Volumes,
}

impl<'a> ByVolume<'a> {
    fn of(charges: &'a [SharedCharge], schools: usize) -> Result<Self, CannotShare> {
        let all = |charge: &SharedCharge| charge.volumes.iter().cloned().collect::<Option<Vec<Exact>>>();
        let mut volumes = vec![Exact::zero(); schools];
        for charge in charges {
            let own = all(charge).ok_or(CannotShare::TooLarge)?;
            let without_volume = own.iter().all(Exact::is_zero);
            if !without_volume && volumes.iter().all(Exact::is_zero) {
                volumes = own;
            } else if !without_volume && volumes != own {
                return Err(CannotShare::TooLarge);
            }
        }
        Ok(ByVolume { charges: charges.iter().collect(), volumes: Volumes::of(&volumes)? })
    }

    fn cost(&self, volume: usize) -> Exact {
        let pence: BigInt = self.charges.iter().map(|charge| self.volumes.pence(charge, volume)).sum();
        Exact::scaled(pence, 2)
    }

    fn worst(&self, values: &[Exact], fixed: &Exact) -> Option<(u128, Exact)> {
        let scale = values.iter().fold(BigInt::from(1), |scale, value| scale.lcm(&value.denominator()));
        let scaled = values.iter().map(|value| value.numerator() * &scale / value.denominator()).collect::<Vec<_>>();
        let mut worst: Option<(u128, Exact)> = None;
        for (volume, best) in self.best_groups(&scaled).into_iter().enumerate() {
            let Some(best) = best else { continue };
            let value = Exact::ratio(best.value, scale.clone()).unwrap_or_default();
            let excess = value - fixed - self.cost(volume);
            let better = worst
                .as_ref()
                .is_none_or(|(group, least)| excess > *least || excess == *least && earlier(best.group, *group));
            if better {
                worst = Some((best.group, excess));
            }
        }
        worst
    }

    /// For every volume the best group that is neither empty nor everyone, adding the schools from the last to the first.
    fn best_groups(&self, values: &[BigInt]) -> Vec<Option<Best>> {
        let mut best: Vec<Option<Best>> = vec![None; self.volumes.total + 1];
        let mut all_so_far: Option<(usize, Best)> = None;
        for school in (0..values.len()).rev() {
            let (volume, value, bit) = (self.volumes.each[school], &values[school], 1_u128 << school);
            for target in (volume..best.len()).rev() {
                if let Some(without) = &best[target - volume] {
                    let with = Best { value: &without.value + value, group: without.group | bit };
                    keep(&mut best[target], with);
                }
            }
            let alone = Best { value: value.clone(), group: bit };
            all_so_far = match all_so_far {
                None => Some((volume, alone)),
                Some((sum, all)) => {
                    let everyone = Best { value: &all.value + value, group: all.group | bit };
                    keep(&mut best[sum], all);
                    keep(&mut best[volume], alone);
                    Some((sum + volume, everyone))
                }
            };
        }
        best
    }
}

/// The proper group with the greatest sum of values: all that are positive, or else the best single school; without the
/// least (the last of those) when it would be everyone.
fn greatest_sum(values: &[Exact]) -> (u128, Exact) {
    let positive = |i: &usize| values[*i].is_positive();
    let mut group: Vec<usize> = (0..values.len()).filter(positive).collect();
    if group.is_empty() {
        let best = (0..values.len()).rev().max_by_key(|&i| &values[i]);
        group.extend(best);
    }
    if group.len() == values.len() {
        let least = (0..values.len()).rev().min_by_key(|&i| &values[i]);
        group.retain(|i| Some(*i) != least);
    }
    let mask = group.iter().map(|i| 1_u128 << i).sum();
    (mask, group.iter().map(|&i| &values[i]).sum())
}
