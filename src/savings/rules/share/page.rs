//! What may be worked out while somebody waits for a page.

use entity::exact::Exact;

use super::Game;
use super::game::Joint;
use super::group_costs::GroupCosts;
use super::stability::{Stability, enumerated};
use super::volumes::Volumes;
use super::{CannotShare, knapsack};

/// Up to so many schools every group is looked at.
const MOST_SCHOOLS: usize = 16;
/// The most (schools × volume) steps of a stability test by volume.
const MOST_CELLS_OF_A_TEST: usize = 50_000;
/// The most of them for a Shapley value.
const MOST_CELLS: usize = 200_000;

/// Whether the Shapley value by counting volumes takes no longer than a page may.
pub fn fits_a_page(game: &Game) -> bool {
    cells(game).is_ok_and(|cells| cells <= MOST_CELLS)
}

/// Schools × summed volume in common units, over all joint charges.
fn cells(game: &Game) -> Result<usize, CannotShare> {
    let Joint::Parts { parts, .. } = &game.joint else { return Err(CannotShare::RuleDoesNotFitCost) };
    let of_charge = |charge: &crate::price::rules::SharedCharge| {
        let volumes: Vec<Exact> = charge.volumes.iter().flatten().cloned().collect();
        if volumes.is_empty() {
            return Ok(0);
        }
        Volumes::of(&volumes).map(|volumes| volumes.each.len() * (volumes.total + 1))
    };
    parts.shared.iter().map(of_charge).sum()
}

/// The stability test of one game, for several sharings of it.
#[derive(Clone, Debug)]
pub struct StabilityTest<'a> {
    game: &'a Game,
    /// Of every group, where there are few enough schools.
    costs: Option<GroupCosts>,
}

impl<'a> StabilityTest<'a> {
    pub fn of(game: &'a Game) -> Self {
        let few = game.schools() <= MOST_SCHOOLS;
        StabilityTest { game, costs: few.then(|| GroupCosts::of(game).ok()).flatten() }
    }

    /// None where it would take longer than a page may.
    pub fn test(&self, shares: &[Exact]) -> Option<Stability> {
        match &self.costs {
            Some(costs) => enumerated(costs, shares).ok(),
            None => {
                let quick = cells(self.game).is_ok_and(|cells| cells <= MOST_CELLS_OF_A_TEST);
                quick.then(|| knapsack::worst_group(self.game, shares).ok()).flatten()
            }
        }
    }
}
