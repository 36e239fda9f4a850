//! Planning for best value: evaluate for the schools still in, let them opt in to the winner, and evaluate again.

use std::fmt;

use entity::exact::Exact;

use super::opt_in::{Joining, JoiningRule};
use crate::evaluation::rules::benchmark_score;
use crate::savings::rules::share::{CannotShare, Game};

/// An offer with its quality mark and its cost for any group of the schools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedOffer {
    pub quality_mark: Exact,
    pub game: Game,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub baselines: Vec<Exact>,
    pub price_weight: Exact,
    /// The target price as a percentage of what the schools still in pay today.
    pub target_percent: Exact,
    pub rule: JoiningRule,
    pub offers: Vec<MarkedOffer>,
}

/// One evaluation: for whom, the offers' totals, who won, and who then left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub schools: Vec<usize>,
    pub totals: Vec<Exact>,
    pub winner: usize,
    pub leave: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedAward {
    pub steps: Vec<Step>,
    /// None when nobody stays.
    pub award: Option<usize>,
    pub members: Vec<usize>,
    pub total: Exact,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotPlan {
    NoOffers,
    CeilingNotAboveTarget,
    Sharing(CannotShare),
}

impl From<CannotShare> for CannotPlan {
    fn from(cannot: CannotShare) -> Self {
        CannotPlan::Sharing(cannot)
    }
}

impl fmt::Display for CannotPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CannotPlan::NoOffers => f.write_str("There is no offer to choose from"),
            CannotPlan::CeilingNotAboveTarget => f.write_str("The target must be below what the schools pay now"),
            CannotPlan::Sharing(cannot) => cannot.fmt(f),
        }
    }
}

/// Repeats until nobody leaves; every repetition loses a school, so it ends.
pub fn award_loop(plan: &Plan) -> Result<PlannedAward, CannotPlan> {
    let mut members: Vec<usize> = (0..plan.baselines.len()).collect();
    let mut steps: Vec<Step> = Vec::new();
    while !members.is_empty() {
        let step = step(plan, &members)?;
        members.retain(|school| !step.leave.contains(school));
        let settled = step.leave.is_empty();
        steps.push(step);
        if settled {
            break;
        }
    }
    let award = steps.last().map(|step| step.winner).filter(|_| !members.is_empty());
    let total = award.map(|winner| plan.offers[winner].game.joint_cost(&members)).unwrap_or_default();
    Ok(PlannedAward { steps, award, members, total })
}

fn step(plan: &Plan, schools: &[usize]) -> Result<Step, CannotPlan> {
    let ceiling: Exact = schools.iter().map(|&i| &plan.baselines[i]).sum();
    let target = &plan.target_percent * &ceiling / Exact::from(100);
    let prices: Vec<Exact> = plan.offers.iter().map(|offer| offer.game.joint_cost(schools)).collect();
    let total = |(offer, price): (&MarkedOffer, &Exact)| {
        let score = benchmark_score(price, &ceiling, &target).ok_or(CannotPlan::CeilingNotAboveTarget)?;
        Ok(&offer.quality_mark + (&plan.price_weight * score).half_up(2))
    };
    let totals: Vec<Exact> = plan.offers.iter().zip(&prices).map(total).collect::<Result<_, CannotPlan>>()?;
    let rank = |&i: &usize| (&totals[i], &plan.offers[i].quality_mark, -&prices[i]);
    let winner = (0..totals.len()).rev().max_by_key(|i| rank(i)).ok_or(CannotPlan::NoOffers)?;
    let (game, baselines, rule) = (plan.offers[winner].game.clone(), plan.baselines.clone(), plan.rule.clone());
    let joined = Joining { game, baselines, rule }.opt_in(schools)?.members;
    let leave = schools.iter().copied().filter(|school| !joined.contains(school)).collect();
    Ok(Step { schools: schools.to_vec(), totals, winner, leave })
}
