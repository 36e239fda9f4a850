//! The comparison: every offer beside what the school pays now (`experience.md`, W1), and the list of categories.

mod choices;
mod figures;
mod more;
mod page;
mod table;

use super::{STAFF, seen_by};
use crate::catalogue::compare::{Comparison, Sort, of};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::download;
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use axum::extract::{Path, Query};
use axum::response::Response;
use page::ComparePage;
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/compare", STAFF, choices::show).get(
        "/schools/{urn}/compare/{category}",
        STAFF,
        show,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<choices::ChoicesPage>(), PageSample::of::<ComparePage>()]
}

#[derive(Deserialize)]
struct Asked {
    sort: Option<String>,
    view: Option<String>,
}

impl Asked {
    fn sort(&self) -> Sort {
        if self.sort.as_deref() == Some("name") { Sort::Name } else { Sort::Cost }
    }
}

/// The page; with `.csv` at the end of its address, the same figures for a spreadsheet.
async fn show(visit: Visit, Path((urn, address)): Path<(i32, String)>, Query(asked): Query<Asked>) -> Result<Response> {
    let slug = address.strip_suffix(".csv").unwrap_or(&address);
    let comparison = of(&visit, urn, slug, asked.sort()).await?;
    if slug != address {
        return download::csv(&format!("{slug}-{urn}"), &table::spreadsheet(&comparison));
    }
    let may_edit = visit.actor.may(Action::EditSchool, &Place::school(comparison.school.id));
    let for_governors = asked.view.as_deref() == Some("governors");
    let page = ComparePage::of(&comparison, asked.sort(), may_edit, for_governors);
    let back = format!("/schools/{urn}/compare");
    let frame = frame(title(&comparison)).back(back, "All services").seen_by(seen_by(&comparison.school));
    visit.page(frame, &page)
}

fn title(comparison: &Comparison) -> String {
    format!("{}: what each offer would cost {}", comparison.category.name, comparison.school.name)
}
