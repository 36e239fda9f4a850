//! What schools show of their ratings of a listing.

use super::said::Row;
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::quality::rules::TERMS;
use crate::quality::{self, Score, store};
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};

const ROWS_OF_A_PAGE: u64 = 20;

pub(super) fn routes() -> Routes {
    Routes::new().get("/services/{category}/{listing}/ratings", Who::Public, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<SharedPage>()]
}

#[derive(Serialize)]
struct SharedPage {
    title: String,
    score: String,
    terms: i32,
    rows: Vec<Row>,
    total: u64,
    is_of_a_school: bool,
    pages: Paging,
}

impl Page for SharedPage {
    const TEMPLATE: &'static str = "quality/ratings.html";
    fn samples() -> Vec<Self> {
        let page = |rows: Vec<Row>, is_of_a_school| Self {
            title: "Meals".to_owned(),
            score: Score { raters: 3, total: 13 }.words(),
            terms: TERMS,
            total: rows.len() as u64,
            rows,
            is_of_a_school,
            pages: Paging::of(21, ROWS_OF_A_PAGE, None, &[]),
        };
        vec![page(vec![Row::sample(true), Row::sample(false)], true), page(Vec::new(), false)]
    }
}

#[derive(Deserialize)]
struct Asked {
    page: Option<u64>,
}

async fn show(
    visit: Visit,
    Path((category, slug)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let category = quality::category_by_slug(visit.read(), &category).await?.ok_or(Error::NotFound)?;
    let listing = quality::listing_by_slug(visit.read(), category.id, &slug).await?.ok_or(Error::NotFound)?;
    let version = store::version_named(visit.read(), None, listing.id).await?.ok_or(Error::NotFound)?;
    let is_of_a_school = quality::reader_of_page(&visit).await?.is_of_a_school;
    let skipped = (asked.page.unwrap_or(1).clamp(1, 10_000) - 1) * ROWS_OF_A_PAGE;
    let (said, total) = quality::shared(&visit, listing.id, is_of_a_school, (skipped, ROWS_OF_A_PAGE)).await?;
    let score = quality::scores(&visit, [listing.id]).await?.remove(&listing.id).unwrap_or_default();
    let page = SharedPage {
        title: version.title,
        score: score.words(),
        terms: TERMS,
        rows: said.iter().map(Row::of).collect(),
        total,
        is_of_a_school,
        pages: Paging::of(total, ROWS_OF_A_PAGE, asked.page, &[]),
    };
    let frame = frame(format!("Ratings of {}", page.title));
    visit.page(frame.back(format!("/services/{}/{slug}", category.slug), page.title.clone()), &page)
}
