//! Contracts from a spreadsheet, pasted or in a file: see how they are read, then keep all of them or none.

use super::register::source_words;
use super::{EDITORS, seen_by};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::rows::{error_file, refusing, rows_of};
use crate::platform::http::visit::{Visit, frame};
use crate::school;
use crate::school::rules::{COLUMNS, Choice, MOST_ROWS, Pasted, Terms, read_rows};
use ::entity::money::Money;
use axum::extract::Path;
use axum::response::Response;
use chrono::{NaiveDate, SecondsFormat};
use serde::Serialize;

const LONGEST_PASTE: usize = 500_000;
const LARGEST_FILE: usize = 5 * 1024 * 1024;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schools/{urn}/spend/paste", EDITORS, show)
        .post_files("/schools/{urn}/spend/paste", EDITORS, LARGEST_FILE, preview)
        .post("/schools/{urn}/spend/paste/again", EDITORS, again)
        .post("/schools/{urn}/spend/paste/errors", EDITORS, errors)
        .post("/schools/{urn}/spend/paste/confirm", EDITORS, confirm)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PastePage>(), PageSample::of::<PreviewPage>()]
}

#[derive(Serialize)]
struct PastePage {
    form: FormView,
    path: String,
    columns: Vec<&'static str>,
    template_path: String,
}

impl Page for PastePage {
    const TEMPLATE: &'static str = "school/paste.html";
    fn samples() -> Vec<Self> {
        let page = |form| Self {
            form,
            path: "/schools/100123/spend/paste".to_owned(),
            columns: columns(),
            template_path: "/schools/100123/spend/template.csv".to_owned(),
        };
        vec![
            page(FormView::default()),
            page(
                FormView::default()
                    .with("rows", "Meals")
                    .refusing("rows", "Row 1, Provider: enter who provides it")
                    .refusing("rows", "Row 2, Provider: enter who provides it"),
            ),
        ]
    }
}

/// One contract as it was read.
#[derive(Serialize)]
struct Row {
    title: String,
    provider: String,
    service: Option<String>,
    starts: Option<NaiveDate>,
    ends: Option<NaiveDate>,
    notice: Option<NaiveDate>,
    yearly: Option<Money>,
    source: &'static str,
}

#[derive(Serialize)]
struct PreviewPage {
    path: String,
    /// What was pasted, to be sent again with the confirmation.
    text: String,
    rows: Vec<Row>,
    unused: Vec<String>,
}

impl Page for PreviewPage {
    const TEMPLATE: &'static str = "school/paste_preview.html";
    fn samples() -> Vec<Self> {
        let row = |day: Option<NaiveDate>| Row {
            title: "Meals".to_owned(),
            provider: "Provider A".to_owned(),
            service: day.map(|_| "Catering".to_owned()),
            starts: day,
            ends: day,
            notice: day,
            yearly: day.map(|_| Money(1_000_000)),
            source: "Invoices",
        };
        let page = |unused: Vec<String>| Self {
            path: "/schools/100123/spend/paste".to_owned(),
            text: "Title\tProvider".to_owned(),
            rows: vec![row(Some(NaiveDate::default())), row(None)],
            unused,
        };
        vec![page(vec!["Notes".to_owned()]), page(Vec::new())]
    }
}

fn columns() -> Vec<&'static str> {
    COLUMNS.iter().map(|column| column.name).collect()
}

async fn render(visit: &Visit, urn: i32, form: FormView) -> Result<Response> {
    let school = school::opened(visit, urn, Action::EditSchool).await?;
    let register = format!("/schools/{urn}/spend");
    let page = PastePage {
        form: form.clone(),
        path: format!("{register}/paste"),
        columns: columns(),
        template_path: format!("{register}/template.csv"),
    };
    let frame = frame("Contracts from a spreadsheet").back(register, "Contracts").seen_by(seen_by(&school));
    visit.form_page(frame, &form, &page)
}

async fn show(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    render(&visit, urn, FormView::default()).await
}

/// The form with the rows as they were pasted, to change them.
async fn again(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    render(&visit, urn, fields.view()).await
}

/// The pasted rows, or the form with every fault of every row.
fn read(fields: &Fields, services: &[Choice]) -> std::result::Result<(String, Pasted), FormView> {
    fields.read(|form| form.text_up_to("rows", LONGEST_PASTE))?;
    let text = fields.get("rows").unwrap_or_default().to_owned();
    let pasted = read_rows(&text, services);
    if pasted.faults.is_empty() { Ok((text, pasted)) } else { Err(refusing(fields.view(), "rows", pasted.faults)) }
}

async fn preview(visit: Visit, Path(urn): Path<i32>, upload: Upload) -> Result<Response> {
    let school = school::opened(&visit, urn, Action::EditSchool).await?;
    let fields = match rows_of(upload, "rows", "file", MOST_ROWS).await? {
        Ok(fields) => fields,
        Err(form) => return render(&visit, urn, form).await,
    };
    let services = school::categories(&visit).await?;
    let (text, pasted) = match read(&fields, &services) {
        Ok(read) => read,
        Err(form) => return render(&visit, urn, form).await,
    };
    let path = format!("/schools/{urn}/spend/paste");
    let rows = pasted.rows.into_iter().map(|terms| row(terms, &services)).collect();
    let page = PreviewPage { path: path.clone(), text, rows, unused: pasted.unused };
    let frame = frame("Check the contracts").back(path, "Paste again").seen_by(seen_by(&school));
    visit.page(frame, &page)
}

/// The rows with what is wrong with each, as a file.
async fn errors(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    school::opened(&visit, urn, Action::EditSchool).await?;
    let services = school::categories(&visit).await?;
    let faults = read_rows(fields.get("rows").unwrap_or_default(), &services).faults;
    error_file("contracts", &fields, "rows", &faults, COLUMNS.len())
}

fn row(terms: Terms, services: &[Choice]) -> Row {
    let service = services.iter().find(|each| Some(each.id) == terms.category);
    Row {
        service: service.map(|each| each.name.clone()),
        title: terms.title,
        provider: terms.provider_name,
        starts: terms.starts_on,
        ends: terms.ends_on,
        notice: terms.notice_on,
        yearly: terms.yearly_amount,
        source: source_words(terms.cost_source),
    }
}

async fn confirm(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    let school = school::opened(&visit, urn, Action::EditSchool).await?;
    let services = school::categories(&visit).await?;
    let rows = match read(&fields, &services) {
        Ok((_, pasted)) => pasted.rows,
        Err(form) => return render(&visit, urn, form).await,
    };
    match school::add_contracts(&visit, &school, rows).await {
        Ok(at) => {
            let at = at.to_rfc3339_opts(SecondsFormat::Nanos, true);
            visit.go_saying(format!("/schools/{urn}/spend?pasted={at}"), "The contracts are on the register")
        }
        Err(error) => render(&visit, urn, fields.refused(error)?).await,
    }
}
