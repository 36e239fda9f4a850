//! What the pages of tenders share: moving between them, stages, dates with a time of day.

use crate::platform::access::{Action, Place};
use crate::platform::error::Error;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::FormView;
use crate::platform::http::visit::Visit;
use crate::tender::Coached;
use crate::tender::Download;
use crate::tender::rules::dates;
use crate::tender::rules::states::{Stage, phase, stage};
use crate::tender::store::Paged;
use ::entity::tender::{self, TenderState};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Timelike as _, Utc};
use chrono_tz::Europe::London;
use serde::{Deserialize, Serialize};

/// Which page of a list.
#[derive(Deserialize)]
pub(super) struct PageQuery {
    page: Option<u64>,
}

impl PageQuery {
    pub(super) fn number(&self) -> u64 {
        self.page.unwrap_or(1).max(1)
    }
}

/// The page of a list and the links to its neighbours.
#[derive(Serialize)]
pub(super) struct Pagination {
    page: u64,
    pages: u64,
    previous: Option<String>,
    next: Option<String>,
}

impl Pagination {
    /// `path` is followed by `page=2`, so it ends with "?" or "&".
    pub(super) fn new(path: &str, page: u64, pages: u64) -> Self {
        let link = |page: u64| format!("{path}page={page}");
        Self { page, pages, previous: (page > 1).then(|| link(page - 1)), next: (page < pages).then(|| link(page + 1)) }
    }

    pub(super) fn of<T>(path: &str, paged: &Paged<T>) -> Self {
        Self::new(path, paged.page, paged.pages)
    }
}

/// A link of the navigation between one tender's pages.
#[derive(Serialize)]
pub(super) struct Tab {
    href: String,
    text: &'static str,
    current: bool,
}

/// The pages of a tender that the visitor may open now.
pub(super) fn tabs(visit: &Visit, tender: &tender::Model, place: &Place, current: &str) -> Vec<Tab> {
    let may = |action| visit.actor.may(action, place);
    let phase = phase(tender, visit.now);
    let two_stages = tender.participation_closes_at.is_some();
    let opened = tender.opened_at.is_some();
    let priced = has_prices(phase);
    let moderated = priced || phase == TenderState::Moderation;
    let pages = [
        (tender.published_at.is_some() || may(Action::SeeCluster), "", "Notice"),
        (tender.published_at.is_some(), "/questions", "Questions"),
        (tender.published_at.is_some(), "/timeline", "Timeline"),
        (may(Action::SeeTenderTeam), "/edit", "Tasks"),
        (may(Action::SeeTenderTeam), "/plan", "Plan"),
        (may(Action::Declare) || may(Action::SeeTenderTeam), "/declarations", "Declarations"),
        (may(Action::Shortlist) && two_stages && tender.published_at.is_some(), "/shortlist", "Shortlist"),
        (may(Action::EditTender) && tender.published_at.is_some(), "/meetings", "Meetings"),
        (may(Action::ConfirmOpening) && (opened || phase == TenderState::Sealed), "/opening", "Opening"),
        (may(Action::CheckCompliance) && opened, "/compliance", "Checks"),
        (may(Action::Score) && opened, "/evaluation", "Scoring"),
        (may(Action::Moderate) && moderated, "/moderation", "Moderation"),
        (may(Action::SeePrices) && priced, "/prices", "Prices"),
        (may(Action::SeeReport) && priced && phase != TenderState::Priced, "/decision", "Decision"),
        (may(Action::ReadTenderRecord), "/record", "Record"),
    ];
    let tab = |(shown, path, text): (bool, &str, &'static str)| {
        shown.then(|| Tab { href: format!("/tenders/{}{path}", tender.reference), text, current: text == current })
    };
    pages.into_iter().filter_map(tab).collect()
}

/// May the visitor open the cluster's own pages, which somebody of the tender's team alone may not?
pub(super) fn sees_cluster(visit: &Visit, place: &Place) -> bool {
    visit.actor.may(Action::SeeCluster, &Place { tender: None, ..place.clone() })
}

/// Prices are open, and stay so.
fn has_prices(state: TenderState) -> bool {
    use TenderState::{Challenged, Contracting, Ended, Live, Priced, Ratified, Recommended, Standstill, Terminated};
    matches!(state, Priced | Recommended | Ratified | Standstill | Challenged | Contracting | Live | Ended | Terminated)
}

/// The coach's words as a page shows them.
#[derive(Serialize)]
pub(super) struct CoachView {
    state: &'static str,
    now: &'static str,
    who: Vec<String>,
    minutes: u32,
    example: &'static str,
    next: &'static str,
}

impl CoachView {
    pub(super) fn of(coached: Coached, state: TenderState) -> Self {
        let Coached { coach, who } = coached;
        let words = crate::tender::rules::states::words(state);
        Self { state: words, now: coach.now, who, minutes: coach.minutes, example: coach.example, next: coach.next }
    }

    pub(super) fn samples() -> [Self; 2] {
        let of = |state, who| {
            let coach = crate::tender::rules::coach::coach(state);
            Self::of(Coached { coach, who }, state)
        };
        [of(TenderState::Sealed, vec!["Key-holder: A and B".to_owned()]), of(TenderState::Cancelled, Vec::new())]
    }
}

pub(super) fn sample_tabs() -> Vec<Tab> {
    vec![Tab { href: "/tenders/NG-2027-004".to_owned(), text: "Notice", current: true }]
}

/// A stage of the strip: done, current or coming.
#[derive(Serialize)]
pub(super) struct StageItem {
    text: &'static str,
    state: &'static str,
}

pub(super) fn stages(tender: &tender::Model, now: DateTime<Utc>) -> Vec<StageItem> {
    let reached = stage(tender, now);
    let item = |each: &Stage| StageItem {
        text: each.title(),
        state: match each.cmp(&reached) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal => "current",
            std::cmp::Ordering::Greater => "coming",
        },
    };
    Stage::ALL.iter().map(item).collect()
}

/// The form with a stored date in its three fields.
pub(super) fn with_date(form: FormView, name: &str, day: Option<NaiveDate>) -> FormView {
    let Some(day) = day else { return form };
    form.with(format!("{name}-day"), day.day().to_string())
        .with(format!("{name}-month"), day.month().to_string())
        .with(format!("{name}-year"), day.year().to_string())
}

/// The form with a stored instant in its date fields and its time field, as London's clocks show it.
pub(super) fn with_instant(form: FormView, name: &str, at: Option<DateTime<Utc>>) -> FormView {
    let Some(local) = at.map(|at| at.with_timezone(&London)) else { return form };
    with_date(form, name, Some(local.date_naive()))
        .with(format!("{name}_time"), format!("{:02}:{:02}", local.hour(), local.minute()))
}

/// A date and a time of day, `name-day` … and `name_time`; none where neither was given.
pub(super) fn read_instant(form: &Reader, name: &str, sentence: &str) -> Option<DateTime<Utc>> {
    let day = form.optional_date(name, sentence);
    let time_field = format!("{name}_time");
    let text = form.text(&time_field);
    let time = dates::parse_time(&text);
    if time.is_none() && (day.is_some() || !text.is_empty()) {
        form.error(&time_field, "Enter the time, like midday, 12:00 or 5pm");
    }
    if day.is_none() && time.is_some() {
        form.error(&format!("{name}-day"), sentence);
    }
    Some(dates::in_london(day?, time.unwrap_or(NaiveTime::MIN)))
}

/// A form that a command refused. One that was filled from an older version goes on from the stored one: its reader has
/// been told.
pub(super) fn refused(fields: &Fields, error: Error, stored_version: i32) -> crate::platform::error::Result<FormView> {
    let is_stale = matches!(error, Error::Stale(_));
    let form = fields.refused(error)?;
    Ok(if is_stale { form.with("version", stored_version.to_string()) } else { form })
}

/// The version that a form was filled from.
pub(super) fn version(form: &Reader) -> i32 {
    form.parsed("version", "Open the page again and send it from there", 0)
}

/// A file to keep: never shown in the page.
pub(super) fn download(file: Download) -> crate::platform::error::Result<Response> {
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    let mut response = file.bytes.into_response();
    for (name, value) in [(header::CONTENT_TYPE, file.media_type), (header::CONTENT_DISPOSITION, disposition)] {
        let value = HeaderValue::from_str(&value).map_err(|_| Error::internal("a header with control characters"))?;
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}
