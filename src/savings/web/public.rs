//! What a cluster has made public: totals and counts of both sides.

use super::{stage_words, status_of};
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::savings::{categories_by_id, store};
use ::entity::money::Money;
use ::entity::{cluster, savings_publication};
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PublicSavingsPage>()]
}

#[derive(Serialize)]
struct Row {
    service: String,
    stage: &'static str,
    kind: &'static str,
    year: String,
    before: Money,
    after: Money,
    change: Money,
    paying_less: i32,
    less: Money,
    paying_more: i32,
    more: Money,
    unmeasured: i32,
}

#[derive(Serialize)]
struct PublicSavingsPage {
    cluster: String,
    published_on: Option<NaiveDate>,
    rows: Vec<Row>,
}

impl Page for PublicSavingsPage {
    const TEMPLATE: &'static str = "savings/public.html";
    fn samples() -> Vec<Self> {
        let row = Row {
            service: "Catering".to_owned(),
            stage: "Expected",
            kind: "waiting",
            year: "2027 to 2028".to_owned(),
            before: Money(360_000_000),
            after: Money(120_000_000),
            change: Money(-240_000_000),
            paying_less: 7,
            less: Money(250_000_000),
            paying_more: 1,
            more: Money(10_000_000),
            unmeasured: 1,
        };
        let page = |published_on, rows| Self { cluster: "Northgate Schools".to_owned(), published_on, rows };
        vec![page(Some(NaiveDate::default()), vec![row]), page(None, Vec::new())]
    }
}

/// The public's page of a cluster's savings.
pub(super) async fn show(visit: &Visit, cluster: &cluster::Model) -> Result<Response> {
    let published = store::published(visit.read(), cluster.id).await?;
    let categories = categories_by_id(visit.read()).await?;
    let row = |row: &savings_publication::Model| {
        let (stage, kind) = stage_words(status_of(row.stage));
        Row {
            service: categories.get(&row.category_id).map(|category| category.name.clone()).unwrap_or_default(),
            stage,
            kind,
            year: row.year.clone(),
            before: row.before,
            after: row.after,
            change: row.after.checked_sub(row.before).unwrap_or_default(),
            paying_less: row.paying_less,
            less: row.less,
            paying_more: row.paying_more,
            more: row.more,
            unmeasured: row.unmeasured,
        }
    };
    let page = PublicSavingsPage {
        cluster: cluster.name.clone(),
        published_on: published.iter().map(|row| words::london_day(row.published_at)).max(),
        rows: published.iter().map(row).collect(),
    };
    visit.page(frame(format!("Savings, {}", cluster.name)), &page)
}
