//! What would happen: opting in offer by offer, and buying in lots.

use super::gather::{Choosable, Planning};
use super::rules::fair::Way;
use super::rules::share::{CannotShare, Game};
use crate::cluster::rules::{
    Joining, MOST_PARTITIONED, OptIn, Partition, best_partition, choose_offer, greedy_partition,
};

/// How opting in to an offer ends, or the sentence that says why that cannot be said.
pub type Opted = Result<(Joining, OptIn), String>;

/// Lets everybody leave who would pay more than now, round by round.
pub fn opted(planning: &Planning, offer: &Choosable, way: Way) -> Opted {
    let everyone: Vec<usize> = (0..planning.schools.len()).collect();
    let ended = planning.joining(offer, way).and_then(|joining| {
        let ended = joining.opt_in(&everyone)?;
        Ok((joining, ended))
    });
    ended.map_err(|cannot| cannot.to_string())
}

/// The offer that saves most once everybody has opted in or left.
pub fn saves_most(ended: &[Opted]) -> Option<usize> {
    let known: Vec<usize> = (0..ended.len()).filter(|at| ended[*at].is_ok()).collect();
    let results: Vec<OptIn> = ended.iter().flatten().map(|(_, ended)| ended.clone()).collect();
    choose_offer(&results).map(|chosen| known[chosen])
}

/// The cheapest lots found.
#[derive(Clone, Debug)]
pub struct Lots {
    pub game: Game,
    pub partition: Partition,
    /// The provider's limits let all buy in one lot.
    pub may_be_one: bool,
    /// Every way of making lots was considered.
    pub is_proven: bool,
}

/// None where some school fits in no lot.
pub fn best_lots(planning: &Planning, offer: &Choosable) -> Result<Option<Lots>, CannotShare> {
    let (game, limits) = planning.lots(offer)?;
    let is_proven = game.schools() <= MOST_PARTITIONED;
    let found = if is_proven { best_partition(&game, &limits)? } else { greedy_partition(&game, &limits) };
    let everyone: Vec<usize> = (0..game.schools()).collect();
    let may_be_one = limits.allow_group(&everyone);
    Ok(found.map(|partition| Lots { game, partition, may_be_one, is_proven }))
}
