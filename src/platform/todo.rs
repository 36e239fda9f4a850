//! What needs somebody now: each concept says its part, the home page puts them together.
//!
//! An evening's list is three of them at most.

use chrono::NaiveDate;

/// Minutes that most things take.
const USUAL_MINUTES: u32 = 5;

/// How many things a person is asked to do in one evening.
pub const OF_AN_EVENING: usize = 3;

/// Verb, thing, due date, why me.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToDo {
    /// "Sign off your catering demand".
    pub text: String,
    pub href: String,
    pub due: Option<NaiveDate>,
    /// "You are headteacher of Pinfold Street".
    pub why: String,
    /// How long it takes, about.
    pub minutes: u32,
}

impl ToDo {
    pub fn new(text: impl Into<String>, href: impl Into<String>, why: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), due: None, why: why.into(), minutes: USUAL_MINUTES }
    }

    /// About so many minutes of work.
    #[must_use]
    pub fn taking(mut self, minutes: u32) -> Self {
        self.minutes = minutes;
        self
    }

    #[must_use]
    pub fn due(mut self, day: NaiveDate) -> Self {
        self.due = Some(day);
        self
    }
}
