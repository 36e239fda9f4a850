//! Promise against delivery: what a contract was to cost in each of its years, and what was really paid.

use ::entity::actual_spend;
use ::entity::exact::Exact;

use super::spend::whole_year;
use super::term::Term;
use crate::price::rules::Priced;

/// One contract year of all its schools together, in pounds, net of VAT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    pub number: i32,
    /// "2026 to 2027".
    pub words: String,
    /// The agreed price on the agreed quantities; the last priced year again where the contract is longer than its price.
    pub expected: Exact,
    /// None until every school's year is whole.
    pub actual: Option<Exact>,
    /// How many schools have entered the whole year.
    pub entered: usize,
}

/// Every contract year in order; `spends` has what each school entered.
pub fn by_year(term: &Term, priced: Option<&Priced>, spends: &[&[actual_spend::Model]]) -> Vec<Delivered> {
    let years = priced.map(|priced| priced.years.as_slice()).unwrap_or_default();
    let expected = |number: i32| {
        let year = years.get(number as usize - 1).or(years.last());
        year.map(|year| year.total.clone()).unwrap_or_default()
    };
    let delivered = |number: i32| {
        let paid: Vec<Exact> = spends.iter().filter_map(|spends| whole_year(spends, number)).collect();
        Delivered {
            number,
            words: term.year_words(number),
            expected: expected(number),
            actual: (!paid.is_empty() && paid.len() == spends.len()).then(|| paid.iter().sum()),
            entered: paid.len(),
        }
    };
    (1..=term.years()).map(delivered).collect()
}
