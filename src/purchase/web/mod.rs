//! Pages about what a school buys by itself, and a provider's answers to its requests.

mod answer;
mod buy;
mod choose;
mod decided;
mod enter;
mod inbox;
mod limits;
mod made;
mod new;
mod parts;
mod purchases;
mod quote;
mod quotes;
mod record;
mod waiver;
mod waivers;

use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Upload};
use crate::platform::http::page::{FormView, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Frame, Visit, frame};
use crate::platform::sections::{Section, Sections};
use crate::purchase::{self, Evidence};
use ::entity::quote_choice::Decision;
use ::entity::school::Model as School;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde_json::Value;

/// Everybody of the school, and auditors.
const READERS: Who = Who::May(&[Action::SeePurchases]);
const BUYERS: Who = Who::May(&[Action::BuySmall]);
const APPROVERS: Who = Who::May(&[Action::ApprovePurchase]);
const SETTERS: Who = Who::May(&[Action::SetLimits]);
/// Those who answer for a provider.
const SELLERS: Who = Who::May(&[Action::AnswerQuote]);

/// The largest form with a file: the file and what is typed beside it.
const WITH_FILE: usize = crate::platform::files::LARGEST + 1024 * 1024;

const ROWS_OF_A_PAGE: u64 = 20;

pub fn routes() -> Routes {
    Routes::new()
        .merge(buy::routes())
        .merge(limits::routes())
        .merge(quotes::routes())
        .merge(new::routes())
        .merge(quote::routes())
        .merge(choose::routes())
        .merge(enter::routes())
        .merge(record::routes())
        .merge(waivers::routes())
        .merge(waiver::routes())
        .merge(purchases::routes())
        .merge(made::routes())
        .merge(inbox::routes())
        .merge(answer::routes())
}

pub fn pages() -> Vec<PageSample> {
    [
        buy::pages(),
        limits::pages(),
        quotes::pages(),
        new::pages(),
        quote::pages(),
        enter::pages(),
        record::pages(),
        waivers::pages(),
        waiver::pages(),
        purchases::pages(),
        made::pages(),
        inbox::pages(),
        answer::pages(),
    ]
    .concat()
}

/// One choice of a list.
#[derive(Clone, Serialize)]
struct Choice {
    value: String,
    text: String,
    hint: String,
}

fn choice(value: impl Into<String>, text: impl Into<String>) -> Choice {
    Choice { value: value.into(), text: text.into(), hint: String::new() }
}

/// A place to go to.
#[derive(Clone, Serialize)]
struct Link {
    text: String,
    href: String,
}

fn link(text: impl Into<String>, href: impl Into<String>) -> Link {
    Link { text: text.into(), href: href.into() }
}

/// The pages of a school's buying, the one that is open among them.
fn sections(urn: i32, current: &str) -> Sections {
    let item = |(page, text): (&str, &str)| Section {
        href: format!("/schools/{urn}/{page}"),
        text: text.to_owned(),
        current: page == current,
    };
    let all = [
        ("buy", "Buy something"),
        ("quotes", "Quotes"),
        ("purchases", "Recorded purchases"),
        ("waivers", "Waivers"),
        ("limits", "Limits"),
    ];
    Sections { label: "Buying".to_owned(), items: all.into_iter().map(item).collect(), keep: String::new() }
}

/// The frame of one of the five pages.
fn main_frame(visit: &Visit, school: &School, title: &str, current: &str) -> Frame {
    let page = frame(title).beside(sections(school.urn, current)).seen_by(seen_by(school));
    if visit.actor.may(Action::SeeSchool, &purchase::place_of(school)) {
        page.back(format!("/schools/{}", school.urn), school.name.clone())
    } else {
        page.back("/home", "Home")
    }
}

/// The frame of a page below one of them.
fn sub_frame(school: &School, title: impl Into<String>, (page, text): (&str, &str)) -> Frame {
    frame(title).back(format!("/schools/{}/{page}", school.urn), text).seen_by(seen_by(school))
}

fn seen_by(school: &School) -> String {
    format!("{} staff and governors, and auditors", school.name)
}

/// Names and values as they were sent, to fill the form with again.
fn typed(fields: &Fields) -> Value {
    fields.pairs().map(|(name, value)| Value::from(vec![name, value])).collect()
}

/// The form that was kept as it was typed.
fn untyped(kept: &Value) -> Fields {
    let mut fields = Fields::default();
    for pair in kept.as_array().into_iter().flatten() {
        if let (Some(name), Some(value)) = (pair[0].as_str(), pair[1].as_str()) {
            fields.push(name.to_owned(), value.to_owned());
        }
    }
    fields
}

fn with_date(form: FormView, name: &str, day: NaiveDate) -> FormView {
    form.with(format!("{name}-day"), day.day().to_string())
        .with(format!("{name}-month"), day.month().to_string())
        .with(format!("{name}-year"), day.year().to_string())
}

/// The file that came in the field `file`.
fn evidence(upload: &mut Upload) -> Option<Evidence> {
    let at = upload.files.iter().position(|file| file.field == "file")?;
    let file = upload.files.swap_remove(at);
    Some(Evidence { name: file.name, bytes: file.bytes })
}

/// What is typed about a decision: approved, or refused with a reason.
fn decision(fields: &Fields) -> std::result::Result<(Decision, String), FormView> {
    fields.read(|form| {
        let decision = form.choice("decision", Decision::ALL, "Choose whether you approve it");
        let reason = form.text_up_to("reason", 2_000);
        if decision == Decision::Refused && reason.is_empty() {
            form.error("reason", "Enter a reason");
        }
        (decision, reason)
    })
}

fn decisions() -> Vec<Choice> {
    vec![choice(Decision::Approved.as_str(), "Approve"), choice(Decision::Refused.as_str(), "Send back, with a reason")]
}

/// An id of an address; what is none leads nowhere.
fn id<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::NotFound)
}
