//! The backward planner: from the day a contract starts back to the day the schools' demand has to be in.
//!
//! Steps are laid before one another in school days, working days or calendar days. What is laid out is what is usual;
//! beside it stands the least that the law or common sense allows, so that a late plan says what could be shortened.

use crate::platform::law::{self, BeyondCalendar, Documents, Regime, Submission};
use ::entity::tender::TenderState::{self, *};
use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// A part of the way from demand to contract, in the order in which they happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Demand,
    Review,
    Open,
    Assess,
    Vote,
    Joining,
    Standstill,
    Sign,
    StaffTransfer,
    Start,
}

/// Which days count for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Working days on which schools are open.
    School,
    /// Working days of the Procurement Act 2023, section 123.
    Working,
    Calendar,
}

/// How long a step takes, and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    pub usual: u32,
    /// The least that the law, or doing it decently, allows.
    pub least: u32,
    pub counted: Counted,
    /// The statute, or why it takes so long.
    pub source: &'static str,
}

impl Step {
    pub const ALL: &'static [Step] = &[
        Step::Demand,
        Step::Review,
        Step::Open,
        Step::Assess,
        Step::Vote,
        Step::Joining,
        Step::Standstill,
        Step::Sign,
        Step::StaffTransfer,
        Step::Start,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Step::Demand => "Schools give and sign their demand",
            Step::Review => "A reviewer from another school reads the tender",
            Step::Open => "Open for bids",
            Step::Assess => "Bids are opened, checked, scored and compared",
            Step::Vote => "The schools vote",
            Step::Joining => "Governing bodies decide on joining",
            Step::Standstill => "Standstill",
            Step::Sign => "Everybody signs",
            Step::StaffTransfer => "Staff who transfer are informed and consulted",
            Step::Start => "The contract starts",
        }
    }

    /// The last day of it in words: "Bids close".
    pub fn end(self) -> &'static str {
        match self {
            Step::Demand => "Demand sheets are in",
            Step::Review => "The tender is published",
            Step::Open => "Bids close",
            Step::Assess => "A bid is recommended",
            Step::Vote => "The vote has closed",
            Step::Joining => "Every body has decided",
            Step::Standstill => "The standstill is over",
            Step::Sign => "The contract is signed",
            Step::StaffTransfer => "Staff transfer",
            Step::Start => "The contract starts",
        }
    }

    fn length(self, facts: &Facts) -> Length {
        let takes = |usual, least, counted, source| Length { usual, least, counted, source };
        let (today, documents) = (facts.today, Documents::WithTheNotice);
        let least = |regime| law::minimum_tendering_days(regime, Submission::Electronic, documents, today);
        let tendering = facts.regime.map_or(0, least);
        let given = law::standstill_days(today);
        let standstill = if facts.regime == Some(Regime::Services) { given } else { 0 };
        match self {
            Step::Demand => takes(20, 5, Counted::School, "One meeting of each governing body to authorise a price"),
            Step::Review => takes(5, 1, Counted::School, "The reviewer's reading, and time to mend what they find"),
            Step::Open => takes(
                tendering.max(30),
                tendering.max(10),
                Counted::Calendar,
                "Procurement Act 2023, section 54; at least 10 days so that firms can answer well",
            ),
            Step::Assess => takes(15, 5, Counted::School, "Checks, scoring by each evaluator, moderation, prices"),
            Step::Vote => takes(6, 2, Counted::School, "The vote closes at its published time, not before"),
            Step::Joining => {
                takes(15, 0, Counted::School, "None where each body authorised a price before bids opened")
            }
            Step::Standstill => takes(
                given,
                standstill,
                Counted::Working,
                "Procurement Act 2023, section 51: the day of the notice counts; below the threshold and under light \
                 touch it is a courtesy",
            ),
            Step::Sign => takes(5, 1, Counted::School, "The provider and each body sign on their own day"),
            Step::StaffTransfer if facts.staff_transfer => takes(
                42,
                28,
                Counted::Calendar,
                "TUPE Regulations 2006: facts about the staff at least 28 days before (regulation 11), and long enough \
                 before to consult (regulation 13)",
            ),
            Step::StaffTransfer => takes(0, 0, Counted::Calendar, "No staff move to another employer"),
            Step::Start => takes(0, 0, Counted::Calendar, "The first day of the contract"),
        }
    }

    /// Whether a tender in this state has it behind it.
    fn is_done_in(self, state: TenderState) -> bool {
        let reached = match state {
            Draft | Pooling => Step::Demand,
            Review => Step::Review,
            TenderState::Open => Step::Open,
            Sealed | Compliance | Scoring | Moderation | Priced => Step::Assess,
            Recommended => Step::Vote,
            Ratified => Step::Joining,
            TenderState::Standstill | Challenged => Step::Standstill,
            Contracting => Step::Sign,
            Live | Ended | Terminated | Cancelled | Withdrawn | Unsuccessful => return true,
        };
        self < reached
    }
}

/// A time in which schools are closed, its last day included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    pub title: String,
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// What a plan is worked out from.
#[derive(Clone, Debug)]
pub struct Facts {
    pub contract_start: NaiveDate,
    pub today: NaiveDate,
    pub state: TenderState,
    /// The regime whose periods the tender keeps; none below the threshold.
    pub regime: Option<Regime>,
    pub staff_transfer: bool,
    /// The last day on which the present contract, or SLA, can be given notice; the earliest of the schools'.
    pub notice_by: Option<NaiveDate>,
    pub closures: Vec<Closure>,
}

/// One step of a plan: from its first day to the day by which it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub step: Step,
    pub from: NaiveDate,
    pub by: NaiveDate,
    pub length: Length,
    pub done: bool,
    /// Calendar days since it should have been done, where it is not.
    pub late: i64,
}

/// The way back from the contract's start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub rows: Vec<Row>,
    /// The last day for the first demand sheet.
    pub demand_by: NaiveDate,
    /// The notice that the vote has to come before, where it does not fit before the start by itself.
    pub bound_by_notice: Option<NaiveDate>,
    /// Days by which notice on the present contract is too late already.
    pub notice_late: i64,
    /// Calendar days by which the latest step is too late.
    pub late: i64,
    /// The first day on which a contract could start, if all goes on from today as usual.
    pub usual_start: NaiveDate,
    /// The same with every step that is left as short as it may be.
    pub shortest_start: NaiveDate,
}

/// The plan, or why working days cannot be counted.
pub fn plan(facts: &Facts) -> Result<Plan, BeyondCalendar> {
    let rows = laid_out(facts)?;
    let vote_alone = vote_before(facts)?;
    let bound = facts.notice_by.filter(|notice| *notice < vote_alone);
    let is_decided = Step::Vote.is_done_in(facts.state);
    let notice_late = match facts.notice_by {
        Some(notice) if !is_decided => (facts.today - notice).num_days().max(0),
        _ => 0,
    };
    let demand_by = rows.first().map_or(facts.contract_start, |row| row.by);
    Ok(Plan {
        late: rows.iter().map(|row| row.late).max().unwrap_or(0),
        usual_start: forwards(facts, |length| length.usual)?,
        shortest_start: forwards(facts, |length| length.least)?,
        bound_by_notice: bound,
        notice_late,
        demand_by,
        rows,
    })
}

/// Each step before the next one. The vote is over before notice has to be given, unless that day is past.
fn laid_out(facts: &Facts) -> Result<Vec<Row>, BeyondCalendar> {
    let mut rows = Vec::new();
    let mut by = facts.contract_start;
    for step in Step::ALL.iter().rev().copied() {
        if step == Step::Vote
            && let Some(notice) = facts.notice_by.filter(|notice| *notice < by && *notice >= facts.today)
        {
            by = notice;
        }
        let length = step.length(facts);
        by = ends_on(facts, step, by)?;
        let from = back(facts, by, length.usual, length.counted)?;
        let done = step.is_done_in(facts.state);
        let late = if done { 0 } else { (facts.today - by).num_days().max(0) };
        rows.push(Row { step, from, by, length, done, late });
        by = from;
    }
    rows.reverse();
    Ok(rows)
}

/// By when the vote would have to be over if only the start counted.
fn vote_before(facts: &Facts) -> Result<NaiveDate, BeyondCalendar> {
    let free = Facts { notice_by: None, ..facts.clone() };
    let rows = laid_out(&free)?;
    Ok(rows.iter().find(|row| row.step == Step::Vote).map_or(facts.contract_start, |row| row.by))
}

/// Bids close on a school day; everything else ends when it has to.
fn ends_on(facts: &Facts, step: Step, by: NaiveDate) -> Result<NaiveDate, BeyondCalendar> {
    if matches!(step, Step::Start | Step::StaffTransfer) {
        return Ok(by);
    }
    let mut day = by;
    while !counts(facts, day, Counted::School)? {
        day = day - Days::new(1);
    }
    Ok(day)
}

/// From today, the steps that are left, each so long.
fn forwards(facts: &Facts, days: impl Fn(&Length) -> u32) -> Result<NaiveDate, BeyondCalendar> {
    let mut day = facts.today;
    for step in Step::ALL.iter().copied().filter(|step| !step.is_done_in(facts.state)) {
        let length = step.length(facts);
        for _ in 0..days(&length) {
            day = day + Days::new(1);
            while !counts(facts, day, length.counted)? {
                day = day + Days::new(1);
            }
        }
    }
    Ok(day.max(facts.today))
}

fn back(facts: &Facts, from: NaiveDate, days: u32, counted: Counted) -> Result<NaiveDate, BeyondCalendar> {
    let mut day = from;
    for _ in 0..days {
        day = day - Days::new(1);
        while !counts(facts, day, counted)? {
            day = day - Days::new(1);
        }
    }
    Ok(day)
}

fn counts(facts: &Facts, day: NaiveDate, counted: Counted) -> Result<bool, BeyondCalendar> {
    let open = || facts.closures.iter().all(|closure| day < closure.first || closure.last < day);
    match counted {
        Counted::Calendar => Ok(true),
        Counted::Working => law::is_working_day(day),
        Counted::School => Ok(law::is_working_day(day)? && open()),
    }
}

/// What is assumed of the school year that begins in September of `year`, until a cluster has typed its own dates:
/// England has no single calendar of terms.
pub fn standard_closures(year: i32) -> Vec<Closure> {
    let closure = |title: &str, first: NaiveDate, last: NaiveDate| Closure { title: title.to_owned(), first, last };
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let week_of = |monday: NaiveDate| (monday, monday + Days::new(4));
    let autumn = week_of(last_monday(day(year, 10, 31)));
    let christmas = first_monday(day(year, 12, 19));
    let february = week_of(first_monday(day(year + 1, 2, 15)));
    let easter = easter(year + 1);
    let may = week_of(last_monday(day(year + 1, 5, 31)));
    vec![
        closure("Autumn half-term", autumn.0, autumn.1),
        closure("Christmas", christmas, christmas + Days::new(11)),
        closure("February half-term", february.0, february.1),
        closure("Easter", easter - Days::new(6), easter + Days::new(5)),
        closure("May half-term", may.0, may.1),
        closure("Summer", day(year + 1, 7, 22), day(year + 1, 8, 31)),
    ]
}

/// The year in which the school year of a day began.
pub fn school_year(day: NaiveDate) -> i32 {
    if day.month() >= 9 { day.year() } else { day.year() - 1 }
}

fn first_monday(mut day: NaiveDate) -> NaiveDate {
    while day.weekday() != Weekday::Mon {
        day = day + Days::new(1);
    }
    day
}

fn last_monday(mut day: NaiveDate) -> NaiveDate {
    while day.weekday() != Weekday::Mon {
        day = day - Days::new(1);
    }
    day
}

/// Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher).
fn easter(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    let (month, day) = (month.unsigned_abs(), day.unsigned_abs());
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

#[cfg(test)]
#[path = "planner_test.rs"]
mod tests;
