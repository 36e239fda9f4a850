//! How a joint bill is divided: each school's share, whether anyone pays more than alone, and whether a smaller group
//! would do better by itself.

use std::fmt;

use entity::exact::{CannotSplit, Exact, in_pennies};

use crate::price::rules::CannotPrice;

mod divide;
mod game;
mod group_costs;
mod knapsack;
mod nucleolus;
mod orders;
mod page;
mod programme;
mod shapley;
mod stability;
mod structured;
mod volumes;

#[cfg(test)]
mod share_test;

pub use divide::{ladder_steps, separable_costs};
pub use game::{Cost, Game, MOST_SCHOOLS, Structured};
pub use group_costs::{GroupCosts, MOST_ENUMERATED};
pub use nucleolus::least_core;
pub use orders::orders_needed;
pub use page::{StabilityTest, fits_a_page};
pub use shapley::{shapley_by_orders, shapley_of_groups};
pub use stability::{Stability, stability};
pub use structured::shapley_structured;

/// A rule for dividing the bill, with what it needs. All weights and baselines are in the order of the schools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Every school pays the same.
    Equal,
    /// In proportion to use or to pupils.
    ByWeight(Vec<Exact>),
    /// Own charges, the fixed part equally, the rest by volume.
    TwoPart,
    /// Everyone gets the same percentage off its cost alone.
    Proportional,
    /// Everyone saves the same pounds against its cost alone.
    EqualSavings,
    /// Each covers what it adds, and shares the rest by how much it gains.
    SeparableCosts,
    /// Each pays the average of what its joining adds, over all orders of joining.
    Shapley,
    /// The split that keeps the least happy group as happy as possible.
    Nucleolus,
    /// Each step up in service level is split equally among those who need it.
    Ladder,
    /// Everyone pays its baseline; what is left over comes back by a key.
    PayAsNow { baselines: Vec<Exact>, key: SurplusKey },
}

/// How the surplus of pay-as-now comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SurplusKey {
    Proportional,
    Equal,
    Weights(Vec<Exact>),
}

/// A divided bill. Every list is in the order of the schools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sharing {
    pub total: Exact,
    /// Unrounded shares.
    pub exact: Vec<Exact>,
    /// In whole pennies that add up to the total.
    pub shares: Vec<Exact>,
    /// What each school would pay by itself.
    pub alone: Vec<Exact>,
    pub stability: Stability,
    /// Only under pay-as-now.
    pub rebate: Option<Rebate>,
}

impl Sharing {
    /// Against paying alone; negative when the share is more.
    pub fn saving_against_alone(&self) -> Vec<Exact> {
        self.alone.iter().zip(&self.shares).map(|(alone, share)| alone - share).collect()
    }

    /// Whether no exact share is above the cost alone.
    pub fn no_school_worse_off(&self) -> bool {
        self.exact.iter().zip(&self.alone).all(|(share, alone)| share <= alone)
    }
}

/// What everyone pays first and what comes back at year end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebate {
    pub payments: Vec<Exact>,
    pub rebates: Vec<Exact>,
    pub surplus: Exact,
}

/// Why a bill cannot be divided so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotShare {
    /// The joint bill is more than all schools would pay alone.
    NoIndividuallyRationalAllocation,
    /// Buying separately is cheaper, so there is no joint bill to divide by its parts.
    JointOfferNotUsed,
    /// The rule does not know this kind of cost.
    RuleDoesNotFitCost,
    SharesDoNotSumToCost,
    NegativeWeight,
    /// More schools, volume or digits than can be worked out in reasonable time.
    TooLarge,
    OverCapacity(CannotPrice),
    Malformed,
}

impl fmt::Display for CannotShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CannotShare::NoIndividuallyRationalAllocation => "Buying together costs more than buying alone",
            CannotShare::JointOfferNotUsed => "Buying separately is cheaper, so there is no joint bill to share",
            CannotShare::RuleDoesNotFitCost => "This rule cannot divide this kind of bill",
            CannotShare::SharesDoNotSumToCost => "The shares do not add up to the bill",
            CannotShare::NegativeWeight => "A weight cannot be less than 0",
            CannotShare::TooLarge => "There are too many schools or too large figures to work this out",
            CannotShare::OverCapacity(cannot) => return cannot.fmt(f),
            CannotShare::Malformed => "The figures do not fit the schools",
        })
    }
}

impl From<CannotSplit> for CannotShare {
    fn from(cannot: CannotSplit) -> Self {
        match cannot {
            CannotSplit::NegativeWeight => CannotShare::NegativeWeight,
            CannotSplit::NoWeights => CannotShare::Malformed,
        }
    }
}

impl From<CannotPrice> for CannotShare {
    fn from(cannot: CannotPrice) -> Self {
        match cannot {
            CannotPrice::Malformed(_) => CannotShare::Malformed,
            CannotPrice::TooLarge => CannotShare::TooLarge,
            over => CannotShare::OverCapacity(over),
        }
    }
}

/// Divides the bill of all schools by the rule and tests the result.
pub fn share_costs(game: &Game, rule: &Rule) -> Result<Sharing, CannotShare> {
    let exact = exact_shares(game, rule)?;
    let shares = in_pennies(&exact);
    Ok(Sharing {
        total: game.total(),
        alone: game.alone(),
        stability: stability(game, &exact)?,
        rebate: rebate(game, rule, &shares),
        exact,
        shares,
    })
}

/// Every school's share before rounding.
pub fn exact_shares(game: &Game, rule: &Rule) -> Result<Vec<Exact>, CannotShare> {
    match rule {
        Rule::Equal => divide::equal(game),
        Rule::ByWeight(weights) => divide::by_weight(game, weights),
        Rule::TwoPart => divide::two_part(game),
        Rule::Proportional => divide::by_weight(game, &game.alone()),
        Rule::EqualSavings => divide::equal_savings(game),
        Rule::SeparableCosts => separable_costs(game),
        Rule::Shapley => shapley::shapley(game),
        Rule::Nucleolus => nucleolus::nucleolus(game),
        Rule::Ladder => divide::ladder(game),
        Rule::PayAsNow { baselines, key } => divide::pay_as_now(game, baselines, key),
    }
}

fn rebate(game: &Game, rule: &Rule, shares: &[Exact]) -> Option<Rebate> {
    let Rule::PayAsNow { baselines, .. } = rule else { return None };
    Some(Rebate {
        payments: baselines.clone(),
        rebates: baselines.iter().zip(shares).map(|(payment, share)| payment - share).collect(),
        surplus: baselines.iter().sum::<Exact>() - game.total(),
    })
}
