//! The split that keeps the least happy group as happy as possible, and the least core.

use entity::exact::Exact;
use num_bigint::BigInt;
use num_integer::Integer;

use super::CannotShare;
use super::game::Game;
use super::group_costs::GroupCosts;
use super::programme::{Column, Number, Optimum, Programme};

/// The most schools for which all groups are kept in a linear programme.
const MOST_SCHOOLS: usize = 16;

/// Costs of at most this many bits are worked out in machine numbers when nothing has to be rescaled.
const MACHINE_BITS: u64 = 80;

/// The least ε for which shares exist that sum to the bill with x(S) ≤ c(S) + ε for every proper group. A stable sharing
/// exists when it is not above 0.
pub fn least_core(game: &Game) -> Result<Exact, CannotShare> {
    if game.schools() == 1 {
        return Ok(Exact::zero());
    }
    let costs = costs_of(game)?;
    let epsilon = |optimum: Optimum<BigInt>| -> Option<Exact> {
        Exact::ratio(-optimum.w, BigInt::from(optimum.scale) * &costs.per_pound)
    };
    let optimum = if fits(&costs) { widened(first_stage(&costs.units)) } else { first_stage(&big(&costs)) };
    optimum.and_then(epsilon).ok_or(CannotShare::Malformed)
}

/// Makes the largest x(S) − c(S) as small as possible, then the next, and so on, among shares that no school would
/// refuse for buying alone.
pub(super) fn nucleolus(game: &Game) -> Result<Vec<Exact>, CannotShare> {
    let total = game.total();
    if game.alone().iter().sum::<Exact>() < total {
        return Err(CannotShare::NoIndividuallyRationalAllocation);
    }
    if game.schools() == 1 {
        return Ok(vec![total]);
    }
    let costs = costs_of(game)?;
    let machine = Stages::of(costs.units.clone(), |units| is_small(*units)).finish();
    let (shares, unit) = match machine {
        Some((shares, unit)) => (shares.into_iter().map(BigInt::from).collect(), BigInt::from(unit)),
        None => Stages::of(big(&costs), |_| true).finish().ok_or(CannotShare::TooLarge)?,
    };
    let per_pound = unit * &costs.per_pound;
    let in_pounds = |share: BigInt| Exact::ratio(share, per_pound.clone()).unwrap_or_default();
    Ok(shares.into_iter().map(in_pounds).collect())
}

/// The linear programmes one after the other: each settles the groups that hold its optimum, until all shares are settled.
struct Stages<N, F> {
    schools: usize,
    costs: Vec<N>,
    caps: Vec<N>,
    settled: Vec<(usize, N)>,
    /// Directions in which the shares may still move.
    free: Vec<Vec<i128>>,
    /// How many present units make a unit of the beginning.
    unit: N,
    fits: F,
}

impl<N: Number, F: Fn(&N) -> bool> Stages<N, F> {
    fn of(costs: Vec<N>, fits: F) -> Self {
        let schools = costs.len().trailing_zeros() as usize;
        let unit_vector = |i: usize| (0..schools).map(|j| i128::from(i == j)).collect();
        let caps = (0..schools).map(|school| costs[1 << school].clone()).collect();
        let free = (0..schools).map(unit_vector).collect();
        let mut stages = Stages { schools, caps, settled: Vec::new(), free, unit: N::one(), costs, fits };
        let everyone = stages.costs.len() - 1;
        stages.settle(everyone, stages.costs[everyone].clone());
        stages
    }

    /// The settled shares and how many of their units make a unit of the beginning; none when the numbers grow too large.
    fn finish(mut self) -> Option<(Vec<N>, N)> {
        loop {
            if !self.costs.iter().all(&self.fits) {
                return None;
            }
            let active: Vec<bool> = self.undecided();
            let (costs, settled, caps) = (&self.costs, &self.settled, Some(self.caps.as_slice()));
            let optimum = Programme { schools: self.schools, costs, active: &active, settled, caps }.solve()?;
            let unit = self.unit.clone() * N::from(optimum.scale);
            self.settle_holding(&optimum);
            if self.free.is_empty() {
                return Some((optimum.shares, unit));
            }
        }
    }

    /// Which groups' sums are not yet determined.
    fn undecided(&self) -> Vec<bool> {
        let mut undecided = vec![false; self.costs.len()];
        for direction in &self.free {
            let mut sums = vec![0_i128; self.costs.len()];
            for group in 1..sums.len() {
                sums[group] = sums[group & (group - 1)] + direction[group.trailing_zeros() as usize];
                undecided[group] |= sums[group] != 0;
            }
        }
        undecided
    }

    fn settle_holding(&mut self, optimum: &Optimum<N>) {
        let scale = N::from(optimum.scale);
        let factor = scale.clone() / scale.gcd(&optimum.w);
        let w = optimum.w.clone() * factor.clone() / scale;
        self.rescale(&factor);
        for column in &optimum.holding {
            match *column {
                Column::Group(group) => self.settle(group, self.costs[group].clone() - w.clone()),
                Column::Cap(school) => self.settle(1 << school, self.caps[school].clone()),
                Column::Settled(_) => {}
            }
        }
    }

    fn rescale(&mut self, factor: &N) {
        let settled = self.settled.iter_mut().map(|(_, value)| value);
        let all = self.costs.iter_mut().chain(&mut self.caps).chain(settled).chain([&mut self.unit]);
        all.for_each(|value| *value = value.clone() * factor.clone());
    }

    /// Fixes the sum of a group, unless it is already determined.
    fn settle(&mut self, group: usize, sum: N) {
        let along = |direction: &Vec<i128>| -> i128 {
            direction.iter().enumerate().filter(|(i, _)| group >> i & 1 == 1).map(|(_, step)| step).sum()
        };
        let Some(found) = self.free.iter().position(|direction| along(direction) != 0) else { return };
        let gone = self.free.swap_remove(found);
        let rate = along(&gone);
        for direction in &mut self.free {
            let own = along(direction);
            direction.iter_mut().zip(&gone).for_each(|(step, from)| *step = rate * *step - own * from);
            let common = direction.iter().fold(0, |common: i128, step| common.gcd(step));
            direction.iter_mut().for_each(|step| *step /= common.max(1));
        }
        self.settled.push((group, sum));
    }
}

fn costs_of(game: &Game) -> Result<GroupCosts, CannotShare> {
    if game.schools() > MOST_SCHOOLS { Err(CannotShare::TooLarge) } else { GroupCosts::of(game) }
}

fn fits(costs: &GroupCosts) -> bool {
    costs.units.iter().all(|&units| is_small(units))
}

fn is_small(units: i128) -> bool {
    BigInt::from(units).bits() <= MACHINE_BITS
}

fn big(costs: &GroupCosts) -> Vec<BigInt> {
    costs.units.iter().map(|&units| BigInt::from(units)).collect()
}

fn widened(optimum: Option<Optimum<i128>>) -> Option<Optimum<BigInt>> {
    optimum.map(|optimum| Optimum {
        scale: optimum.scale,
        shares: optimum.shares.into_iter().map(BigInt::from).collect(),
        w: BigInt::from(optimum.w),
        holding: optimum.holding,
    })
}

fn first_stage<N: Number>(costs: &[N]) -> Option<Optimum<N>> {
    let everyone = costs.len() - 1;
    let active: Vec<bool> = (0..costs.len()).map(|group| group != 0 && group != everyone).collect();
    let settled = [(everyone, costs[everyone].clone())];
    let schools = everyone.count_ones() as usize;
    Programme { schools, costs, active: &active, settled: &settled, caps: None }.solve()
}
