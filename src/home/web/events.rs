//! What happened on the whole platform, for the auditor.

use crate::home::store::{self, EVENTS_OF_A_PAGE, Entry};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::event;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::said::said;
use axum::extract::Query;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().get("/audit/events", Who::May(&[Action::ReadRecords]), show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<EventsPage>()]
}

#[derive(Serialize)]
struct Row {
    at: DateTime<Utc>,
    /// "The cluster's agreement was adopted".
    action: String,
    by: Option<String>,
    reason: Option<String>,
    /// "cluster:…", and the place in it.
    chain: String,
    n: i64,
    is_as_written: bool,
}

#[derive(Serialize)]
struct EventsPage {
    rows: Vec<Row>,
    /// How many of the entries shown are not as they were written.
    changed: usize,
    pages: Paging,
}

impl Page for EventsPage {
    const TEMPLATE: &'static str = "home/events.html";
    fn samples() -> Vec<Self> {
        let row = |is_as_written: bool| Row {
            at: DateTime::UNIX_EPOCH,
            action: "A school's body signed the contract".to_owned(),
            by: is_as_written.then(|| "A".to_owned()),
            reason: is_as_written.then(|| "Agreed".to_owned()),
            chain: "cluster:1".to_owned(),
            n: 3,
            is_as_written,
        };
        let page = |rows, changed| Self { rows, changed, pages: Paging::of(90, EVENTS_OF_A_PAGE, None, &[]) };
        vec![page(vec![row(true), row(false)], 1), page(vec![row(true)], 0), page(vec![], 0)]
    }
}

#[derive(Deserialize)]
struct Asked {
    page: Option<u64>,
}

async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let pages = Paging::of(store::count_events(visit.read()).await?, EVENTS_OF_A_PAGE, asked.page, &[]);
    let found = store::events(visit.read(), pages.skipped()).await?;
    let rows: Vec<Row> = found.into_iter().map(row).collect();
    let changed = rows.iter().filter(|row| !row.is_as_written).count();
    visit.page(frame("Events").seen_by("Auditors"), &EventsPage { rows, changed, pages })
}

fn row(Entry { event, by }: Entry) -> Row {
    Row {
        is_as_written: event::is_as_written(&event),
        at: event.at,
        action: said(&event.action).map_or(event.action, str::to_owned),
        by,
        reason: event.reason,
        chain: event.chain,
        n: event.n,
    }
}
