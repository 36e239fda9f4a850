//! The hearing of a bidder that may be excluded: the buyers' page and the bidder's.

mod bidder;
mod team;

use crate::bid::rules::hearing::ground_words;
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::Routes;
use ::entity::exclusion::{Decision, Model};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    team::routes().merge(bidder::routes())
}

pub(super) fn pages() -> Vec<PageSample> {
    [team::pages(), bidder::pages()].concat()
}

/// One hearing as both sides read it.
#[derive(Clone, Serialize)]
struct Told {
    ground: &'static str,
    reason: String,
    notified_at: String,
    answer_by: String,
    answer: Option<String>,
    answered_at: Option<String>,
    decision: Option<&'static str>,
    decision_reason: Option<String>,
    decided_at: Option<String>,
}

impl Told {
    /// What stands: a decision is told once the second person has confirmed it.
    fn of(hearing: &Model) -> Self {
        let decided = hearing.confirmed_at;
        Self {
            ground: ground_words(hearing.ground),
            reason: hearing.reason.clone(),
            notified_at: hearing.notified_at.to_rfc3339(),
            answer_by: hearing.answer_by.to_rfc3339(),
            answer: hearing.answer.clone(),
            answered_at: hearing.answered_at.map(|at| at.to_rfc3339()),
            decision: hearing.decision.filter(|_| decided.is_some()).map(decision_words),
            decision_reason: hearing.decision_reason.clone().filter(|_| decided.is_some()),
            decided_at: decided.map(|at| at.to_rfc3339()),
        }
    }

    fn sample(decided: bool) -> Self {
        let words = |text: &str| decided.then(|| text.to_owned());
        Self {
            ground: "A discretionary ground",
            reason: "A contract was ended for poor performance".to_owned(),
            notified_at: "2027-03-17T10:00:00Z".to_owned(),
            answer_by: "2027-03-22T17:00:00Z".to_owned(),
            answer: words("We have a new manager"),
            answered_at: words("2027-03-18T10:00:00Z"),
            decision: decided.then(|| decision_words(Decision::Kept)),
            decision_reason: words("The new manager has shown it"),
            decided_at: words("2027-03-23T10:00:00Z"),
        }
    }
}

fn decision_words(decision: Decision) -> &'static str {
    match decision {
        Decision::Excluded => "The bidder is excluded",
        Decision::Kept => "The bidder stays in",
    }
}
