//! What a provider was asked, the newest first.

use super::{ROWS_OF_A_PAGE, SELLERS};
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::purchase::{self, Inbox};
use ::entity::quote_request::QuoteState;
use axum::extract::Query;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().get("/quotes", SELLERS, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<InboxPage>()]
}

#[derive(Serialize)]
struct Row {
    href: String,
    title: String,
    school: String,
    answers_by: DateTime<Utc>,
    standing: &'static str,
    kind: &'static str,
}

#[derive(Serialize)]
struct InboxPage {
    rows: Vec<Row>,
    pages: Paging,
}

impl Page for InboxPage {
    const TEMPLATE: &'static str = "purchase/inbox.html";
    fn samples() -> Vec<Self> {
        let row = || Row {
            href: "/quotes/1".to_owned(),
            title: "HR advice".to_owned(),
            school: "Canal Side Primary".to_owned(),
            answers_by: DateTime::UNIX_EPOCH,
            standing: "To answer",
            kind: "waiting",
        };
        let page = |rows| Self { rows, pages: Paging::of(21, ROWS_OF_A_PAGE, None, &[]) };
        vec![page(vec![row()]), page(Vec::new())]
    }
}

/// Where one's own answer stands.
pub(super) fn standing(phase: QuoteState, is_sent: bool, is_declined: bool) -> (&'static str, &'static str) {
    match (phase, is_sent, is_declined) {
        (QuoteState::Cancelled, ..) => ("Cancelled", "plain"),
        (_, _, true) => ("Declined", "plain"),
        (QuoteState::Asked, true, _) => ("Sent", "done"),
        (QuoteState::Asked, false, _) => ("To answer", "waiting"),
        (_, false, _) => ("Not sent", "plain"),
        (QuoteState::Recorded, true, _) => ("Decided", "done"),
        (_, true, _) => ("Being compared", "progress"),
    }
}

#[derive(Deserialize)]
struct Asked {
    page: Option<u64>,
}

async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let paging = |total| Paging::of(total, ROWS_OF_A_PAGE, asked.page, &[]);
    let (found, total) = purchase::inbox(&visit, false, |total| (paging(total).skipped(), ROWS_OF_A_PAGE)).await?;
    let row = |one: Inbox| {
        let is = |part: fn(&::entity::quote_answer::Model) -> bool| one.answer.as_ref().is_some_and(part);
        let (standing, kind) =
            standing(one.phase, is(|answer| answer.sent_at.is_some()), is(|answer| answer.declined_at.is_some()));
        Row {
            href: format!("/quotes/{}", one.asked.id),
            title: one.quote.title,
            school: one.school,
            answers_by: one.quote.answers_by,
            standing,
            kind,
        }
    };
    let page = InboxPage { rows: found.into_iter().map(row).collect(), pages: paging(total) };
    visit.page(frame("Requests for quotes").seen_by("People of your organisation"), &page)
}
