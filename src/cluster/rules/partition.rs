//! Which schools should buy in one lot, when buying all together costs more.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use entity::exact::Exact;

use crate::savings::rules::share::{CannotShare, Game, GroupCosts};

/// The most schools for which every partition is considered.
pub const MOST_PARTITIONED: usize = 14;

/// What a lot may hold at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LotLimits {
    pub schools: Option<usize>,
    /// (each school's volume, the most of a lot), a unit each.
    pub volume: Vec<(Vec<Exact>, Exact)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    /// Lots of school positions, in the order of their first schools.
    pub lots: Vec<Vec<usize>>,
    pub total: Exact,
}

/// The best way found for a group: its cost, its number of lots, and the lot of its first school.
#[derive(Clone, Copy)]
struct Best {
    cost: i128,
    lots: usize,
    first: usize,
}

/// The partition with the least total, then the fewest lots, then the first in list order; none when some school fits in
/// no lot. best(S) = min over lots T of S's first school of c(T) + best(S without T).
pub fn best_partition(game: &Game, limits: &LotLimits) -> Result<Option<Partition>, CannotShare> {
    if game.schools() > MOST_PARTITIONED {
        return Err(CannotShare::TooLarge);
    }
    let costs = GroupCosts::of(game)?;
    let allowed: Vec<bool> = (0..costs.units.len()).map(|lot| limits.allow(lot)).collect();
    let mut best: Vec<Option<Best>> = vec![Some(Best { cost: 0, lots: 0, first: 0 })];
    for group in 1..costs.units.len() {
        best.push(best_of(group, &best, &costs, &allowed));
    }
    let everyone = costs.units.len() - 1;
    if best[everyone].is_none() {
        return Ok(None);
    }
    let mut lots = Vec::new();
    let mut rest = everyone;
    while let Some(found) = best[rest].filter(|_| rest != 0) {
        lots.push((0..game.schools()).filter(|i| found.first >> i & 1 == 1).collect::<Vec<_>>());
        rest ^= found.first;
    }
    let total = lots.iter().map(|lot| game.cost(lot)).sum();
    Ok(Some(Partition { lots, total }))
}

/// The positions of its schools in list order, and what they pay.
type Lot = (Vec<usize>, Exact);

/// For more schools than can all be considered: beginning with every school by itself, the two lots whose merging gains most
/// are merged, until no merging gains; one lot of all where that costs no more. Good, not proven best. None when some school fits in no lot.
pub fn greedy_partition(game: &Game, limits: &LotLimits) -> Option<Partition> {
    let mut lots: Vec<Lot> = (0..game.schools()).map(|i| (vec![i], game.cost(&[i]))).collect();
    if !lots.iter().all(|(lot, _)| limits.allow_group(lot)) {
        return None;
    }
    let mut merged: BTreeMap<(usize, usize), Option<Lot>> = BTreeMap::new();
    loop {
        for one in 0..lots.len() {
            for other in one + 1..lots.len() {
                let key = (lots[one].0[0], lots[other].0[0]);
                merged.entry(key).or_insert_with(|| merge(game, limits, &lots[one].0, &lots[other].0));
            }
        }
        let gain = |one: usize, other: usize| {
            let (_, cost) = merged.get(&(lots[one].0[0], lots[other].0[0]))?.as_ref()?;
            Some(&lots[one].1 + &lots[other].1 - cost)
        };
        let pairs = (0..lots.len()).flat_map(|one| (one + 1..lots.len()).map(move |other| (one, other)));
        let gains = pairs.filter_map(|(one, other)| Some((gain(one, other)?, one, other)));
        let best = gains.fold(None, |best: Option<(Exact, usize, usize)>, found| match best {
            Some(best) if best.0 >= found.0 => Some(best),
            _ => Some(found),
        });
        let Some((_, one, other)) = best.filter(|(gain, ..)| gain.is_positive()) else { break };
        let (first, second) = (lots[one].0[0], lots[other].0[0]);
        let Some(Some(joined)) = merged.remove(&(first, second)) else { break };
        lots[one] = joined;
        lots.remove(other);
        merged.retain(|(a, b), _| ![first, second].contains(a) && ![first, second].contains(b));
    }
    let total: Exact = lots.iter().map(|(_, cost)| cost).sum();
    let everyone: Vec<usize> = (0..game.schools()).collect();
    let together = game.cost(&everyone);
    if together <= total && limits.allow_group(&everyone) {
        return Some(Partition { lots: vec![everyone], total: together });
    }
    Some(Partition { lots: lots.into_iter().map(|(lot, _)| lot).collect(), total })
}

fn merge(game: &Game, limits: &LotLimits, one: &[usize], other: &[usize]) -> Option<Lot> {
    let mut lot = [one, other].concat();
    lot.sort_unstable();
    limits.allow_group(&lot).then(|| (lot.clone(), game.cost(&lot)))
}

impl LotLimits {
    /// Whether these schools may be one lot.
    pub fn allow_group(&self, lot: &[usize]) -> bool {
        let within = self.schools.is_none_or(|most| lot.len() <= most);
        let fits =
            |(volumes, most): &(Vec<Exact>, Exact)| lot.iter().filter_map(|i| volumes.get(*i)).sum::<Exact>() <= *most;
        within && self.volume.iter().all(fits)
    }

    fn allow(&self, lot: usize) -> bool {
        let members: Vec<usize> = (0..usize::BITS as usize).filter(|i| lot >> i & 1 == 1).collect();
        self.allow_group(&members)
    }
}

fn best_of(group: usize, best: &[Option<Best>], costs: &GroupCosts, allowed: &[bool]) -> Option<Best> {
    let first_school = group & group.wrapping_neg();
    let others = group ^ first_school;
    let mut found: Option<Best> = None;
    let mut part = others;
    loop {
        let lot = part | first_school;
        if let Some(rest) = best[group ^ lot].filter(|_| allowed[lot]) {
            let way = Best { cost: costs.units[lot] + rest.cost, lots: rest.lots + 1, first: lot };
            if found.is_none_or(|found| before(&way, &found)) {
                found = Some(way);
            }
        }
        if part == 0 {
            return found;
        }
        part = (part - 1) & others;
    }
}

fn before(a: &Best, b: &Best) -> bool {
    let ordering = (a.cost, a.lots).cmp(&(b.cost, b.lots));
    ordering.then_with(|| list_order(a.first, b.first)) == Ordering::Less
}

/// Two lots compared as sorted lists of positions; a prefix comes first.
fn list_order(a: usize, b: usize) -> Ordering {
    let differing = a ^ b;
    if differing == 0 {
        return Ordering::Equal;
    }
    let lowest = differing & differing.wrapping_neg();
    let (holds, other) = if a & lowest != 0 { (Ordering::Less, b) } else { (Ordering::Greater, a) };
    let other_ends = other < lowest;
    if other_ends { holds.reverse() } else { holds }
}
