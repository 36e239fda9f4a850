//! What was really paid: by the whole year or by its three terms, and when that is the whole of a year.

use ::entity::actual_spend;
use ::entity::exact::Exact;
use std::fmt;

/// The part of a contract year that an amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    WholeYear,
    Autumn,
    Spring,
    Summer,
}

impl Period {
    pub const ALL: &'static [Period] = &[Period::WholeYear, Period::Autumn, Period::Spring, Period::Summer];
    const TERMS: [Period; 3] = [Period::Autumn, Period::Spring, Period::Summer];

    /// As it is stored and shown.
    pub fn words(self) -> &'static str {
        match self {
            Period::WholeYear => "Whole year",
            Period::Autumn => "Autumn term",
            Period::Spring => "Spring term",
            Period::Summer => "Summer term",
        }
    }

    /// As it stands in a form.
    pub fn code(self) -> &'static str {
        match self {
            Period::WholeYear => "year",
            Period::Autumn => "autumn",
            Period::Spring => "spring",
            Period::Summer => "summer",
        }
    }

    pub fn of_words(words: &str) -> Option<Period> {
        Period::ALL.iter().copied().find(|period| period.words() == words)
    }
}

impl std::str::FromStr for Period {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Period::ALL.iter().copied().find(|period| period.code() == code).ok_or(())
    }
}

/// Why an amount cannot be entered for a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    YearIsThere,
    TermIsThere(Period),
    NotInForce,
    NotBegun,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::YearIsThere => f.write_str("The whole year is entered already. Correct that amount instead"),
            Refusal::TermIsThere(term) => {
                write!(f, "The {} is entered already. Enter the other terms", term.words().to_lowercase())
            }
            Refusal::NotInForce => f.write_str("Actual spend can be entered once the contract is signed by everybody"),
            Refusal::NotBegun => f.write_str("That year of the contract has not begun"),
        }
    }
}

/// Whether an amount may be entered for a period beside what is there for the same year: a year counts once, whole or by
/// its terms. The same period again is a correction.
pub fn may_enter(period: Period, there: &[Period]) -> Result<(), Refusal> {
    match period {
        Period::WholeYear => match there.iter().find(|each| **each != Period::WholeYear) {
            Some(term) => Err(Refusal::TermIsThere(*term)),
            None => Ok(()),
        },
        _ if there.contains(&Period::WholeYear) => Err(Refusal::YearIsThere),
        _ => Ok(()),
    }
}

/// What was paid in one contract year: none until the whole year is known, by itself or by its three terms.
pub fn whole_year(spends: &[actual_spend::Model], year: i32) -> Option<Exact> {
    let of_year: Vec<_> = spends.iter().filter(|spend| spend.contract_year == year).collect();
    let entered: Vec<Period> = of_year.iter().filter_map(|spend| Period::of_words(&spend.period)).collect();
    let is_whole = entered.contains(&Period::WholeYear) || Period::TERMS.iter().all(|term| entered.contains(term));
    is_whole.then(|| of_year.iter().map(|spend| spend.amount.exact()).sum())
}

/// How many units were invoiced in one contract year, where the whole year was entered at once: the employees or Mbps of
/// three terms do not add up to those of a year.
pub fn whole_quantity(spends: &[actual_spend::Model], year: i32) -> Option<Exact> {
    let whole = |spend: &&actual_spend::Model| {
        spend.contract_year == year && Period::of_words(&spend.period) == Some(Period::WholeYear)
    };
    Some(spends.iter().find(whole)?.quantity?.exact())
}

/// The periods still to be entered for a year, in words; empty when it is whole.
pub fn missing(spends: &[actual_spend::Model], year: i32) -> Vec<&'static str> {
    if whole_year(spends, year).is_some() {
        return Vec::new();
    }
    let entered =
        |period: &Period| spends.iter().any(|spend| spend.contract_year == year && spend.period == period.words());
    if !Period::TERMS.iter().any(entered) {
        return vec![Period::WholeYear.words()];
    }
    Period::TERMS.iter().filter(|term| !entered(term)).map(|term| term.words()).collect()
}
