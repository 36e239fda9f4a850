//! The pages of committees.

mod agenda;
mod committee;
mod election;
mod elections;
mod extract;
mod group;
mod groups;
mod item;
mod meeting;
mod meetings;
mod minutes;
mod record;
mod terms;

use crate::committee::rules::{in_london, parse_time};
use crate::platform::access::Action;
use crate::platform::error::Error;
use crate::platform::http::fields::Reader;
use crate::platform::http::page::{FormView, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Frame, frame};
use ::entity::cluster;
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Utc};
use serde::Serialize;

const SEE: Who = Who::May(&[Action::SeeCluster]);
const SET: Who = Who::May(&[Action::SetTerms]);
const CALL: Who = Who::May(&[Action::CallMeeting]);
const MINUTE: Who = Who::May(&[Action::MinuteMeeting]);
/// A document and what stands around it.
const MOST_BYTES: usize = crate::platform::files::LARGEST + 64 * 1024;

pub fn routes() -> Routes {
    Routes::new()
        .merge(committee::routes())
        .merge(terms::routes())
        .merge(groups::routes())
        .merge(group::routes())
        .merge(elections::routes())
        .merge(election::routes())
        .merge(meetings::routes())
        .merge(meeting::routes())
        .merge(agenda::routes())
        .merge(record::routes())
        .merge(item::routes())
        .merge(extract::routes())
        .merge(minutes::routes())
}

pub fn pages() -> Vec<PageSample> {
    [
        committee::pages(),
        terms::pages(),
        groups::pages(),
        group::pages(),
        elections::pages(),
        election::pages(),
        meetings::pages(),
        meeting::pages(),
        record::pages(),
        item::pages(),
        extract::pages(),
        minutes::pages(),
    ]
    .concat()
}

/// An answer to choose.
#[derive(Clone, Debug, Serialize)]
struct Choice {
    value: String,
    text: String,
}

fn choice(value: impl ToString, text: impl Into<String>) -> Choice {
    Choice { value: value.to_string(), text: text.into() }
}

/// The frame of a page inside a cluster.
fn inside(title: &str, cluster: &cluster::Model) -> Frame {
    frame(format!("{title}, {}", cluster.name)).seen_by(format!("people of {} and its member schools", cluster.name))
}

/// A day and an hour, `name-day` … and `name_time`; none where neither was given.
fn optional_instant(form: &Reader, name: &str, sentence: &str) -> Option<DateTime<Utc>> {
    let day = form.optional_date(name, sentence);
    let field = format!("{name}_time");
    let text = form.text(&field);
    let time = parse_time(&text);
    if time.is_none() && (day.is_some() || !text.is_empty()) {
        form.error(&field, "Enter the time, like midday, 12:00 or 5pm");
    }
    if day.is_none() && time.is_some() {
        form.error(&format!("{name}-day"), sentence);
    }
    Some(in_london(day?, time.unwrap_or(NaiveTime::MIN)))
}

fn instant(form: &Reader, name: &str, sentence: &str) -> DateTime<Utc> {
    let read = optional_instant(form, name, sentence);
    if read.is_none() && form.text(&format!("{name}-day")).is_empty() && form.text(&format!("{name}_time")).is_empty() {
        form.error(&format!("{name}-day"), sentence);
    }
    read.unwrap_or_default()
}

/// A date in its three fields.
fn with_date(form: FormView, name: &str, day: NaiveDate) -> FormView {
    form.with(format!("{name}-day"), day.day().to_string())
        .with(format!("{name}-month"), day.month().to_string())
        .with(format!("{name}-year"), day.year().to_string())
}

/// An id of an address; anything else is nothing.
fn parsed<T: std::str::FromStr>(id: &str) -> Result<T, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

/// What a reader may do here, for templates.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct May {
    /// Set terms, make groups.
    set: bool,
    /// Plan and call meetings, open elections.
    call: bool,
    /// Record what happened.
    minute: bool,
}

impl May {
    fn of(visit: &crate::platform::http::visit::Visit, place: &crate::platform::access::Place) -> Self {
        let may = |action| visit.actor.may(action, place);
        May { set: may(Action::SetTerms), call: may(Action::CallMeeting), minute: may(Action::MinuteMeeting) }
    }

    const ALL: May = May { set: true, call: true, minute: true };
}
