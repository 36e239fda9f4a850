//! The administrator's list of frameworks.

use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::tender::{self, NewFramework};
use axum::response::Response;
use serde::Serialize;

const ADMINISTRATOR: Who = Who::May(&[Action::ManagePlatform]);

pub(super) fn routes() -> Routes {
    Routes::new().get("/admin/frameworks", ADMINISTRATOR, show).post("/admin/frameworks", ADMINISTRATOR, add)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<FrameworksPage>()]
}

#[derive(Serialize)]
struct Row {
    name: String,
    category: String,
    owner: String,
    valid: String,
    source: String,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct FrameworksPage {
    form: FormView,
    rows: Vec<Row>,
    categories: Vec<Choice>,
}

impl Page for FrameworksPage {
    const TEMPLATE: &'static str = "tender/law/frameworks.html";
    fn samples() -> Vec<Self> {
        let row = Row {
            name: "Catering".to_owned(),
            category: "catering".to_owned(),
            owner: "A buying consortium".to_owned(),
            valid: "From 1 January 2027".to_owned(),
            source: "Its own page".to_owned(),
        };
        let choice = Choice { value: "catering".to_owned(), text: "Catering".to_owned() };
        let form = FormView::default().refusing("name", "Enter the framework's name");
        vec![
            Self { form, rows: vec![row], categories: vec![choice] },
            Self { form: FormView::default(), rows: Vec::new(), categories: Vec::new() },
        ]
    }
}

async fn render(visit: &Visit, form: FormView) -> Result<Response> {
    let row = |row: ::entity::framework::Model| Row {
        valid: match row.valid_to {
            Some(end) => format!("From {} to {}", words::short_date(row.valid_from), words::short_date(end)),
            None => format!("From {}", words::short_date(row.valid_from)),
        },
        name: row.name,
        category: row.category,
        owner: row.owner,
        source: row.source,
    };
    let categories = tender::categories(visit).await?;
    let page = FrameworksPage {
        form: form.clone(),
        rows: tender::added_frameworks(visit).await?.into_iter().map(row).collect(),
        categories: categories.into_iter().map(|(value, text)| Choice { value, text }).collect(),
    };
    visit.form_page(frame("Frameworks").back("/admin/law", "The law").seen_by("Administrators"), &form, &page)
}

async fn show(visit: Visit) -> Result<Response> {
    render(&visit, FormView::default()).await
}

async fn add(visit: Visit, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| NewFramework {
        category: form.required("category", "Choose the service"),
        name: form.required("name", "Enter the framework's name"),
        owner: form.required("owner", "Enter who runs it"),
        url: form.required("url", "Enter the address of the framework's page, starting with https://"),
        valid_from: form.date("from", "Enter the day from which it is valid"),
        valid_to: form.optional_date("to", "Enter its last day"),
        source: form.required("source", "Enter where this stands"),
    });
    let added = match read {
        Ok(new) => tender::add_framework(&visit, new).await,
        Err(form) => return render(&visit, form).await,
    };
    match added {
        Ok(()) => visit.go_saying("/admin/frameworks", "The framework is added"),
        Err(error) => render(&visit, fields.refused(error)?).await,
    }
}
