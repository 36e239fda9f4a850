//! What single schools need beyond the core specification.

use super::{Builder, EDITORS, TEAM, open, task_frame};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::tender::rules::readiness::Task;
use crate::tender::web::shared::{refused, version};
use crate::tender::{self, NewVariation, store};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

const TITLE: &str = "What single schools need beyond the core";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/edit/variations", TEAM, show)
        .post("/tenders/{reference}/edit/variations", EDITORS, add)
        .post("/tenders/{reference}/edit/variations/{code}/remove", EDITORS, remove)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<VariationsPage>()]
}

#[derive(Serialize)]
struct Row {
    code: String,
    school: String,
    title: String,
    description: String,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct VariationsPage {
    form: FormView,
    builder: Builder,
    rows: Vec<Row>,
    schools: Vec<Choice>,
}

impl Page for VariationsPage {
    const TEMPLATE: &'static str = "tender/edit/variations.html";
    fn samples() -> Vec<Self> {
        let row = Row {
            code: "variation-1".to_owned(),
            school: "Rough Hay".to_owned(),
            title: "Halal menus".to_owned(),
            description: "Every day, beside the core menu".to_owned(),
        };
        let page = |form, editable, rows| Self {
            form,
            builder: Builder::sample(editable),
            rows,
            schools: vec![Choice { value: "100123".to_owned(), text: "Rough Hay".to_owned() }],
        };
        let wrong = FormView::default().refusing("title", "Enter what the school needs");
        vec![page(wrong, true, vec![row]), page(FormView::default(), false, Vec::new())]
    }
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let stored = tender::by_reference(visit.read(), &reference).await?.version;
    render(&visit, &reference, FormView::default().with("version", stored.to_string())).await
}

async fn render(visit: &Visit, reference: &str, form: FormView) -> Result<Response> {
    let (dossier, place) = open(visit, reference).await?;
    let all = store::variations(visit.read(), dossier.tender.id).await?;
    let row = |(row, school): (::entity::school_variation::Model, ::entity::school::Model)| Row {
        code: row.code,
        school: school.name,
        title: row.title,
        description: row.description,
    };
    let choice = |school: &::entity::school::Model| Choice { value: school.urn.to_string(), text: school.name.clone() };
    let page = VariationsPage {
        form: form.clone(),
        schools: dossier.buyers().into_iter().map(choice).collect(),
        builder: Builder::of(visit, &dossier, &place, Task::Schools),
        rows: all.into_iter().map(row).collect(),
    };
    visit.form_page(task_frame(&dossier, TITLE), &form, &page)
}

async fn add(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let new = NewVariation {
            urn: form.parsed("school", "Choose a school that takes part", 0),
            title: form.required("title", "Enter what the school needs, like Halal menus"),
            description: form.required("description", "Describe it so that it can be priced"),
        };
        (version(form), new)
    });
    let done = match read {
        Ok((version, new)) => tender::add_variation(&visit, &reference, version, new).await,
        Err(form) => return render(&visit, &reference, form).await,
    };
    finish(&visit, &reference, &fields, done, "Added. Bidders price it for this school alone").await
}

async fn finish(visit: &Visit, reference: &str, fields: &Fields, done: Result<()>, said: &str) -> Result<Response> {
    match done {
        Ok(()) => visit.go_saying(format!("/tenders/{reference}/edit/variations"), said),
        Err(error) => {
            let stored = tender::by_reference(visit.read(), reference).await?.version;
            render(visit, reference, refused(fields, error, stored)?).await
        }
    }
}

async fn remove(visit: Visit, Path((reference, code)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let done = match fields.read(version) {
        Ok(version) => tender::remove_variation(&visit, &reference, version, &code).await,
        Err(form) => return render(&visit, &reference, form).await,
    };
    finish(&visit, &reference, &fields, done, "Removed").await
}
