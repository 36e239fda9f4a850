//! Who joins, before bids open: everyone whose share is above today's cost leaves, all together, until nobody leaves.

use entity::exact::{Exact, in_pennies};

use crate::savings::rules::hold_harmless;
use crate::savings::rules::share::{self, CannotShare, Game};

/// Up to so many schools, all groups are searched for the stable one that saves most.
const MOST_SEARCHED: usize = 10;

/// How the joint cost is shared among those who join. Weights are in the order of all schools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JoiningRule {
    TwoPart,
    Equal,
    ByWeight(Vec<Exact>),
    /// In proportion to today's cost.
    Proportional,
    /// Two-part, and then nobody pays more than now where the saving allows it.
    HoldHarmless,
}

/// Schools (by position), their joint cost and what they pay today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joining {
    pub game: Game,
    pub baselines: Vec<Exact>,
    pub rule: JoiningRule,
}

/// How joining ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptIn {
    /// Who left in each round.
    pub leave: Vec<Vec<usize>>,
    pub members: Vec<usize>,
    pub total: Exact,
    pub saving: Exact,
    /// Of the members, in whole pennies.
    pub shares: Vec<Exact>,
    pub saving_if_all_joined: Exact,
}

/// A group in which nobody pays more than today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StableGroup {
    pub members: Vec<usize>,
    pub saving: Exact,
}

impl Joining {
    fn pick(&self, all: &[Exact], group: &[usize]) -> Vec<Exact> {
        group.iter().filter_map(|&i| all.get(i).cloned()).collect()
    }

    /// Today's cost of the group − its joint cost.
    pub fn saving(&self, group: &[usize]) -> Exact {
        self.pick(&self.baselines, group).iter().sum::<Exact>() - self.game.joint_cost(group)
    }

    /// The exact shares of the group's members when they buy together.
    pub fn shares(&self, group: &[usize]) -> Result<Vec<Exact>, CannotShare> {
        let game = self.game.only(group)?;
        let two_part = || share::exact_shares(&game, &share::Rule::TwoPart);
        let by_weight =
            |weights: &[Exact]| share::exact_shares(&game, &share::Rule::ByWeight(self.pick(weights, group)));
        match &self.rule {
            JoiningRule::TwoPart => two_part(),
            JoiningRule::Equal => share::exact_shares(&game, &share::Rule::Equal),
            JoiningRule::ByWeight(weights) => by_weight(weights),
            JoiningRule::Proportional => by_weight(&self.baselines),
            JoiningRule::HoldHarmless => {
                let shares = two_part()?;
                Ok(hold_harmless(&self.pick(&self.baselines, group), &shares).unwrap_or(shares))
            }
        }
    }

    /// Who of the group would pay more than today.
    fn leavers(&self, group: &[usize]) -> Result<Vec<usize>, CannotShare> {
        let shares = self.shares(group)?;
        let pays_more = |(school, share): &(&usize, &Exact)| **share > self.baselines[**school];
        Ok(group.iter().zip(&shares).filter(pays_more).map(|(&school, _)| school).collect())
    }

    /// Starts from `group` and lets everyone leave who would pay more than today, round by round.
    pub fn opt_in(&self, group: &[usize]) -> Result<OptIn, CannotShare> {
        let mut members = group.to_vec();
        let mut leave = Vec::new();
        while !members.is_empty() {
            let leavers = self.leavers(&members)?;
            if leavers.is_empty() {
                break;
            }
            members.retain(|school| !leavers.contains(school));
            leave.push(leavers);
        }
        let shares = if members.is_empty() { Vec::new() } else { in_pennies(&self.shares(&members)?) };
        Ok(OptIn {
            leave,
            total: self.game.joint_cost(&members),
            saving: self.saving(&members),
            saving_if_all_joined: self.saving(group),
            members,
            shares,
        })
    }

    /// The stable group with the greatest saving above 0; ties to more schools, then to the earlier in list order. None
    /// for more than ten schools.
    pub fn best_stable_group(&self) -> Result<Option<StableGroup>, CannotShare> {
        if self.game.schools() > MOST_SEARCHED {
            return Ok(None);
        }
        let mut best = StableGroup::default();
        for mask in 1_usize..1 << self.game.schools() {
            let members: Vec<usize> = (0..self.game.schools()).filter(|i| mask >> i & 1 == 1).collect();
            let saving = self.saving(&members);
            let tie = || (members.len(), &best.members) > (best.members.len(), &members);
            let better = saving > best.saving || saving.is_positive() && saving == best.saving && tie();
            if better && self.leavers(&members)?.is_empty() {
                best = StableGroup { members, saving };
            }
        }
        Ok(Some(best))
    }
}

/// The offer with the greatest saving above 0 after opting in; ties to the first.
pub fn choose_offer(results: &[OptIn]) -> Option<usize> {
    let saving = |i: &usize| &results[*i].saving;
    (0..results.len()).rev().filter(|i| saving(i).is_positive()).max_by_key(saving)
}
