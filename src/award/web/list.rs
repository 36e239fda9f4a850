//! Decisions of one's clusters: what waits first.

use crate::award::{self, Waiting};
use crate::platform::error::Result;
use crate::platform::http::page::Page;
use crate::platform::http::visit::{Visit, frame};
use ::entity::award::AwardState;
use ::entity::ids::ClusterId;
use ::entity::tender::TenderState;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default = "first")]
    page: u64,
}

fn first() -> u64 {
    1
}

#[derive(Serialize)]
struct Row {
    reference: String,
    href: String,
    title: String,
    state: &'static str,
    kind: &'static str,
    open_until: Option<DateTime<Utc>>,
    waits: Option<&'static str>,
    recommended_at: DateTime<Utc>,
}

#[derive(Serialize)]
struct Pages {
    page: u64,
    pages: u64,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Serialize)]
pub(super) struct ListPage {
    heading: String,
    rows: Vec<Row>,
    pages: Pages,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "award/list.html";
    fn samples() -> Vec<Self> {
        let row = |waits: Option<&'static str>| Row {
            reference: "DA-2027-001".to_owned(),
            href: "/tenders/DA-2027-001/decision".to_owned(),
            title: "Catering".to_owned(),
            state: "Schools deciding",
            kind: "waiting",
            open_until: waits.map(|_| DateTime::UNIX_EPOCH),
            waits,
            recommended_at: DateTime::UNIX_EPOCH,
        };
        let page = |rows: Vec<Row>| Self {
            heading: "Decisions".to_owned(),
            rows,
            pages: Pages { page: 1, pages: 2, previous: None, next: Some("?page=2".to_owned()) },
        };
        vec![page(vec![row(Some("Vote")), row(None)]), page(Vec::new())]
    }
}

pub(super) async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let clusters = award::clusters_of_actor(&visit).await?;
    render(&visit, "Decisions".to_owned(), &clusters, asked.page).await
}

pub(super) async fn show_cluster(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let cluster = award::cluster_of(&visit, &slug).await?;
    render(&visit, format!("Decisions of {}", cluster.name), &[cluster.id], asked.page).await
}

async fn render(visit: &Visit, heading: String, clusters: &[ClusterId], page: u64) -> Result<Response> {
    let (rows, count) = award::decisions(visit, clusters, page).await?;
    let link = |page: u64| format!("?page={page}");
    let page = ListPage {
        heading: heading.clone(),
        rows: rows.into_iter().map(row).collect(),
        pages: Pages {
            page,
            pages: count,
            previous: (page > 1).then(|| link(page - 1)),
            next: (page < count).then(|| link(page + 1)),
        },
    };
    visit.page(frame(heading).seen_by("the member schools"), &page)
}

fn row(waiting: Waiting) -> Row {
    let decided = waiting.decided;
    let (state, kind) = state(decided.award.state, decided.lot.state);
    Row {
        title: decided.title(),
        href: decided.address().page("decision"),
        reference: decided.tender.reference,
        state,
        kind,
        open_until: waiting.open_until,
        waits: match (waiting.vote, waiting.join) {
            (true, _) => Some("Vote"),
            (false, true) => Some("Decide whether your school joins"),
            _ => None,
        },
        recommended_at: decided.award.recommended_at,
    }
}

/// The decision's state in words, and the kind of its tag.
pub(super) fn state(award: AwardState, lot: TenderState) -> (&'static str, &'static str) {
    match (award, lot) {
        (AwardState::Recommended | AwardState::Ratified, TenderState::Cancelled) => ("Cancelled", "plain"),
        (AwardState::Recommended, _) => ("Schools deciding", "waiting"),
        (AwardState::SentBack, _) => ("Sent back to be scored again", "progress"),
        (AwardState::Ended, _) => ("Ended without an award", "plain"),
        (AwardState::Ratified, TenderState::Ratified) => ("Accepted, schools joining", "progress"),
        (AwardState::Ratified, TenderState::Standstill) => ("Standstill", "progress"),
        (AwardState::Ratified, TenderState::Challenged) => ("Challenged", "problem"),
        (AwardState::Ratified, TenderState::Contracting) => ("Signing the contract", "progress"),
        (AwardState::Ratified, _) => ("Awarded", "done"),
    }
}
