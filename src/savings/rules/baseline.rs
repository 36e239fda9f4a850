//! Today's cost made comparable: the same service, volume and price year.

use entity::exact::{Exact, median};

use super::{Baseline, Confidence};
use crate::price::rules::growth;

/// The fewest peers whose median is a benchmark.
const FEWEST_PEERS: usize = 3;

/// A baseline restated for a new volume and price year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restated {
    /// In pounds, unrounded.
    pub baseline: Exact,
    /// Per unit of the new volume, in pounds; none without volume.
    pub unit_cost: Option<Exact>,
}

/// (fixed + (amount − fixed) × new volume ÷ old volume) × Π(1 + index); none when there was no volume to scale from.
pub fn like_for_like(
    amount: &Exact,
    fixed: &Exact,
    volume: &Exact,
    new_volume: &Exact,
    index_percent: &[Exact],
) -> Option<Restated> {
    let variable = ((amount - fixed) * new_volume).over(volume)?;
    let index = index_percent.iter().fold(Exact::one(), |product, percent| product * growth(percent));
    let baseline = (fixed + variable) * index;
    Some(Restated { unit_cost: baseline.over(new_volume), baseline })
}

/// A school with a known volume and cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    pub volume: Exact,
    pub baseline: Baseline,
}

/// What the service would cost at the median unit cost of the peers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Benchmark {
    /// None with fewer than three peers of measured or quoted cost.
    pub unit_cost: Option<Exact>,
    pub baseline: Option<Exact>,
    pub peers_used: usize,
}

/// The median of the peers' measured or quoted unit costs × the school's own volume.
pub fn benchmark(volume: &Exact, peers: &[Peer]) -> Benchmark {
    let unit_cost = |peer: &Peer| match peer.baseline.best() {
        Some((cost, Confidence::Measured | Confidence::Quoted)) if peer.volume.is_positive() => cost.over(&peer.volume),
        _ => None,
    };
    let known: Vec<Exact> = peers.iter().filter_map(unit_cost).collect();
    let unit_cost = median(&known).filter(|_| known.len() >= FEWEST_PEERS);
    Benchmark { baseline: unit_cost.as_ref().map(|unit| unit * volume), unit_cost, peers_used: known.len() }
}
