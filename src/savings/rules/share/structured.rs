//! The Shapley value of costs that depend on summed volumes, by counting groups of each size and volume.

use std::collections::HashMap;

use entity::exact::Exact;
use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};

use super::game::{Joint, MOST_SCHOOLS};
use super::shapley::factorials;
use super::volumes::Volumes;
use super::{CannotShare, Game};
use crate::price::rules::SharedCharge;

/// The most steps (schools² × volume) with numbers beyond a machine word.
const MOST_LARGE_STEPS: usize = 50_000_000;

/// φᵢ = fixed ÷ n + own + for each charge on summed volume its own value among those it applies to. No outside option.
pub fn shapley_structured(game: &Game) -> Result<Vec<Exact>, CannotShare> {
    let Joint::Parts { fixed, parts } = &game.joint else { return Err(CannotShare::TooLarge) };
    if game.outside.is_some() || game.schools() > MOST_SCHOOLS {
        return Err(CannotShare::TooLarge);
    }
    let each = fixed / &Exact::from(game.schools());
    let mut shares: Vec<Exact> = parts.own.iter().map(|own| own + &each).collect();
    for charge in &parts.shared {
        let payers: Vec<usize> = (0..game.schools()).filter(|&i| charge.volumes[i].is_some()).collect();
        for (i, share) in payers.iter().zip(of_charge(charge)?) {
            shares[*i] += share;
        }
    }
    Ok(shares)
}

/// The value of the game in which a group pays the charge on its summed volume.
fn of_charge(charge: &SharedCharge) -> Result<Vec<Exact>, CannotShare> {
    let volumes: Vec<Exact> = charge.volumes.iter().flatten().cloned().collect();
    if volumes.is_empty() {
        return Ok(Vec::new());
    }
    let volumes = Volumes::of(&volumes)?;
    let counts = Counts::of(&volumes);
    let prices = (0..=volumes.total).map(|volume| counts.price(&volumes, charge, volume)).collect();
    let prices = Prices::new(volumes.each.len(), prices);
    if prices.small.is_none() && volumes.each.len().pow(2) * volumes.total > MOST_LARGE_STEPS {
        return Err(CannotShare::TooLarge);
    }
    let mut known: HashMap<usize, Exact> = HashMap::new();
    for &volume in &volumes.each {
        known.entry(volume).or_insert_with(|| counts.value(volume, &prices));
    }
    Ok(volumes.each.iter().map(|volume| known[volume].clone()).collect())
}

/// by_size[k][v]: how many groups of k schools have the summed volume v. At most 120 schools keep a count below 2^117.
struct Counts {
    schools: usize,
    by_size: Vec<Vec<u128>>,
}

impl Counts {
    fn of(volumes: &Volumes) -> Counts {
        let schools = volumes.each.len();
        let mut by_size = vec![vec![0_u128; volumes.total + 1]; schools + 1];
        by_size[0][0] = 1;
        for (joined, &volume) in volumes.each.iter().enumerate() {
            for size in (0..=joined).rev() {
                let (smaller, larger) = by_size.split_at_mut(size + 1);
                for (with, without) in larger[0][volume..].iter_mut().zip(&smaller[size]) {
                    *with += without;
                }
            }
        }
        Counts { schools, by_size }
    }

    /// The price of a volume that some group has; others are never asked for.
    fn price(&self, volumes: &Volumes, charge: &SharedCharge, volume: usize) -> BigInt {
        let reached = self.by_size.iter().skip(1).any(|counts| counts[volume] > 0);
        if reached { volumes.pence(charge, volume) } else { BigInt::zero() }
    }

    /// Σ over sizes k of k!(n−k−1)!/n! × Σ over volumes of (groups without the school) × (what its volume adds).
    fn value(&self, own: usize, prices: &Prices) -> Exact {
        let n = self.schools;
        let factorials = factorials(n);
        let mut without = self.by_size[0].clone();
        let mut pence = BigInt::zero();
        for size in 0..n {
            if size > 0 {
                let mut next = self.by_size[size].clone();
                for (count, smaller) in next[own..].iter_mut().zip(&without) {
                    *count -= smaller;
                }
                without = next;
            }
            pence += added(&without, own, prices, size == 0) * &factorials[size] * &factorials[n - size - 1];
        }
        Exact::ratio(pence, &factorials[n] * BigInt::from(100)).unwrap_or_default()
    }
}

/// Σ groups × (price with the school − price without it); the empty group pays nothing.
fn added(groups: &[u128], own: usize, prices: &Prices, empty: bool) -> BigInt {
    if empty {
        return prices.large[own].clone();
    }
    let reached = groups.iter().enumerate().filter(|(_, count)| **count > 0);
    match &prices.small {
        Some(small) => {
            reached.map(|(volume, &count)| count as i128 * (small[volume + own] - small[volume])).sum::<i128>().into()
        }
        None => reached.map(|(volume, &count)| (&prices.large[volume + own] - &prices.large[volume]) * count).sum(),
    }
}

/// The price of every volume in pence, and as machine numbers when no sum over groups can overflow them.
struct Prices {
    large: Vec<BigInt>,
    small: Option<Vec<i128>>,
}

impl Prices {
    fn new(schools: usize, large: Vec<BigInt>) -> Prices {
        let widest = large.iter().map(BigInt::bits).max().unwrap_or(0) as usize;
        let volume_bits = (usize::BITS - large.len().leading_zeros()) as usize;
        let fits = schools + widest + 1 + volume_bits < 126;
        let small = large.iter().map(ToPrimitive::to_i128).collect::<Option<Vec<i128>>>().filter(|_| fits);
        Prices { large, small }
    }
}
