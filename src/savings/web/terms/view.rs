//! The lines of a ledger by terms as a page shows them: chosen, grouped and summed.

use crate::platform::error::Result;
use crate::platform::http::chart::{Heading, LineChart, Period};
use crate::platform::http::visit::Visit;
use crate::savings::rules::termly::{Summed, sum};
use crate::savings::{TermLedger, TermLine, categories_by_id, store};
use ::entity::exact::Exact;
use ::entity::ids::*;
use ::entity::money::{Money, plain_price};
use ::entity::{category, promise_payment, savings_promise};
use serde::Serialize;
use std::collections::HashMap;

/// In the address: the terms of every year.
pub(super) const ALL_YEARS: &str = "all";
pub(super) const CAPTION: &str = "Expected and actual cost by term";

/// What the terms are added up by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum By {
    #[default]
    School,
    Service,
    Provider,
    Year,
}

impl By {
    pub(super) const ALL: [By; 4] = [By::School, By::Service, By::Provider, By::Year];

    pub(super) fn code(self) -> &'static str {
        match self {
            By::School => "school",
            By::Service => "service",
            By::Provider => "provider",
            By::Year => "year",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            By::School => "School",
            By::Service => "Service",
            By::Provider => "Provider",
            By::Year => "Year",
        }
    }
}

impl std::str::FromStr for By {
    type Err = ();
    fn from_str(code: &str) -> std::result::Result<Self, ()> {
        By::ALL.into_iter().find(|by| by.code() == code).ok_or(())
    }
}

/// Which lines, and how.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) year: String,
    pub(super) by: By,
    pub(super) page: Option<u64>,
}

/// A ledger with all that its page needs.
pub(super) struct Shown {
    pub(super) ledger: TermLedger,
    pub(super) categories: HashMap<CategoryId, category::Model>,
    pub(super) promises: Vec<savings_promise::Model>,
    pub(super) payments: Vec<promise_payment::Model>,
    pub(super) asked: Asked,
}

impl Shown {
    /// Three queries.
    pub(super) async fn load(visit: &Visit, ledger: TermLedger, asked: Asked) -> Result<Shown> {
        let mut schedules: Vec<ScheduleId> = ledger.lines.iter().map(|line| line.schedule).collect();
        schedules.sort_unstable();
        schedules.dedup();
        let promises = store::promises(visit.read(), schedules).await?;
        let payments = store::payments(visit.read(), promises.iter().map(|promise| promise.id)).await?;
        Ok(Shown { categories: categories_by_id(visit.read()).await?, promises, payments, ledger, asked })
    }

    /// The lines of the year that was asked for.
    pub(super) fn lines(&self) -> Vec<&TermLine> {
        let all = self.asked.year == ALL_YEARS;
        self.ledger.lines.iter().filter(|line| all || line.year_words == self.asked.year).collect()
    }

    pub(super) fn school_name(&self, line: &TermLine) -> String {
        let part = self.ledger.held(line).and_then(|held| held.part_of(line.school));
        part.map_or_else(|| line.school.to_string(), |part| part.school.name.clone())
    }

    pub(super) fn service(&self, line: &TermLine) -> String {
        self.categories.get(&line.category).map(|category| category.name.clone()).unwrap_or_default()
    }

    fn provider(&self, line: &TermLine) -> String {
        self.ledger.held(line).map(|held| held.provider.name.clone()).unwrap_or_default()
    }

    fn name_by(&self, by: By, line: &TermLine) -> String {
        match by {
            By::School => self.school_name(line),
            By::Service => self.service(line),
            By::Provider => self.provider(line),
            By::Year => line.year_words.clone(),
        }
    }

    /// The sums of each group; schools with the costliest change first.
    pub(super) fn groups(&self, own: Option<SchoolId>) -> Vec<SumRow> {
        let by = self.asked.by;
        let lines = if by == By::Year { self.ledger.lines.iter().collect() } else { self.lines() };
        let mut groups: Vec<(String, Vec<&TermLine>)> = Vec::new();
        for line in lines {
            let name = self.name_by(by, line);
            match groups.iter_mut().find(|(other, _)| *other == name) {
                Some((_, there)) => there.push(line),
                None => groups.push((name, vec![line])),
            }
        }
        let mut rows: Vec<(Exact, SumRow)> = groups
            .into_iter()
            .map(|(name, lines)| {
                let summed = sum(lines.iter().map(|line| &line.figures));
                let is_own = by == By::School && lines.iter().any(|line| own == Some(line.school));
                (summed.realised(), SumRow::of(name, is_own, &summed))
            })
            .collect();
        match by {
            By::Year => rows.sort_by(|one, other| one.1.name.cmp(&other.1.name)),
            _ => rows.sort_by(|one, other| one.0.cmp(&other.0)),
        }
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// The terms in the order of their days, each added up.
    pub(super) fn terms(&self) -> Vec<(String, Summed)> {
        let mut terms: Vec<(String, Vec<&TermLine>)> = Vec::new();
        for line in self.lines() {
            let words = line.term.words();
            match terms.iter_mut().find(|(other, _)| *other == words) {
                Some((_, there)) => there.push(line),
                None => terms.push((words, vec![line])),
            }
        }
        let summed = |(words, lines): (String, Vec<&TermLine>)| (words, sum(lines.iter().map(|line| &line.figures)));
        terms.into_iter().map(summed).collect()
    }
}

/// Sums of some terms, in amounts that the template formats.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SumRow {
    pub(super) name: String,
    pub(super) own: bool,
    pub(super) expected: String,
    /// None until something is entered.
    pub(super) paid: Option<String>,
    /// Paid minus expected, of what is entered.
    pub(super) change: Option<String>,
    /// Paid minus what it would have cost without the cluster.
    pub(super) saved: Option<String>,
    pub(super) price: String,
    pub(super) quantity: String,
    pub(super) entered: usize,
    pub(super) of: usize,
}

impl SumRow {
    pub(super) fn of(name: String, own: bool, sum: &Summed) -> SumRow {
        let is_measured = sum.entered > sum.unmeasured;
        let entered = |amount: Exact| (sum.entered > 0).then(|| amount.pounds());
        let words = |effect: &Exact| if is_measured { effect_words(effect) } else { String::new() };
        SumRow {
            name,
            own,
            expected: sum.agreed.pounds(),
            paid: entered(sum.paid.clone()),
            change: entered(&sum.paid - &sum.agreed_entered),
            saved: is_measured.then(|| (-sum.realised()).pounds()),
            price: words(&sum.price_effect),
            quantity: words(&sum.volume_effect),
            entered: sum.entered,
            of: sum.of,
        }
    }

    pub(super) fn sample(entered: usize) -> SumRow {
        let some = |text: &str| (entered > 0).then(|| text.to_owned());
        SumRow {
            name: "Autumn term 2027".to_owned(),
            own: entered > 0,
            expected: "1040.00".to_owned(),
            paid: some("1040.00"),
            change: some("0.00"),
            saved: some("-500.00"),
            price: "no change".to_owned(),
            quantity: "no change".to_owned(),
            entered,
            of: 8,
        }
    }
}

/// "£12 more saved", "£12 less saved".
pub(super) fn effect_words(effect: &Exact) -> String {
    match effect {
        none if none.is_zero() => "no change".to_owned(),
        less if less.is_negative() => format!("{} less saved", plain_price(&less.abs())),
        more => format!("{} more saved", plain_price(more)),
    }
}

/// Promise against delivery, term by term; drawn once a term is entered by every school.
pub(super) fn chart(terms: &[(String, Summed)]) -> Option<LineChart> {
    let amount = |exact: &Exact| Money::rounded(exact).map(|money| money.0).unwrap_or_default();
    let is_whole = |sum: &Summed| sum.of > 0 && sum.entered == sum.of;
    let paid = terms.iter().rev().find(|(_, sum)| is_whole(sum)).map(|(_, sum)| &sum.paid)?;
    let period = |(name, sum): &(String, Summed)| Period {
        name: name.clone(),
        expected: amount(&sum.agreed),
        actual: is_whole(sum).then(|| amount(&sum.paid)),
    };
    let periods: Vec<Period> = terms.iter().map(period).collect();
    let expected = terms.last().map(|(_, sum)| plain_price(&sum.agreed)).unwrap_or_default();
    let heading = Heading {
        id: "chart-terms".to_owned(),
        finding: "What each term was to cost, and what was paid".to_owned(),
        table: CAPTION.to_owned(),
    };
    LineChart::new(heading, &periods, [&format!("Expected: {expected}"), &format!("Actual: {}", plain_price(paid))])
}
