//! What needs somebody now: each concept says its part, the home page puts them together.

use chrono::NaiveDate;

/// Verb, thing, due date, why me.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToDo {
    /// "Sign off your catering demand".
    pub text: String,
    pub href: String,
    pub due: Option<NaiveDate>,
    /// "You are headteacher of Pinfold Street".
    pub why: String,
}

impl ToDo {
    pub fn new(text: impl Into<String>, href: impl Into<String>, why: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), due: None, why: why.into() }
    }

    #[must_use]
    pub fn due(mut self, day: NaiveDate) -> Self {
        self.due = Some(day);
        self
    }
}
