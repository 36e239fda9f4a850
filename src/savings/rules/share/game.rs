//! What any group of the schools would pay: the joint cost, or the sum of their own costs where that is less.

use entity::exact::Exact;
use entity::price::{Charge, PriceSchedule};

use super::CannotShare;
use super::group_costs::MOST_ENUMERATED;
use crate::price::rules::{Buyer, FirstYear, SharedCharge, first_year};

/// The most schools whose groups are kept as bits, and whose groups are weighed while somebody waits. Dividing a bill among
/// more has no bound.
pub const MOST_SCHOOLS: usize = 120;

/// How the joint cost of a group is worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cost {
    /// The cost of every group, by bit mask of the schools' positions; the empty group costs 0.
    Table(Vec<Exact>),
    Structured(Box<Structured>),
    /// The greatest level in the group.
    HighestLevel(Vec<Exact>),
    /// The first year of an offer.
    Offer {
        buyers: Vec<Buyer>,
        schedule: PriceSchedule,
    },
}

/// fixed + Σ per school + the charge on the summed volume, rounded. Lists are in the order of the schools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structured {
    pub fixed: Exact,
    pub per_school: Vec<Exact>,
    pub volumes: Vec<Exact>,
    pub volume_charge: Option<Charge>,
}

/// A joint cost ready to be asked for any group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    Table(Vec<Exact>),
    Levels(Vec<Exact>),
    /// A fixed part for any group, own parts, and charges on summed volumes.
    Parts {
        fixed: Exact,
        parts: FirstYear,
    },
}

/// The schools, their joint cost and what they would pay outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Game {
    schools: usize,
    pub(super) joint: Joint,
    /// What each school pays elsewhere, when a group may buy separately instead.
    pub(super) outside: Option<Vec<Exact>>,
}

impl Game {
    /// A game of `schools` schools; with `outside` (each school's standalone cost) no group pays more than its sum.
    pub fn new(schools: usize, cost: Cost, outside: Option<Vec<Exact>>) -> Result<Game, CannotShare> {
        if schools == 0 || outside.as_ref().is_some_and(|outside| outside.len() != schools) {
            return Err(CannotShare::Malformed);
        }
        Ok(Game { schools, joint: prepare(schools, cost)?, outside })
    }

    pub fn schools(&self) -> usize {
        self.schools
    }

    fn everyone(&self) -> Vec<usize> {
        (0..self.schools).collect()
    }

    /// What the group (positions) pays.
    pub fn cost(&self, group: &[usize]) -> Exact {
        let joint = self.joint_cost(group);
        match &self.outside {
            Some(outside) => joint.min(group.iter().map(|&i| &outside[i]).sum()),
            None => joint,
        }
    }

    /// What the group pays when it buys together.
    pub fn joint_cost(&self, group: &[usize]) -> Exact {
        if group.is_empty() {
            return Exact::zero();
        }
        match &self.joint {
            Joint::Table(costs) => costs[group.iter().map(|i| 1_usize << i).sum::<usize>()].clone(),
            Joint::Levels(levels) => group.iter().map(|&i| &levels[i]).max().cloned().unwrap_or_default(),
            Joint::Parts { fixed, parts } => {
                let own: Exact = group.iter().map(|&i| &parts.own[i]).sum();
                let shared: Exact = parts.shared.iter().map(|charge| shared_amount(charge, group)).sum();
                fixed + own + shared
            }
        }
    }

    /// What all schools pay: the bill to divide.
    pub fn total(&self) -> Exact {
        self.cost(&self.everyone())
    }

    /// What each school would pay by itself.
    pub fn alone(&self) -> Vec<Exact> {
        (0..self.schools).map(|i| self.cost(&[i])).collect()
    }

    /// Whether all schools really buy together, and not separately because that is cheaper.
    pub fn joint_offer_is_used(&self) -> bool {
        self.total() == self.joint_cost(&self.everyone())
    }

    /// The same game for some of the schools only, buying jointly without an outside option.
    pub fn only(&self, group: &[usize]) -> Result<Game, CannotShare> {
        let pick = |all: &[Exact]| -> Vec<Exact> { group.iter().map(|&i| all[i].clone()).collect() };
        let joint = match &self.joint {
            Joint::Table(_) => return Err(CannotShare::RuleDoesNotFitCost),
            Joint::Levels(levels) => Joint::Levels(pick(levels)),
            Joint::Parts { fixed, parts } => {
                let shared = parts.shared.iter().map(|charge| charge.only(group)).collect();
                Joint::Parts { fixed: fixed.clone(), parts: FirstYear { own: pick(&parts.own), shared } }
            }
        };
        if group.is_empty() {
            return Err(CannotShare::Malformed);
        }
        Ok(Game { schools: group.len(), joint, outside: None })
    }
}

/// The charge on the group's summed volume; 0 when it applies to none of them.
pub(super) fn shared_amount(charge: &SharedCharge, group: &[usize]) -> Exact {
    let volumes: Vec<&Exact> = group.iter().filter_map(|&i| charge.volumes[i].as_ref()).collect();
    if volumes.is_empty() { Exact::zero() } else { charge.amount(&volumes.into_iter().sum()) }
}

fn prepare(schools: usize, cost: Cost) -> Result<Joint, CannotShare> {
    match cost {
        Cost::Table(costs) => {
            let fits = schools <= MOST_ENUMERATED && costs.len() == 1 << schools;
            if fits { Ok(Joint::Table(costs)) } else { Err(CannotShare::Malformed) }
        }
        Cost::HighestLevel(levels) if levels.len() == schools => Ok(Joint::Levels(levels)),
        Cost::Structured(cost) if cost.per_school.len() == schools && cost.volumes.len() == schools => {
            let cost = *cost;
            if cost.volumes.iter().any(Exact::is_negative) {
                return Err(CannotShare::Malformed);
            }
            let shared = cost.volume_charge.map(|charge| SharedCharge::on(charge, cost.volumes));
            let parts = FirstYear { own: cost.per_school, shared: shared.into_iter().collect() };
            Ok(Joint::Parts { fixed: cost.fixed, parts })
        }
        Cost::Offer { buyers, schedule } if buyers.len() == schools => {
            Ok(Joint::Parts { fixed: Exact::zero(), parts: first_year(&buyers, &schedule)? })
        }
        _ => Err(CannotShare::Malformed),
    }
}
