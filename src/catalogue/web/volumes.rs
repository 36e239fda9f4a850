//! What the school uses of a service this year.

use super::{EDITORS, seen_by};
use crate::catalogue::in_sentence;
use crate::catalogue::volumes::{Sheet, sheet, state};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use ::entity::money::{Quantity, plain_number};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/volumes/{category}", EDITORS, show).post(
        "/schools/{urn}/volumes/{category}",
        EDITORS,
        save,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<VolumesPage>()]
}

/// One item to fill in.
#[derive(Serialize)]
pub(super) struct Field {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) hint: String,
}

#[derive(Serialize)]
struct VolumesPage {
    form: FormView,
    path: String,
    heading: String,
    year: String,
    fields: Vec<Field>,
}

impl Page for VolumesPage {
    const TEMPLATE: &'static str = "catalogue/volumes.html";
    fn samples() -> Vec<Self> {
        let field =
            |hint: &str| Field { id: "meals".to_owned(), label: "Meals a day".to_owned(), hint: hint.to_owned() };
        vec![Self {
            form: FormView::default().refusing("meals", "Meals a day: enter a number, like 120"),
            path: "/schools/100123/volumes/catering".to_owned(),
            heading: "What you use: catering".to_owned(),
            year: "2026 to 2027 financial year (April to March)".to_owned(),
            fields: vec![field("Before this year: 120. Left empty, that figure is used"), field("")],
        }]
    }
}

fn render(visit: &Visit, sheet: &Sheet, form: FormView) -> Result<Response> {
    let urn = sheet.school.urn;
    let compare = format!("/schools/{urn}/compare/{}", sheet.category.slug);
    let page = VolumesPage {
        form: form.clone(),
        path: format!("/schools/{urn}/volumes/{}", sheet.category.slug),
        heading: format!("What you use: {}", in_sentence(&sheet.category.name)),
        year: crate::catalogue::rules::year_words(&sheet.school, sheet.year),
        fields: sheet.category.shape.items.iter().map(|item| field(sheet, item)).collect(),
    };
    let frame = frame(page.heading.clone()).back(compare, "Compare offers").seen_by(seen_by(&sheet.school));
    visit.form_page(frame, &form, &page)
}

fn field(sheet: &Sheet, item: &::entity::category::Item) -> Field {
    let before = sheet
        .before
        .get(&item.id)
        .map(|before| format!("Before this year: {}. Left empty, that figure is used", plain_number(&before.exact())));
    let hint = [item.hint.clone(), before].into_iter().flatten().collect::<Vec<_>>().join(". ");
    Field { id: item.id.clone(), label: item.label.clone(), hint }
}

async fn show(visit: Visit, Path((urn, slug)): Path<(i32, String)>) -> Result<Response> {
    let sheet = sheet(&visit, urn, &slug).await?;
    let filled = sheet.category.shape.items.iter().fold(FormView::default(), |form, item| {
        let value = sheet.value(item).map(|value| value.to_string());
        form.with(item.id.clone(), value.unwrap_or_default())
    });
    render(&visit, &sheet, filled)
}

/// Items that were not sent stay as they are: the comparison asks for the missing ones alone.
async fn save(visit: Visit, Path((urn, slug)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    let sheet = sheet(&visit, urn, &slug).await?;
    let items = || sheet.category.shape.items.iter().filter(|item| fields.get(&item.id).is_some());
    let read = fields.read(|form| {
        let figure = |item: &::entity::category::Item| {
            let sentence = format!("{}: enter a number, like 120", item.label);
            (item.id.clone(), form.optional_quantity(&item.id, &sentence))
        };
        items().map(figure).collect::<BTreeMap<String, Option<Quantity>>>()
    });
    let stated = match read {
        Ok(figures) => state(&visit, &sheet, figures).await,
        Err(form) => return render(&visit, &sheet, form),
    };
    match stated {
        Ok(()) => visit.go_saying(format!("/schools/{urn}/compare/{slug}"), "Your volumes are saved"),
        Err(error) => render(&visit, &sheet, fields.refused(error)?),
    }
}
