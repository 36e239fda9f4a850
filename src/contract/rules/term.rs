//! The days of a contract: its years, its notice, its end.

use ::entity::contract::{self, ContractState};
use chrono::{Datelike, Days, Months, NaiveDate};

use super::Refusal;
use super::spend::Period;
use crate::school::rules::{term_of, term_words};

/// How many days before the last day for notice it is time to think of it.
pub const NOTICE_DAYS: i64 = 120;

/// The first and the last day, and the last day on which notice can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub notice_on: Option<NaiveDate>,
}

impl Term {
    pub fn of(contract: &contract::Model) -> Term {
        Term { starts_on: contract.starts_on, ends_on: contract.ends_on, notice_on: contract.notice_on }
    }

    /// From a first day for whole years.
    pub fn of_years(starts_on: NaiveDate, years: u32) -> Term {
        let ends_on = years_after(starts_on, years as i32).pred_opt().unwrap_or(starts_on);
        Term { starts_on, ends_on, notice_on: None }
    }

    pub fn check(&self) -> Result<(), Refusal> {
        if self.ends_on <= self.starts_on {
            return Err(Refusal::EndsBeforeItStarts);
        }
        match self.notice_on {
            Some(day) if day < self.starts_on || day > self.ends_on => Err(Refusal::NoticeOutsideTerm),
            _ => Ok(()),
        }
    }

    pub fn overlaps(&self, other: &Term) -> bool {
        self.starts_on <= other.ends_on && other.starts_on <= self.ends_on
    }

    /// How many contract years there are, the last possibly short.
    pub fn years(&self) -> i32 {
        (1..=100).find(|year| years_after(self.starts_on, *year) > self.ends_on).unwrap_or(100)
    }

    /// First and last day of a contract year, from 1.
    pub fn year(&self, number: i32) -> (NaiveDate, NaiveDate) {
        let last = years_after(self.starts_on, number).pred_opt().unwrap_or(self.ends_on);
        (years_after(self.starts_on, number - 1), last.min(self.ends_on))
    }

    /// The contract year that a day is in.
    pub fn year_of(&self, day: NaiveDate) -> Option<i32> {
        (1..=self.years()).find(|number| {
            let (first, last) = self.year(*number);
            (first..=last).contains(&day)
        })
    }

    /// The terms of a contract year in the order in which they begin, each with its days in that year.
    pub fn terms(&self, number: i32) -> Vec<TermDays> {
        let (first, last) = self.year(number);
        let mut found: Vec<TermDays> = Vec::new();
        let mut day = first;
        while day <= last {
            let end = month_end(day).min(last);
            let period = Period::term_of_month(day.month());
            match found.iter_mut().find(|each| each.period == period) {
                Some(there) => there.last = end,
                None => found.push(TermDays { period, first: day, last: end }),
            }
            let Some(next) = end.succ_opt() else { break };
            day = next;
        }
        found
    }

    /// "2026 to 2027": the years that a contract year falls in.
    pub fn year_words(&self, number: i32) -> String {
        let (first, last) = self.year(number);
        if first.year() == last.year() {
            first.year().to_string()
        } else {
            format!("{} to {}", first.year(), last.year())
        }
    }
}

/// A term of a contract year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermDays {
    pub period: Period,
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl TermDays {
    /// "Spring term 2027".
    pub fn words(&self) -> String {
        let (year, term) = term_of(self.last);
        term_words(year, term)
    }
}

fn month_end(day: NaiveDate) -> NaiveDate {
    let next = day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    next.and_then(|next| next.pred_opt()).unwrap_or(day)
}

/// The same day some years on; 29 February becomes 28 February.
fn years_after(day: NaiveDate, years: i32) -> NaiveDate {
    let later = day.with_year(day.year() + years);
    later.or_else(|| day.checked_sub_days(Days::new(1))?.with_year(day.year() + years)).unwrap_or(day)
}

/// The state now: what is stored, but a live contract past its last day has ended.
pub fn phase(contract: &contract::Model, today: NaiveDate) -> ContractState {
    if contract.state == ContractState::Live && contract.ends_on < today {
        ContractState::Ended
    } else {
        contract.state
    }
}

/// Whether notice has to be thought of: the day is near and has not passed.
pub fn notice_is_near(notice_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    notice_on.is_some_and(|day| day >= today && (day - today).num_days() <= NOTICE_DAYS)
}

/// The state and its tag, in words.
pub fn words(state: ContractState) -> (&'static str, &'static str) {
    match state {
        ContractState::Signing => ("Being signed", "waiting"),
        ContractState::Live => ("In force", "done"),
        ContractState::Ended => ("Ended", "plain"),
        ContractState::Terminated => ("Ended early", "problem"),
    }
}
