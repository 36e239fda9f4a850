//! Whether some group of schools would pay less by itself.

use std::cmp::Ordering;
use std::ops::{Add, Sub};

use entity::exact::Exact;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{ToPrimitive, Zero};

use super::group_costs::{GroupCosts, MOST_ENUMERATED};
use super::{CannotShare, Game, knapsack};

/// The group that would gain most by leaving, or lose least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stability {
    /// Positions of the schools; ties to fewer schools, then earlier in list order. Empty when there is only one school.
    pub worst_group: Vec<usize>,
    /// The sum of its exact shares − its own cost.
    pub could_save: Exact,
}

impl Stability {
    pub fn stable(&self) -> bool {
        !self.could_save.is_positive()
    }
}

/// Tests exact shares against every proper group: by enumeration for up to twenty schools, above that by volume.
pub fn stability(game: &Game, shares: &[Exact]) -> Result<Stability, CannotShare> {
    if game.schools() <= MOST_ENUMERATED {
        return enumerated(&GroupCosts::of(game)?, shares);
    }
    knapsack::worst_group(game, shares)
}

/// The test by looking at every group.
pub(super) fn enumerated(costs: &GroupCosts, shares: &[Exact]) -> Result<Stability, CannotShare> {
    if shares.len() != costs.schools {
        return Err(CannotShare::Malformed);
    }
    let scale = shares.iter().fold(costs.per_pound.clone(), |scale, share| scale.lcm(&share.denominator()));
    let scaled: Vec<BigInt> = shares.iter().map(|share| share.numerator() * &scale / share.denominator()).collect();
    let factor = &scale / &costs.per_pound;
    let (mask, excess) = match small(&scaled, &factor, costs) {
        Some((shares, factor)) => {
            let (mask, excess) = worst(&shares, |mask| costs.units[mask] * factor);
            (mask, BigInt::from(excess))
        }
        None => worst(&scaled, |mask| BigInt::from(costs.units[mask]) * &factor),
    };
    let worst_group = (0..costs.schools).filter(|i| mask >> i & 1 == 1).collect();
    Ok(Stability { worst_group, could_save: Exact::ratio(excess, scale).unwrap_or_default() })
}

/// The shares and the factor as machine numbers, when no sum of them can overflow.
fn small(shares: &[BigInt], factor: &BigInt, costs: &GroupCosts) -> Option<(Vec<i128>, i128)> {
    let greatest = costs.units.iter().map(|units| units.unsigned_abs()).max()?;
    let room = |bits: u64| bits <= 120;
    let fits = room(factor.bits() + u64::from(u128::BITS - greatest.leading_zeros()));
    let shares = shares.iter().map(|share| share.to_i128().filter(|_| room(share.bits()))).collect::<Option<_>>()?;
    factor.to_i128().filter(|_| fits).map(|factor| (shares, factor))
}

/// The proper group with the greatest excess of shares over cost.
fn worst<N>(shares: &[N], cost: impl Fn(usize) -> N) -> (usize, N)
where
    N: Clone + Ord + Zero,
    for<'a> &'a N: Add<&'a N, Output = N> + Sub<N, Output = N>,
{
    let everyone = (1 << shares.len()) - 1;
    let mut sums = vec![N::zero(); everyone + 1];
    let mut best = (0, N::zero());
    for mask in 1..everyone {
        sums[mask] = &sums[mask & (mask - 1)] + &shares[mask.trailing_zeros() as usize];
        let excess = &sums[mask] - cost(mask);
        let better = match excess.cmp(&best.1) {
            Ordering::Equal => earlier(mask as u128, best.0 as u128),
            ordering => ordering == Ordering::Greater,
        };
        if best.0 == 0 || better {
            best = (mask, excess);
        }
    }
    best
}

/// Whether group `a` comes before `b`: fewer schools, then earlier in list order.
pub(super) fn earlier(a: u128, b: u128) -> bool {
    match a.count_ones().cmp(&b.count_ones()) {
        Ordering::Equal => {
            let differing = a ^ b;
            differing != 0 && a >> differing.trailing_zeros() & 1 == 1
        }
        ordering => ordering == Ordering::Less,
    }
}
