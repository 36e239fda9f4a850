//! Why a fund does not do something, as a sentence.

use crate::platform::words;
use entity::money::Money;
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NothingToDo,
    NotPennies,
    TooLarge,
    NoSchools,
    NotASchool,
    /// At the bank, less what is promised.
    NotEnough(Money),
    /// What is left of the heading's budget.
    OverBudget(Money),
    BudgetBelowSpent(Money),
    ReserveTooSmall(Money),
    GrantsTooSmall(Money),
    OverCap(Money),
    NotOwed(Money),
    NoFormula,
    ChargedAlready,
    NoPenalty,
    NothingShared,
    MoneyLeft(Money),
    StillOwed,
    Waiting,
    WrongKind,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pounds = |amount: &Money| {
            let text = amount.to_string();
            text.parse().map_or(text, words::pounds)
        };
        match self {
            Self::NothingToDo => f.write_str("Enter an amount above £0"),
            Self::NotPennies => f.write_str("Enter whole pennies"),
            Self::TooLarge => f.write_str("Enter a smaller amount"),
            Self::NoSchools => f.write_str("No school takes part in the fund this year"),
            Self::NotASchool => f.write_str("This school does not take part in the fund this year"),
            Self::NotEnough(left) => {
                write!(f, "The fund has {} that is not promised to anybody. It cannot go below nothing", pounds(left))
            }
            Self::OverBudget(left) => write!(f, "The budget of this heading has {} left", pounds(left)),
            Self::BudgetBelowSpent(spent) => {
                write!(f, "{} is spent or approved under this heading already", pounds(spent))
            }
            Self::ReserveTooSmall(reserve) => write!(f, "The reserve has only {}", pounds(reserve)),
            Self::GrantsTooSmall(left) => {
                write!(f, "{} of grants is not matched yet, and that is not enough", pounds(left))
            }
            Self::OverCap(left) => write!(f, "The school has {} left under its cap of this year", pounds(left)),
            Self::NotOwed(owed) => write!(f, "The fund owes this school {}", pounds(owed)),
            Self::NoFormula => f.write_str("The fund's formula does not say how much"),
            Self::ChargedAlready => f.write_str("The schools were charged for this year already"),
            Self::NoPenalty => f.write_str("The fund's terms have no charge for schools that do not take part"),
            Self::NothingShared => f.write_str("There is nothing to share out"),
            Self::MoneyLeft(bank) => {
                write!(f, "{} is still at the bank. Give it back or move it to another fund first", pounds(bank))
            }
            Self::StillOwed => f.write_str("A school still owes the fund, or the fund a school"),
            Self::Waiting => f.write_str("Payments are still waiting. Pay, refuse or withdraw them first"),
            Self::WrongKind => f.write_str("Funds of this kind do not do this"),
        }
    }
}
