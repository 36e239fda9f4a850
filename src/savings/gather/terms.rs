//! The ledger by terms: every signed contract of a cluster, each school and term once.

use crate::contract::rules::spend::{Period, entered, spent};
use crate::contract::rules::term::{Term, TermDays};
use crate::contract::{self, Held, Part};
use crate::platform::error::Result;
use crate::savings::rules::termly::{TermFacts, Termly, by_term};
use ::entity::contract::ContractState;
use ::entity::exact::Exact;
use ::entity::ids::*;
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

/// One school's part of one contract in one term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermLine {
    pub contract: ContractId,
    pub schedule: ScheduleId,
    pub school: SchoolId,
    pub category: CategoryId,
    pub provider: ProviderId,
    /// The contract year, from 1, and its words: "2026 to 2027".
    pub year: i32,
    pub year_words: String,
    pub term: TermDays,
    /// The invoices are of the whole year; this is the term's part of them.
    pub is_part_of_year: bool,
    pub figures: Termly,
}

/// The contracts with their lines, the terms in the order of their days.
#[derive(Clone, Debug, Default)]
pub struct TermLedger {
    pub contracts: Vec<Held>,
    pub lines: Vec<TermLine>,
}

impl TermLedger {
    /// Of contracts with all that belongs to them. A school and service counts once in a term: where two contracts overlap,
    /// the one that was paid, else the one that began last.
    pub fn of(contracts: Vec<Held>) -> TermLedger {
        let mut lines: Vec<TermLine> =
            contracts.iter().filter(|held| held.contract.state != ContractState::Signing).flat_map(lines_of).collect();
        lines.sort_by_key(|line| line.figures.facts.paid.is_none());
        let mut seen = BTreeSet::new();
        lines.retain(|line| seen.insert((line.school, line.category, line.term.words())));
        lines.sort_by_key(|line| (line.term.last, line.term.first, line.category, line.contract));
        TermLedger { contracts, lines }
    }

    pub fn held(&self, line: &TermLine) -> Option<&Held> {
        self.contracts.iter().find(|held| held.contract.id == line.contract)
    }

    /// The years that occur, the earliest first.
    pub fn years(&self) -> Vec<String> {
        let years: BTreeSet<&str> = self.lines.iter().map(|line| line.year_words.as_str()).collect();
        years.into_iter().map(str::to_owned).collect()
    }

    /// The newest year of which a term has begun; the first where none has.
    pub fn year_at(&self, today: NaiveDate) -> Option<String> {
        let begun = self.lines.iter().filter(|line| line.term.first <= today);
        let newest = begun.max_by_key(|line| (line.term.first, line.year_words.clone())).or(self.lines.first());
        newest.map(|line| line.year_words.clone())
    }
}

/// A cluster's ledger by terms. As many queries for three schools as for thirty.
pub async fn terms(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<TermLedger> {
    Ok(TermLedger::of(contract::of_cluster(connection, cluster).await?))
}

/// The lines of one term of a cluster, "Autumn term 2026", for reports.
pub async fn of_term(connection: &impl ConnectionTrait, cluster: ClusterId, term: &str) -> Result<Vec<TermLine>> {
    let ledger = terms(connection, cluster).await?;
    Ok(ledger.lines.into_iter().filter(|line| line.term.words() == term).collect())
}

/// One school's ledger by terms, over all its clusters.
pub async fn of_school(connection: &impl ConnectionTrait, school: SchoolId) -> Result<TermLedger> {
    let mut ledger = TermLedger::of(contract::held_by(connection, school).await?);
    ledger.lines.retain(|line| line.school == school);
    Ok(ledger)
}

fn lines_of(held: &Held) -> Vec<TermLine> {
    let term = Term::of(&held.contract);
    let priced = held.priced();
    let mut lines = Vec::new();
    for year in 1..=term.years() {
        let terms = term.terms(year);
        for (place, days) in terms.iter().enumerate() {
            let agreed = held.agreed(priced.as_ref(), year, days.first);
            for (school, yearly) in &agreed {
                let Some(part) = held.part_of(*school) else { continue };
                lines.push(line(held, part, yearly, Place { year, terms: &terms, place }));
            }
        }
    }
    let is_over = held.contract.state == ContractState::Terminated;
    lines.retain(|line| !is_over || line.figures.facts.paid.is_some());
    lines
}

/// A term of a contract year.
#[derive(Clone, Copy)]
struct Place<'a> {
    year: i32,
    terms: &'a [TermDays],
    place: usize,
}

fn line(held: &Held, part: &Part, yearly: &Exact, at: Place<'_>) -> TermLine {
    let count = at.terms.len();
    let of_term = |yearly: &Exact| by_term(yearly, count).into_iter().nth(at.place);
    let adds_up = held.category.shape.adds_up();
    let planned = part.volumes().remove(&held.category.shape.main_unit);
    let planned = planned.and_then(|year| if adds_up { year.over(&Exact::from(count)) } else { Some(year) });
    let paid = spent_in(part, at, adds_up);
    TermLine {
        contract: held.contract.id,
        schedule: part.row.id,
        school: part.school.id,
        category: held.category.id,
        provider: held.provider.id,
        year: at.year,
        year_words: Term::of(&held.contract).year_words(at.year),
        term: at.terms[at.place],
        is_part_of_year: paid.as_ref().is_some_and(|paid| paid.is_part_of_year),
        figures: Termly::of(TermFacts {
            before: part.row.baseline.and_then(|amount| of_term(&amount.exact())),
            agreed: of_term(yearly).unwrap_or_default(),
            planned,
            paid: paid.as_ref().map(|paid| paid.amount.clone()),
            quantity: paid.and_then(|paid| paid.quantity),
        }),
    }
}

/// What was paid in a term, and for how much of the unit: entered for it or for its months, or else its part of a year that
/// was entered whole.
fn spent_in(part: &Part, at: Place<'_>, adds_up: bool) -> Option<Paid> {
    let Place { year, terms, place } = at;
    if let Some(spent) = terms.get(place).and_then(|term| spent(&part.spends, year, term.period, adds_up)) {
        return Some(Paid { amount: spent.amount, quantity: spent.quantity, is_part_of_year: false });
    }
    let is_whole = entered(&part.spends, year).contains(&Period::WholeYear);
    let whole = spent(&part.spends, year, Period::WholeYear, adds_up).filter(|_| is_whole)?;
    let part_of = |quantity: Exact| if adds_up { quantity.over(&Exact::from(terms.len())) } else { Some(quantity) };
    Some(Paid {
        amount: by_term(&whole.amount, terms.len()).into_iter().nth(place)?,
        quantity: whole.quantity.and_then(part_of),
        is_part_of_year: true,
    })
}

struct Paid {
    amount: Exact,
    quantity: Option<Exact>,
    is_part_of_year: bool,
}
