//! What the page of a request and its record show alike: what was asked, what came, what was chosen, what was waived.

use super::waivers::{kind_words, standing};
use crate::catalogue::form as comparison;
use crate::platform::words;
use crate::purchase::{self, Answers};
use ::entity::ids::AccountId;
use ::entity::money::Money;
use ::entity::purchase_waiver::{self, WaiverKind};
use ::entity::quote_choice::{self, Decision};
use ::entity::quote_request::{self, Stated};
use ::entity::{quote_answer, quote_asked};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;

/// What was asked.
#[derive(Serialize)]
pub(super) struct Request {
    pub title: String,
    need: String,
    items: Vec<Stated>,
    starts: NaiveDate,
    years: i32,
    estimate: Money,
    pub answers_by: DateTime<Utc>,
    asked_at: DateTime<Utc>,
    asked: Vec<String>,
}

impl Request {
    pub(super) fn of(quote: &quote_request::Model, asked: &[quote_asked::Model]) -> Self {
        Request {
            title: quote.title.clone(),
            need: quote.need.clone(),
            items: quote.quantities.items.clone(),
            starts: quote.starts_on,
            years: quote.term_years,
            estimate: quote.estimate,
            answers_by: quote.answers_by,
            asked_at: quote.asked_at,
            asked: asked.iter().map(|one| one.name.clone()).collect(),
        }
    }

    pub(super) fn sample() -> Self {
        Request {
            title: "HR advice".to_owned(),
            need: "Advice by phone".to_owned(),
            items: vec![Stated { label: "Employees".to_owned(), amount: "40".to_owned() }],
            starts: NaiveDate::default(),
            years: 3,
            estimate: Money(50_000_000),
            answers_by: DateTime::UNIX_EPOCH,
            asked_at: DateTime::UNIX_EPOCH,
            asked: vec!["Provider A".to_owned(), "Provider B".to_owned()],
        }
    }
}

/// One answer beside the table.
#[derive(Serialize)]
pub(super) struct AnswerLine {
    name: String,
    value: Money,
    valid_until: Option<NaiveDate>,
    notes: String,
    /// "By email, received 4 May 2027, entered by the school".
    how: Option<String>,
    file_href: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Declined {
    name: String,
    reason: String,
}

#[derive(Serialize)]
pub(super) struct AnswersView {
    pub figures: Option<Value>,
    pub lines: Vec<AnswerLine>,
    pub declined: Vec<Declined>,
    pub silent: Vec<String>,
}

impl AnswersView {
    pub(super) fn of(quote: &quote_request::Model, urn: i32, answers: &Answers, figures: Value) -> Self {
        let line = |one: &purchase::Answered| AnswerLine {
            name: one.asked.name.clone(),
            value: one.value,
            valid_until: one.answer.valid_until,
            notes: one.answer.notes.clone(),
            how: one
                .answer
                .came_by
                .zip(one.answer.received_on)
                .map(|(by, day)| format!("By {by}, received {}, entered by the school", words::short_date(day))),
            file_href: one
                .answer
                .file_id
                .map(|_| format!("/schools/{urn}/quotes/{}/evidence/{}", quote.id, one.asked.id)),
        };
        let declined = |(asked, answer): &(quote_asked::Model, quote_answer::Model)| Declined {
            name: asked.name.clone(),
            reason: answer.declined_reason.clone().unwrap_or_default(),
        };
        AnswersView {
            figures: (!answers.offers.is_empty()).then_some(figures),
            lines: answers.offers.iter().map(line).collect(),
            declined: answers.declined.iter().map(declined).collect(),
            silent: answers.silent.iter().map(|one| one.name.clone()).collect(),
        }
    }

    pub(super) fn sample(is_full: bool) -> Self {
        let line = |is_full: bool| AnswerLine {
            name: "Provider A".to_owned(),
            value: Money(150_000_000),
            valid_until: is_full.then(NaiveDate::default),
            notes: if is_full { "One named adviser".to_owned() } else { String::new() },
            how: is_full.then(|| "By email".to_owned()),
            file_href: is_full.then(|| "/schools/100123/quotes/1/evidence/1".to_owned()),
        };
        AnswersView {
            figures: is_full.then(comparison::sample),
            lines: if is_full { vec![line(true), line(false)] } else { Vec::new() },
            declined: if is_full {
                vec![Declined { name: "Provider B".to_owned(), reason: "Full".to_owned() }]
            } else {
                Vec::new()
            },
            silent: if is_full { vec!["Provider C".to_owned()] } else { Vec::new() },
        }
    }
}

/// A choice and what was decided about it.
#[derive(Serialize)]
pub(super) struct ChoiceView {
    number: i32,
    name: String,
    pub yearly: Money,
    pub value: Money,
    is_cheapest: bool,
    reason: String,
    told: String,
    by: String,
    at: DateTime<Utc>,
    /// "Approved", "Sent back"; none while it waits.
    decision: Option<&'static str>,
    decided_by: Option<String>,
    decided_at: Option<DateTime<Utc>>,
    decided_reason: Option<String>,
}

impl ChoiceView {
    pub(super) fn of(
        held: &quote_choice::Model,
        asked: &[quote_asked::Model],
        names: &HashMap<AccountId, String>,
    ) -> Self {
        let name = |id: &AccountId| names.get(id).cloned().unwrap_or_default();
        ChoiceView {
            number: held.number,
            name: asked.iter().find(|one| one.id == held.asked_id).map(|one| one.name.clone()).unwrap_or_default(),
            yearly: held.yearly,
            value: held.value,
            is_cheapest: held.is_cheapest,
            reason: held.reason.clone(),
            told: held.told.clone(),
            by: name(&held.chosen_by),
            at: held.chosen_at,
            decision: held.decision.map(|decision| match decision {
                Decision::Approved => "Approved",
                Decision::Refused => "Sent back",
            }),
            decided_by: held.decided_by.as_ref().map(name),
            decided_at: held.decided_at,
            decided_reason: held.decided_reason.clone().filter(|reason| !reason.is_empty()),
        }
    }

    pub(super) fn sample(decision: Option<&'static str>) -> Self {
        ChoiceView {
            number: 1,
            name: "Provider A".to_owned(),
            yearly: Money(50_000_000),
            value: Money(150_000_000),
            is_cheapest: decision.is_none(),
            reason: "Best fit".to_owned(),
            told: "Best fit".to_owned(),
            by: "Bea".to_owned(),
            at: DateTime::UNIX_EPOCH,
            decision,
            decided_by: decision.map(|_| "Hal".to_owned()),
            decided_at: decision.map(|_| DateTime::UNIX_EPOCH),
            decided_reason: decision.map(|_| "Ask again".to_owned()),
        }
    }
}

/// A waiver of this request.
#[derive(Serialize)]
pub(super) struct WaiverLine {
    text: &'static str,
    standing: &'static str,
    kind: &'static str,
    href: String,
}

impl WaiverLine {
    pub(super) fn of(urn: i32, held: &purchase_waiver::Model) -> Self {
        let (standing, kind) = standing(held.decision);
        WaiverLine { text: kind_words(held.kind), standing, kind, href: format!("/schools/{urn}/waivers/{}", held.id) }
    }

    pub(super) fn sample() -> Self {
        WaiverLine {
            text: kind_words(WaiverKind::FewerQuotes),
            standing: "Approved",
            kind: "done",
            href: "/waivers/1".to_owned(),
        }
    }
}
