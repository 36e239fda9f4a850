//! The Shapley value: the average of what a school's joining adds to the bill.

use entity::exact::Exact;
use num_bigint::BigInt;
use num_traits::One;

use super::group_costs::{GroupCosts, MOST_ENUMERATED};
use super::{CannotShare, Game, structured};

/// The most joinings (orders × schools) that are followed.
const MOST_JOININGS: usize = 500_000;

/// By subsets for up to twenty schools, above that by counting volumes.
pub(super) fn shapley(game: &Game) -> Result<Vec<Exact>, CannotShare> {
    if game.schools() <= MOST_ENUMERATED {
        return Ok(shapley_of_groups(&GroupCosts::of(game)?));
    }
    structured::shapley_structured(game)
}

/// φᵢ = Σ over groups S with i of (s−1)!(n−s)!/n! × (c(S) − c(S∖i)), from the sums of costs by group size.
pub fn shapley_of_groups(costs: &GroupCosts) -> Vec<Exact> {
    let n = costs.schools;
    let mut by_size = vec![0_i128; n + 1];
    let mut with = vec![vec![0_i128; n]; n + 1];
    for (mask, &cost) in costs.units.iter().enumerate().skip(1) {
        let size = mask.count_ones() as usize;
        by_size[size] += cost;
        let mut rest = mask;
        while rest != 0 {
            with[size][rest.trailing_zeros() as usize] += cost;
            rest &= rest - 1;
        }
    }
    let factorials = factorials(n);
    let share = |i: usize| {
        let joining = (1..=n).map(|k| BigInt::from(with[k][i]) * &factorials[k - 1] * &factorials[n - k]);
        let without = |k: usize| BigInt::from(by_size[k] - with[k][i]);
        let leaving = (1..n).map(|k| without(k) * &factorials[k] * &factorials[n - k - 1]);
        let units = joining.sum::<BigInt>() - leaving.sum::<BigInt>();
        Exact::ratio(units, &factorials[n] * &costs.per_pound).unwrap_or_default()
    };
    (0..n).map(share).collect()
}

/// 0! to n!.
pub(super) fn factorials(n: usize) -> Vec<BigInt> {
    let mut all = vec![BigInt::one()];
    for k in 1..=n {
        let next = &all[k - 1] * k;
        all.push(next);
    }
    all
}

/// The average of what each school adds in the given orders of joining (each a list of all positions).
pub fn shapley_by_orders(game: &Game, orders: &[Vec<usize>]) -> Result<Vec<Exact>, CannotShare> {
    let n = game.schools();
    let complete = |order: &Vec<usize>| {
        let mut sorted = order.clone();
        sorted.sort_unstable();
        sorted.into_iter().eq(0..n)
    };
    if orders.len().saturating_mul(n) > MOST_JOININGS {
        return Err(CannotShare::TooLarge);
    }
    if orders.is_empty() || !orders.iter().all(complete) {
        return Err(CannotShare::Malformed);
    }
    let mut added = vec![Exact::zero(); n];
    for order in orders {
        let mut before = Exact::zero();
        for joined in 1..=n {
            let after = game.cost(&order[..joined]);
            added[order[joined - 1]] += &after - &before;
            before = after;
        }
    }
    let count = Exact::from(orders.len());
    Ok(added.iter().map(|sum| sum / &count).collect())
}
