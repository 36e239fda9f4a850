//! Promise against delivery: what a contract was to cost in each of its years, and what was really paid.

use ::entity::actual_spend;
use ::entity::exact::{Exact, split};
use chrono::NaiveDate;

use super::spend::whole_year;
use super::term::Term;

/// One contract year of all its schools together, in pounds, net of VAT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    pub number: i32,
    /// "2026 to 2027".
    pub words: String,
    /// The agreed price on the agreed quantities.
    pub expected: Exact,
    /// None until every school's year is whole.
    pub actual: Option<Exact>,
    /// How many schools have entered the whole year.
    pub entered: usize,
    /// How many schools are in it in that year.
    pub of: usize,
}

/// What one school entered, and when it came and went where that is not the whole term.
#[derive(Clone, Copy, Debug)]
pub struct OfPart<'a> {
    pub spends: &'a [actual_spend::Model],
    pub joined_on: Option<NaiveDate>,
    pub left_on: Option<NaiveDate>,
}

impl OfPart<'_> {
    /// What it paid in a year: of a year in which it came or went, what it entered of it.
    fn paid(&self, term: &Term, number: i32) -> Option<Exact> {
        let (first, last) = term.year(number);
        let is_part = self.joined_on.is_some_and(|day| day > first) || self.left_on.is_some_and(|day| day < last);
        let of_year = self.spends.iter().filter(|spend| spend.contract_year == number);
        let amounts: Vec<Exact> = of_year.map(|spend| spend.amount.exact()).collect();
        if is_part { (!amounts.is_empty()).then(|| amounts.iter().sum()) } else { whole_year(self.spends, number) }
    }

    fn is_in(&self, term: &Term, number: i32) -> bool {
        let (first, last) = term.year(number);
        self.joined_on.is_none_or(|day| day <= last) && self.left_on.is_none_or(|day| day >= first)
    }
}

/// Every contract year in order: what was expected of it, and what its schools entered.
pub fn by_year(term: &Term, expected: impl Fn(i32) -> Exact, parts: &[OfPart<'_>]) -> Vec<Delivered> {
    let delivered = |number: i32| {
        let of_year: Vec<&OfPart<'_>> = parts.iter().filter(|part| part.is_in(term, number)).collect();
        let paid: Vec<Exact> = of_year.iter().filter_map(|part| part.paid(term, number)).collect();
        Delivered {
            number,
            words: term.year_words(number),
            expected: expected(number),
            actual: (!paid.is_empty() && paid.len() == of_year.len()).then(|| paid.iter().sum()),
            entered: paid.len(),
            of: of_year.len(),
        }
    };
    (1..=term.years()).map(delivered).collect()
}

/// What each school is to pay in a contract year: of the first what was agreed, of a later one the joint total in the same
/// proportions, in whole pennies that add up to it. Without a total the first year's again.
pub fn shares(first_year: &[Exact], total: Option<&Exact>) -> Vec<Exact> {
    total.and_then(|total| split(total, first_year).ok()).unwrap_or_else(|| first_year.to_vec())
}
