//! A school's limits: from which value it asks for quotes or tenders, and who approves up to which.

use crate::platform::law::{self, NotYetLaw};
use chrono::NaiveDate;
use entity::money::Money;
use entity::purchase_limits;
use std::fmt;

/// Values of a whole purchase, excluding VAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Below it the school buys directly.
    pub one_quote_from: Money,
    pub three_quotes_from: Money,
    pub tender_from: Money,
    /// Up to and including this a business manager may approve.
    pub manager_up_to: Money,
    /// Up to and including this a headteacher may; governors above it.
    pub head_up_to: Money,
}

impl Limits {
    /// Of a school that recorded none: the bands of the day. Up to the highest of them a headteacher approves, which is
    /// our assumption and no law.
    pub fn by_default(on: NaiveDate) -> Result<Self, NotYetLaw> {
        let high = law::purchase_band(i64::MAX, on)?.from_pounds;
        let medium = law::purchase_band(high - 1, on)?.from_pounds;
        let (medium, high) = (pounds(medium), pounds(high));
        Ok(Self {
            one_quote_from: medium,
            three_quotes_from: medium,
            tender_from: high,
            manager_up_to: Money(0),
            head_up_to: high,
        })
    }

    pub fn of(held: &purchase_limits::Model) -> Self {
        Self {
            one_quote_from: held.one_quote_from,
            three_quotes_from: held.three_quotes_from,
            tender_from: held.tender_from,
            manager_up_to: held.manager_up_to,
            head_up_to: held.head_up_to,
        }
    }

    /// How many quotes a purchase of this value needs.
    pub fn quotes_needed(&self, value: Money) -> usize {
        match value {
            value if value >= self.three_quotes_from => 3,
            value if value >= self.one_quote_from => 1,
            _ => 0,
        }
    }
}

/// A whole number of pounds.
pub(super) fn pounds(whole: i64) -> Money {
    Money(whole.saturating_mul(10_i64.pow(Money::DECIMALS)))
}

/// What makes no sense of a school's limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    ThreeBelowOne,
    TenderBelowThree,
    HeadBelowManager,
    AdoptedLater,
}

impl Refusal {
    /// The field that the sentence stands beside.
    pub fn field(self) -> &'static str {
        match self {
            Self::ThreeBelowOne => "three_quotes_from",
            Self::TenderBelowThree => "tender_from",
            Self::HeadBelowManager => "head_up_to",
            Self::AdoptedLater => "adopted-day",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ThreeBelowOne => "Three quotes must start at the amount for one quote, or above it",
            Self::TenderBelowThree => "A tender must start at the amount for three quotes, or above it",
            Self::HeadBelowManager => "The headteacher must be able to approve what the business manager can",
            Self::AdoptedLater => "The day they were adopted must be today or before",
        })
    }
}

/// Checks the amounts against each other.
pub fn check(limits: &Limits, adopted_on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    if limits.three_quotes_from < limits.one_quote_from {
        return Err(Refusal::ThreeBelowOne);
    }
    if limits.tender_from < limits.three_quotes_from {
        return Err(Refusal::TenderBelowThree);
    }
    if limits.head_up_to < limits.manager_up_to {
        return Err(Refusal::HeadBelowManager);
    }
    if adopted_on > today {
        return Err(Refusal::AdoptedLater);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn limits(of: [i64; 5]) -> Limits {
        let [one_quote_from, three_quotes_from, tender_from, manager_up_to, head_up_to] = of.map(pounds);
        Limits { one_quote_from, three_quotes_from, tender_from, manager_up_to, head_up_to }
    }

    #[test]
    fn without_limits_of_its_own_a_school_goes_by_the_bands_of_the_day() {
        assert_eq!(Limits::by_default(today()), Ok(limits([10_000, 10_000, 40_000, 0, 40_000])));
        assert!(Limits::by_default(NaiveDate::from_ymd_opt(2024, 1, 1).unwrap()).is_err());
    }

    #[test]
    fn quotes_are_needed_from_exactly_the_amount_on() {
        let own = limits([1_000, 5_000, 25_000, 2_000, 10_000]);
        let needed = |text: &str| own.quotes_needed(text.parse().unwrap());
        assert_eq!(["0", "999.99", "1000", "4999.99", "5000", "90000"].map(needed), [0, 0, 1, 1, 3, 3]);
    }

    #[test]
    fn each_amount_must_not_be_below_the_one_before() {
        let checked = |of: [i64; 5]| check(&limits(of), today(), today());
        assert_eq!(checked([1_000, 1_000, 1_000, 500, 500]), Ok(()));
        assert_eq!(checked([1_000, 999, 1_000, 500, 500]), Err(Refusal::ThreeBelowOne));
        assert_eq!(checked([1_000, 1_000, 999, 500, 500]), Err(Refusal::TenderBelowThree));
        assert_eq!(checked([1_000, 1_000, 1_000, 501, 500]), Err(Refusal::HeadBelowManager));
        let tomorrow = today().succ_opt().unwrap();
        assert_eq!(check(&limits([1, 1, 1, 1, 1]), tomorrow, today()), Err(Refusal::AdoptedLater));
    }
}
