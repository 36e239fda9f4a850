//! The comparison: offers side by side with what the school pays now (`experience.md`, W1), the list of categories, and
//! comparisons that were saved for governors.

mod choices;
mod figures;
mod file;
mod more;
mod now;
mod pack;
pub(in crate::catalogue) mod page;
mod quality;
mod saved;
mod table;

use super::{EDITORS, STAFF, seen_by};
use crate::catalogue::compare::{Comparison, MOST_COMPARED, Sort, of};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::export::Form;
use crate::platform::http::download;
use crate::platform::http::page::{FormView, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use axum::extract::Path;
use axum::response::Response;
use page::ComparePage;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schools/{urn}/compare", STAFF, choices::show)
        .get("/schools/{urn}/compare/{category}", STAFF, show)
        .post("/schools/{urn}/compare/{category}", EDITORS, saved::save)
        .get("/schools/{urn}/comparisons", STAFF, saved::list)
        .get("/schools/{urn}/comparisons/{id}", STAFF, saved::show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![
        PageSample::of::<choices::ChoicesPage>(),
        PageSample::of::<ComparePage>(),
        PageSample::of::<saved::SavedPage>(),
        PageSample::of::<saved::SavedListPage>(),
    ]
}

/// What the address of a comparison asks for.
struct Asked {
    chosen: Vec<String>,
    sort: Sort,
}

impl Asked {
    fn of(query: Option<&str>) -> Self {
        let given = || url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let chosen = given().filter(|(name, _)| name == "offer").map(|(_, slug)| slug.into_owned());
        let by_name = given().any(|(name, value)| name == "sort" && value == "name");
        Asked { chosen: chosen.take(MOST_COMPARED).collect(), sort: if by_name { Sort::Name } else { Sort::Cost } }
    }
}

/// The page; with an ending of a file at the end of its address, the same figures in that form.
async fn show(visit: Visit, Path((urn, address)): Path<(i32, String)>) -> Result<Response> {
    let (slug, form) = Form::of(&address);
    let asked = Asked::of(visit.uri.query());
    let Some(form) = form else { return render(&visit, urn, slug, asked, FormView::default()).await };
    download::sheet(form, &file::sheet(&of(&visit, urn, slug, &asked.chosen, asked.sort).await?))
}

async fn render(visit: &Visit, urn: i32, slug: &str, asked: Asked, form: FormView) -> Result<Response> {
    let comparison = of(visit, urn, slug, &asked.chosen, asked.sort).await?;
    let may_edit = visit.actor.may(Action::EditSchool, &Place::school(comparison.school.id));
    let page = ComparePage::of(&comparison, &asked.chosen, asked.sort, may_edit, form);
    let back = format!("/schools/{urn}/compare");
    let frame = frame(title(&comparison)).back(back, "All services").seen_by(seen_by(&comparison.school));
    visit.form_page(frame, &page.form, &page)
}

fn title(comparison: &Comparison) -> String {
    format!("{}: what each offer would cost {}", comparison.category.name, comparison.school.name)
}
