//! Promise against delivery over the years, all contracts of a cluster together.

use crate::platform::http::chart::{Heading, LineChart, Period};
use crate::savings::Held;
use ::entity::contract::ContractState;
use ::entity::exact::Exact;
use ::entity::money::{Money, plain_price};
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) const CAPTION: &str = "Expected and actual cost by year";

/// The contract years that begin in one year.
#[derive(Clone, Debug, Serialize)]
pub(super) struct YearRow {
    pub(super) year: String,
    pub(super) expected: String,
    /// Once every school of every contract has entered its year.
    pub(super) actual: Option<String>,
    /// Actual minus expected.
    pub(super) change: Option<String>,
    pub(super) entered: usize,
    pub(super) of: usize,
}

#[derive(Default)]
struct Year {
    expected: Exact,
    actual: Exact,
    entered: usize,
    of: usize,
}

impl Year {
    fn actual(&self) -> Option<&Exact> {
        (self.of > 0 && self.entered == self.of).then_some(&self.actual)
    }
}

/// The years in order, and their chart once one is actual.
pub(super) fn years(contracts: &[Held]) -> (Vec<YearRow>, Option<LineChart>) {
    let mut years: BTreeMap<String, Year> = BTreeMap::new();
    let signed = contracts
        .iter()
        .filter(|held| !matches!(held.contract.state, ContractState::Signing | ContractState::Terminated));
    for held in signed {
        for delivered in held.outturn() {
            let year = years.entry(delivered.words).or_default();
            year.expected += &delivered.expected;
            year.of += delivered.of;
            year.entered += delivered.entered;
            year.actual += &delivered.actual.unwrap_or_default();
        }
    }
    let row = |(words, year): (&String, &Year)| YearRow {
        year: words.clone(),
        expected: year.expected.pounds(),
        actual: year.actual().map(Exact::pounds),
        change: year.actual().map(|actual| (actual - &year.expected).pounds()),
        entered: year.entered,
        of: year.of,
    };
    (years.iter().map(row).collect(), chart(&years))
}

fn chart(years: &BTreeMap<String, Year>) -> Option<LineChart> {
    let amount = |exact: &Exact| Money::rounded(exact).map(|money| money.0).unwrap_or_default();
    let paid = years.values().filter_map(Year::actual).next_back()?;
    let period = |(words, year): (&String, &Year)| Period {
        name: words.clone(),
        expected: amount(&year.expected),
        actual: year.actual().map(amount),
    };
    let periods: Vec<Period> = years.iter().map(period).collect();
    let expected = years.values().next_back().map(|year| plain_price(&year.expected)).unwrap_or_default();
    let heading = Heading {
        id: "chart-years".to_owned(),
        finding: "What contracts were to cost, and what was paid".to_owned(),
        table: CAPTION.to_owned(),
    };
    LineChart::new(heading, &periods, [&format!("Expected: {expected}"), &format!("Actual: {}", plain_price(paid))])
}
