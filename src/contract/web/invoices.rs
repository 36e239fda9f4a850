//! Invoices from a spreadsheet, pasted or in a file: see how they are read, then keep all of them or none, and take them
//! off again.

use crate::contract::rules::invoices::{COLUMNS, Invoice, Invoices, Known, MOST_ROWS, read_rows};
use crate::contract::rules::spend::missing_in_term;
use crate::contract::rules::term::Term;
use crate::contract::store::{self, Held};
use crate::contract::{self, enter_invoices, invoiced, known, undo_invoices};
use crate::platform::access::Action;
use crate::platform::csv_out::Cell;
use crate::platform::error::{Error, Result};
use crate::platform::http::download;
use crate::platform::http::fields::{Fields, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::rows::{error_file, refusing, rows_of};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::money::{Money, Quantity};
use ::entity::{actuals_import, school};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

const ENTER: Who = Who::May(&[Action::EnterActuals]);
const LONGEST_PASTE: usize = 500_000;
const LARGEST_FILE: usize = 5 * 1024 * 1024;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schools/{urn}/savings/invoices", ENTER, show)
        .get("/schools/{urn}/savings/invoices/template.csv", ENTER, template)
        .post_files("/schools/{urn}/savings/invoices", ENTER, LARGEST_FILE, preview)
        .post("/schools/{urn}/savings/invoices/again", ENTER, again)
        .post("/schools/{urn}/savings/invoices/errors", ENTER, errors)
        .post("/schools/{urn}/savings/invoices/confirm", ENTER, confirm)
        .post("/schools/{urn}/savings/invoices/undo", ENTER, undo)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<InvoicesPage>(), PageSample::of::<PreviewPage>()]
}

/// Rows that were kept.
#[derive(Serialize)]
struct Sent {
    id: String,
    at: DateTime<Utc>,
    rows: i32,
    undone_on: Option<NaiveDate>,
}

#[derive(Serialize)]
struct InvoicesPage {
    form: FormView,
    path: String,
    school: String,
    columns: Vec<&'static str>,
    contracts: Vec<String>,
    sent: Vec<Sent>,
}

impl Page for InvoicesPage {
    const TEMPLATE: &'static str = "contract/invoices.html";
    fn samples() -> Vec<Self> {
        let sent = |undone_on| Sent { id: "1".to_owned(), at: DateTime::UNIX_EPOCH, rows: 3, undone_on };
        let page = |form, contracts: &[&str], sent| Self {
            form,
            path: "/schools/100123/savings/invoices".to_owned(),
            school: "Canal Side Primary".to_owned(),
            columns: columns(),
            contracts: contracts.iter().map(|title| (*title).to_owned()).collect(),
            sent,
        };
        let refused = FormView::default().with("rows", "Meals").refusing("rows", "Row 1, Amount: enter an amount");
        vec![
            page(refused, &["Finance support"], vec![sent(None), sent(Some(NaiveDate::default()))]),
            page(FormView::default(), &[], Vec::new()),
        ]
    }
}

/// One invoice as it was read.
#[derive(Serialize)]
struct Row {
    school: String,
    contract: String,
    year: String,
    period: &'static str,
    quantity: Option<Quantity>,
    amount: Money,
    invoice: Option<String>,
}

#[derive(Serialize)]
struct PreviewPage {
    path: String,
    /// What was sent, to be sent again with the confirmation.
    text: String,
    rows: Vec<Row>,
    total: Money,
    unused: Vec<String>,
}

impl Page for PreviewPage {
    const TEMPLATE: &'static str = "contract/invoices_preview.html";
    fn samples() -> Vec<Self> {
        let row = |quantity: Option<Quantity>| Row {
            school: "Canal Side Primary".to_owned(),
            contract: "Finance support".to_owned(),
            year: "2026 to 2027".to_owned(),
            period: "Autumn term",
            quantity,
            amount: Money(10_400_000),
            invoice: quantity.map(|_| "INV-1".to_owned()),
        };
        let page = |unused: Vec<String>| Self {
            path: "/schools/100123/savings/invoices".to_owned(),
            text: "Contract\tMonth or term\tAmount".to_owned(),
            rows: vec![row(Some(Quantity(4_000))), row(None)],
            total: Money(20_800_000),
            unused,
        };
        vec![page(vec!["Notes".to_owned()]), page(Vec::new())]
    }
}

fn columns() -> Vec<&'static str> {
    COLUMNS.iter().map(|column| column.name).collect()
}

async fn opened(visit: &Visit, urn: i32) -> Result<(school::Model, Vec<Held>)> {
    let school = contract::school_opened(visit, urn, Action::EnterActuals).await?;
    let held = invoiced(visit, &school).await?;
    Ok((school, held))
}

async fn render(visit: &Visit, urn: i32, form: FormView) -> Result<Response> {
    let (school, held) = opened(visit, urn).await?;
    let sent = |import: actuals_import::Model| Sent {
        id: import.id.to_string(),
        at: import.imported_at,
        rows: import.rows,
        undone_on: import.undone_at.map(words::london_day),
    };
    let page = InvoicesPage {
        form: form.clone(),
        path: path_of(urn),
        school: school.name.clone(),
        columns: columns(),
        contracts: held.iter().map(|held| held.contract.title.clone()).collect(),
        sent: store::imports(visit.read(), school.id).await?.into_iter().map(sent).collect(),
    };
    let frame = frame(format!("Invoices, {}", school.name)).back(format!("/schools/{urn}/savings"), "Savings");
    visit.form_page(frame.seen_by(seen_by(&school)), &form, &page)
}

fn path_of(urn: i32) -> String {
    format!("/schools/{urn}/savings/invoices")
}

fn seen_by(school: &school::Model) -> String {
    format!("staff and governors of {}", school.name)
}

async fn show(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    render(&visit, urn, FormView::default()).await
}

/// The form with the rows as they were sent, to change them.
async fn again(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    render(&visit, urn, fields.view()).await
}

/// The rows that were sent, or the form with every fault of every row.
fn read(
    visit: &Visit,
    fields: &Fields,
    known: &[Known],
    urn: i32,
) -> std::result::Result<(String, Invoices), FormView> {
    fields.read(|form| form.text_up_to("rows", LONGEST_PASTE))?;
    let text = fields.get("rows").unwrap_or_default().to_owned();
    let read = read_rows(&text, known, urn, words::london_day(visit.now));
    if read.faults.is_empty() { Ok((text, read)) } else { Err(refusing(fields.view(), "rows", read.faults)) }
}

async fn preview(visit: Visit, Path(urn): Path<i32>, upload: Upload) -> Result<Response> {
    let (school, held) = opened(&visit, urn).await?;
    let fields = match rows_of(upload, "rows", "file", MOST_ROWS).await? {
        Ok(fields) => fields,
        Err(form) => return render(&visit, urn, form).await,
    };
    let known = known(&visit, &held);
    let (text, read) = match read(&visit, &fields, &known, urn) {
        Ok(read) => read,
        Err(form) => return render(&visit, urn, form).await,
    };
    let page = PreviewPage {
        path: path_of(urn),
        text,
        total: read.rows.iter().map(|row| row.amount).sum(),
        rows: read.rows.into_iter().filter_map(|invoice| row(invoice, &known)).collect(),
        unused: read.unused,
    };
    let frame = frame("Check the invoices").back(path_of(urn), "Send other rows").seen_by(seen_by(&school));
    visit.page(frame, &page)
}

fn row(invoice: Invoice, known: &[Known]) -> Option<Row> {
    let part = known.iter().find(|part| part.part == invoice.part)?;
    Some(Row {
        school: part.school_name.clone(),
        contract: part.title.clone(),
        year: part.term.year_words(invoice.year),
        period: invoice.period.words(),
        quantity: invoice.quantity,
        amount: invoice.amount,
        invoice: invoice.reference,
    })
}

/// The rows with what is wrong with each, as a file.
async fn errors(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    let (_, held) = opened(&visit, urn).await?;
    let text = fields.get("rows").unwrap_or_default();
    let faults = read_rows(text, &known(&visit, &held), urn, words::london_day(visit.now)).faults;
    error_file("invoices", &fields, "rows", &faults, COLUMNS.len())
}

async fn confirm(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    let (school, held) = opened(&visit, urn).await?;
    let rows = match read(&visit, &fields, &known(&visit, &held), urn) {
        Ok((_, read)) => read.rows,
        Err(form) => return render(&visit, urn, form).await,
    };
    match enter_invoices(&visit, &school, rows).await {
        Ok(_) => visit.go_saying(path_of(urn), "The invoices are kept and count as actual spend"),
        Err(error) => render(&visit, urn, fields.refused(error)?).await,
    }
}

async fn undo(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    let (school, _) = opened(&visit, urn).await?;
    let id = fields.get("import").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    match undo_invoices(&visit, &school, id).await {
        Ok(gone) => {
            let gone = words::plural(i64::try_from(gone).unwrap_or(i64::MAX), "invoice", "invoices");
            visit.go_saying(path_of(urn), &format!("{gone} taken off again"))
        }
        Err(error) => render(&visit, urn, fields.refused(error)?).await,
    }
}

/// The template with a row for each term that waits to be entered.
async fn template(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let (school, held) = opened(&visit, urn).await?;
    let today = words::london_day(visit.now);
    let mut rows: Vec<Vec<Cell>> = vec![COLUMNS.iter().map(|column| Cell::text(column.name)).collect()];
    for held in &held {
        let term = Term::of(&held.contract);
        let Some(part) = held.part_of(school.id) else { continue };
        for year in (1..=term.years()).filter(|year| term.year(*year).0 <= today) {
            let waits = |period| missing_in_term(&part.spends, year, period).len() == 1;
            let begun = term.terms(year).into_iter().filter(|each| each.first <= today && waits(each.period));
            rows.extend(begun.map(|each| {
                let cells = [school.urn.to_string(), held.contract.title.clone(), each.words()];
                cells.into_iter().map(Cell::text).chain((0..3).map(|_| Cell::empty())).collect()
            }));
        }
    }
    download::csv("actual-spend-template", &rows)
}
