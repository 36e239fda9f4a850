//! Two versions of a listing: what changed, its prices among it, for anybody to see.

use super::service::found;
use super::{Choice, choice};
use crate::catalogue::reader;
use crate::catalogue::rules::{Changed, changes, content_of, price_sight};
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::listing_version::Model as Version;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().get("/services/{category}/{listing}/changes", Who::Public, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ChangesPage>()]
}

/// One thing that two versions say differently.
#[derive(Serialize)]
pub(super) struct ChangeRow {
    what: &'static str,
    before: Vec<String>,
    after: Vec<String>,
}

impl From<Changed> for ChangeRow {
    fn from(changed: Changed) -> Self {
        Self { what: changed.what, before: changed.before, after: changed.after }
    }
}

pub(super) fn sample_rows() -> Vec<ChangeRow> {
    let line = |text: &str| vec![text.to_owned()];
    vec![
        ChangeRow { what: "Prices", before: line("3p a meal"), after: line("4p a meal") },
        ChangeRow { what: "Notice", before: Vec::new(), after: vec!["A year".to_owned(), "in writing".to_owned()] },
    ]
}

#[derive(Serialize)]
struct ChangesPage {
    form: FormView,
    path: String,
    listing_path: String,
    title: String,
    before: String,
    after: String,
    rows: Vec<ChangeRow>,
    choices: Vec<Choice>,
    hides_prices: bool,
}

impl Page for ChangesPage {
    const TEMPLATE: &'static str = "catalogue/changes.html";
    fn samples() -> Vec<Self> {
        let page = |rows, hides_prices| Self {
            form: FormView::default().with("from", "1").with("to", "2"),
            path: "/services/catering/meals/changes".to_owned(),
            listing_path: "/services/catering/meals".to_owned(),
            title: "Meals".to_owned(),
            before: "Version 1".to_owned(),
            after: "Version 2".to_owned(),
            rows,
            choices: vec![choice("2", "Version 2"), choice("1", "Version 1")],
            hides_prices,
        };
        vec![page(sample_rows(), false), page(Vec::new(), true)]
    }
}

#[derive(Deserialize)]
struct Asked {
    from: Option<i32>,
    to: Option<i32>,
}

fn named(version: &Version) -> String {
    format!("Version {}, {}", version.number, version.published_at.format("%-d %B %Y"))
}

async fn show(
    visit: Visit,
    Path((category, slug)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (category, listing, _, versions) = found(&visit, &category, &slug).await?;
    let newest = versions.first().map_or(1, |version| version.number);
    let to = asked.to.unwrap_or(newest);
    let from = asked.from.unwrap_or((to - 1).max(1));
    let one = |number: i32| versions.iter().find(|version| version.number == number).ok_or(Error::NotFound);
    let (before, after) = (one(from)?, one(to)?);
    let reader = reader(&visit).await?;
    let sight = price_sight(listing.price_visibility, reader.is_of_a_school, reader.is_of(listing.provider_id));
    let said =
        changes(&content_of(&listing, before.clone())?, &content_of(&listing, after.clone())?, &category.shape, sight);
    let listing_path = format!("/services/{}/{slug}", category.slug);
    let page = ChangesPage {
        form: FormView::default().with("from", from.to_string()).with("to", to.to_string()),
        path: format!("{listing_path}/changes"),
        title: after.title.clone(),
        before: named(before),
        after: named(after),
        rows: said.into_iter().map(ChangeRow::from).collect(),
        choices: versions.iter().map(|version| choice(version.number.to_string(), named(version))).collect(),
        hides_prices: sight != crate::catalogue::rules::PriceSight::Full,
        listing_path: listing_path.clone(),
    };
    visit.page(frame(format!("Changes of {}", page.title)).back(listing_path, page.title.clone()), &page)
}
