//! What every bidder is asked to declare, and what is checked on every bid: pass or fail.

use serde::{Deserialize, Serialize};

/// A condition that holds or not; bidders tick what holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Procurement Act 2023, schedules 6 and 7.
    NoExclusionGrounds,
    Insurance,
    Safeguarding,
    FoodHygiene,
    DataProtection,
    Terms,
}

impl Condition {
    pub const ALL: &'static [Condition] = &[
        Condition::NoExclusionGrounds,
        Condition::Insurance,
        Condition::Safeguarding,
        Condition::FoodHygiene,
        Condition::DataProtection,
        Condition::Terms,
    ];

    /// The word that is stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Condition::NoExclusionGrounds => "no_exclusion_grounds",
            Condition::Insurance => "insurance",
            Condition::Safeguarding => "safeguarding",
            Condition::FoodHygiene => "food_hygiene",
            Condition::DataProtection => "data_protection",
            Condition::Terms => "terms",
        }
    }

    /// Its short name.
    pub fn name(self) -> &'static str {
        match self {
            Condition::NoExclusionGrounds => "No exclusion grounds",
            Condition::Insurance => "Insurance",
            Condition::Safeguarding => "Safeguarding",
            Condition::FoodHygiene => "Food hygiene",
            Condition::DataProtection => "Personal data",
            Condition::Terms => "Contract terms",
        }
    }

    /// What the bidder declares by ticking it.
    pub fn statement(self) -> &'static str {
        match self {
            Condition::NoExclusionGrounds => {
                "No ground for exclusion in schedules 6 and 7 of the Procurement Act 2023 applies to us or to those we rely on"
            }
            Condition::Insurance => {
                "We hold employer's and public liability insurance, or will hold it before the contract starts"
            }
            Condition::Safeguarding => {
                "Everybody we send to a school has the checks that Keeping children safe in education asks for"
            }
            Condition::FoodHygiene => {
                "Our food business is registered, and no kitchen of ours is rated below 3 for food hygiene"
            }
            Condition::DataProtection => "We handle personal data of pupils and staff as UK data protection law asks",
            Condition::Terms => "We accept the contract terms published with this tender",
        }
    }

    pub fn of_code(code: &str) -> Option<Condition> {
        Self::ALL.iter().copied().find(|condition| condition.code() == code)
    }
}

/// What a tender in this category asks bidders to declare.
pub fn conditions(category: &str) -> Vec<Condition> {
    let asked = |condition: &Condition| *condition != Condition::FoodHygiene || category == "catering";
    Condition::ALL.iter().copied().filter(asked).collect()
}

/// One line of the compliance check: a code that is stored, and what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    pub code: &'static str,
    pub name: &'static str,
    /// What must be true for a pass.
    pub statement: &'static str,
}

/// What is checked on every bid of this category.
pub fn checks(category: &str) -> Vec<Check> {
    let declared = |condition: Condition| Check {
        code: condition.code(),
        name: condition.name(),
        statement: condition.statement(),
    };
    let interests = Check {
        code: "interests",
        name: "Interests",
        statement: "No interest that was declared is a conflict that cannot be managed",
    };
    conditions(category).into_iter().map(declared).chain([interests]).collect()
}
