//! What a report is made from.

use crate::savings::rules::Status;
use ::entity::exact::Exact;
use chrono::NaiveDate;

/// Everything that is known of a cluster for a term's report.
#[derive(Clone, Debug)]
pub struct Facts {
    pub cluster: String,
    /// "Autumn term 2026", "School year 2026 to 2027".
    pub period: String,
    pub today: NaiveDate,
    pub bought: Vec<Bought>,
    pub decided: Vec<Decided>,
    pub under_way: Vec<Coming>,
    pub savings: Vec<Saving>,
    /// The financial year that the money is of: "2026 to 2027".
    pub money_year: String,
    pub running: Vec<Money>,
    pub funding: Vec<Money>,
    pub ratings: Vec<Rated>,
    pub coming: Vec<Coming>,
    /// Meetings of the committee that are called; not for everybody.
    pub meetings: Vec<Coming>,
}

/// A contract that was signed in the term.
#[derive(Clone, Debug)]
pub struct Bought {
    pub source: String,
    pub title: String,
    pub provider: String,
    pub on: NaiveDate,
    /// Each school's part: where it is stored, its name, its authority, what it pays a year.
    pub parts: Vec<(String, String, String, Exact)>,
}

/// A vote of the schools whose result was recorded in the term.
#[derive(Clone, Debug)]
pub struct Decided {
    pub source: String,
    pub question: String,
    pub on: NaiveDate,
    pub outcome: String,
    /// Whether the bidders know: others are told after them.
    pub is_told: bool,
}

/// One school's change in one service.
#[derive(Clone, Debug)]
pub struct Saving {
    pub status: Status,
    pub school: String,
    pub urn: i32,
    /// The code of its authority.
    pub area: String,
    pub service: String,
    pub slug: String,
    pub before: Option<Exact>,
    pub after: Exact,
    pub source: String,
    /// May anybody but the members know?
    pub is_open: bool,
    /// Its body agrees that public reports name it.
    pub agrees: bool,
}

impl Saving {
    /// After minus before.
    pub fn change(&self) -> Option<Exact> {
        Some(&self.after - self.before.as_ref()?)
    }
}

/// A cost of running the cluster, or funding.
#[derive(Clone, Debug)]
pub struct Money {
    pub source: String,
    pub purpose: String,
    pub amount: Exact,
}

/// A school's rating of a contract of the cluster in the term.
#[derive(Clone, Debug)]
pub struct Rated {
    pub source: String,
    pub service: String,
    pub slug: String,
    pub score: i32,
}

/// Something with a day.
#[derive(Clone, Debug)]
pub struct Coming {
    pub on: NaiveDate,
    pub what: String,
}

/// A vote or a meeting, and who took part.
#[derive(Clone, Debug)]
pub struct Attended {
    pub source: String,
    /// What was voted on; of a meeting "Meeting 3".
    pub question: String,
    pub on: NaiveDate,
    /// Each school, whether it took part.
    pub schools: Vec<(String, bool)>,
}
