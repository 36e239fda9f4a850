//! A school's requests for quotes.

use super::{READERS, ROWS_OF_A_PAGE, main_frame};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::purchase::rules::phase;
use crate::purchase::{self, store};
use ::entity::quote_request::QuoteState;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/quotes", READERS, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<QuotesPage>()]
}

#[derive(Serialize)]
struct Row {
    href: String,
    title: String,
    service: String,
    answers_by: DateTime<Utc>,
    asked: i64,
    replied: i64,
    state: &'static str,
    kind: &'static str,
}

#[derive(Serialize)]
struct QuotesPage {
    path: String,
    rows: Vec<Row>,
    pages: Paging,
    may_buy: bool,
}

impl Page for QuotesPage {
    const TEMPLATE: &'static str = "purchase/quotes.html";
    fn samples() -> Vec<Self> {
        let row = || Row {
            href: "/schools/100123/quotes/1".to_owned(),
            title: "HR advice".to_owned(),
            service: "HR".to_owned(),
            answers_by: DateTime::UNIX_EPOCH,
            asked: 3,
            replied: 1,
            state: "Waiting for answers",
            kind: "progress",
        };
        let page = |rows, may_buy| Self {
            path: "/schools/100123/quotes".to_owned(),
            rows,
            pages: Paging::of(21, ROWS_OF_A_PAGE, None, &[]),
            may_buy,
        };
        vec![page(vec![row()], true), page(Vec::new(), false)]
    }
}

/// The state in words, and its standing.
pub(super) fn words_of(state: QuoteState) -> (&'static str, &'static str) {
    match state {
        QuoteState::Asked => ("Waiting for answers", "progress"),
        QuoteState::Answers => ("Answers to compare", "waiting"),
        QuoteState::Chosen => ("Waits for approval", "waiting"),
        QuoteState::Recorded => ("Recorded", "done"),
        QuoteState::Cancelled => ("Cancelled", "plain"),
    }
}

#[derive(Deserialize)]
struct Asked {
    page: Option<u64>,
}

async fn show(visit: Visit, Path(urn): Path<i32>, Query(asked): Query<Asked>) -> Result<Response> {
    let school = purchase::seen(&visit, urn).await?;
    let connection = visit.read();
    let pages = Paging::of(store::count_quotes(connection, school.id).await?, ROWS_OF_A_PAGE, asked.page, &[]);
    let found = store::quotes_of(connection, school.id, pages.skipped(), ROWS_OF_A_PAGE).await?;
    let replies = store::replies(connection, found.iter().map(|quote| quote.id)).await?;
    let categories = purchase::categories(connection).await?;
    let row = |quote: ::entity::quote_request::Model| {
        let replies = replies.get(&quote.id).copied().unwrap_or_default();
        let (state, kind) = words_of(phase(&quote, visit.now));
        let service = categories.iter().find(|each| each.id == quote.category_id);
        Row {
            href: format!("/schools/{urn}/quotes/{}", quote.id),
            title: quote.title,
            service: service.map(|each| each.name.clone()).unwrap_or_default(),
            answers_by: quote.answers_by,
            asked: replies.asked,
            replied: replies.replied,
            state,
            kind,
        }
    };
    let page = QuotesPage {
        path: format!("/schools/{urn}/quotes"),
        rows: found.into_iter().map(row).collect(),
        pages,
        may_buy: visit.actor.may(Action::BuySmall, &purchase::place_of(&school)),
    };
    visit.page(main_frame(&visit, &school, "Quotes", "quotes"), &page)
}
