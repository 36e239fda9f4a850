//! The contract register: what the school buys, sorted by when notice is due.

use super::{EDITORS, STAFF, seen_by};
use crate::platform::access::Action;
use crate::platform::csv_out::Cell;
use crate::platform::error::{Error, Result};
use crate::platform::export::{Form, Sheet};
use crate::platform::http::download;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::school::rules::{COLUMNS, Choice, Notice, notice, of_category, score_words};
use crate::school::{self, store};
use ::entity::contract_entry::{self, CostSource};
use ::entity::ids::{CategoryId, ContractEntryId};
use ::entity::money::Money;
use ::entity::school::Model as School;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

const ROWS_OF_A_PAGE: usize = 50;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schools/{urn}/spend", STAFF, show)
        .get("/schools/{urn}/spend.csv", STAFF, csv)
        .get("/schools/{urn}/spend.xlsx", STAFF, xlsx)
        .get("/schools/{urn}/spend.json", STAFF, json)
        .get("/schools/{urn}/spend/template.csv", STAFF, template)
        .post("/schools/{urn}/spend/undo", EDITORS, undo)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<RegisterPage>()]
}

/// One contract of the register.
#[derive(Serialize)]
struct Row {
    href: String,
    title: String,
    service: Option<String>,
    provider: String,
    yearly: Option<Money>,
    source: &'static str,
    starts: Option<NaiveDate>,
    ends: Option<NaiveDate>,
    notice: Option<NaiveDate>,
    /// "Within 120 days", "Passed".
    mark: Option<&'static str>,
    mark_kind: &'static str,
    how_bought: Option<String>,
    responsible: Option<String>,
    /// "E25".
    cost_code: Option<String>,
    rating_href: String,
    /// "4, good": what was thought of it last.
    rating: Option<&'static str>,
}

impl Row {
    fn of(school: &School, entry: contract_entry::Model, beside: &Beside, today: NaiveDate) -> Self {
        let urn = school.urn;
        let service = entry.category_id.and_then(|id| beside.services.get(&id));
        let (mark, mark_kind) = match notice(entry.notice_on, today) {
            Notice::Soon(_) => (Some("Within 120 days"), "waiting"),
            Notice::Passed => (Some("Passed"), "plain"),
            Notice::Unknown | Notice::Later => (None, "plain"),
        };
        Row {
            href: format!("/schools/{urn}/spend/{}", entry.id),
            title: entry.title,
            service: service.map(|service| service.name.clone()),
            cost_code: entry
                .cost_code
                .or_else(|| of_category(&service?.cost_codes, school.legal_type).map(str::to_owned)),
            rating_href: format!("/schools/{urn}/spend/{}/rating", entry.id),
            rating: beside.scores.get(&entry.id).map(|score| score_words(*score)),
            provider: entry.provider_name,
            yearly: entry.yearly_amount,
            source: source_words(entry.cost_source),
            starts: entry.starts_on,
            ends: entry.ends_on,
            notice: entry.notice_on,
            mark,
            mark_kind,
            how_bought: entry.how_bought,
            responsible: entry.responsible,
        }
    }
}

pub(super) fn source_words(source: CostSource) -> &'static str {
    match source {
        CostSource::Invoices => "Invoices",
        CostSource::Contract => "Contract",
        CostSource::Unknown => "Not known",
    }
}

#[derive(Serialize)]
struct Pages {
    page: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Serialize)]
struct RegisterPage {
    path: String,
    name: String,
    rows: Vec<Row>,
    contracts: usize,
    total: Money,
    unknown_costs: usize,
    may_edit: bool,
    /// The instant of the paste that was just confirmed, and how many contracts it added.
    pasted_at: Option<DateTime<Utc>>,
    pasted: usize,
    pages: Pages,
    /// "5 of 9 schools could start catering together in September 2028".
    together: Vec<String>,
    standing_path: String,
    /// What the school signed with others.
    together_path: String,
}

impl Page for RegisterPage {
    const TEMPLATE: &'static str = "school/register.html";
    fn samples() -> Vec<Self> {
        let row = |day: Option<NaiveDate>, mark| Row {
            href: "/schools/100123/spend/1".to_owned(),
            title: "Meals".to_owned(),
            service: day.map(|_| "Catering".to_owned()),
            provider: "Provider A".to_owned(),
            yearly: day.map(|_| Money(1_057_350_000)),
            source: "Invoices",
            starts: day,
            ends: day,
            notice: day,
            mark,
            mark_kind: "waiting",
            how_bought: day.map(|_| "Tender".to_owned()),
            responsible: day.map(|_| "Bursar".to_owned()),
            cost_code: day.map(|_| "E25".to_owned()),
            rating_href: "/schools/100123/spend/1/rating".to_owned(),
            rating: day.map(|_| "4, good"),
        };
        let page = |rows: Vec<Row>, pasted_at: Option<DateTime<Utc>>| Self {
            path: "/schools/100123/spend".to_owned(),
            name: "Canal Side Primary".to_owned(),
            contracts: rows.len(),
            unknown_costs: usize::from(pasted_at.is_some()),
            total: Money(1_057_350_000),
            may_edit: true,
            pasted: rows.len(),
            rows,
            pasted_at,
            pages: Pages { page: 1, pages: 2, previous: None, next: Some("?page=2".to_owned()) },
            together: vec!["5 of 9 schools could start catering together in September 2028".to_owned()],
            standing_path: "/schools/100123/standing".to_owned(),
            together_path: "/schools/100123/contracts".to_owned(),
        };
        let rows = vec![row(Some(NaiveDate::default()), Some("Within 120 days")), row(None, None)];
        vec![page(rows, Some(DateTime::UNIX_EPOCH)), page(Vec::new(), None)]
    }
}

#[derive(Deserialize)]
struct Asked {
    page: Option<usize>,
    pasted: Option<DateTime<Utc>>,
}

async fn show(visit: Visit, Path(urn): Path<i32>, Query(asked): Query<Asked>) -> Result<Response> {
    let school = school::seen(&visit, urn).await?;
    let entries = store::register(visit.read(), school.id).await?;
    let today = words::london_day(visit.now);
    let known = entries.iter().filter_map(|entry| entry.yearly_amount);
    let pages = pages_of(entries.len(), asked.page.unwrap_or(1));
    let page = RegisterPage {
        path: format!("/schools/{urn}/spend"),
        name: school.name.clone(),
        contracts: entries.len(),
        total: known.sum(),
        unknown_costs: entries.iter().filter(|entry| entry.yearly_amount.is_none()).count(),
        may_edit: visit.actor.may(Action::EditSchool, &school::place_of(&school)),
        pasted: entries.iter().filter(|entry| Some(entry.recorded_at) == asked.pasted).count(),
        pasted_at: asked.pasted,
        rows: rows(&visit, &school, entries, pages.page, today).await?,
        pages,
        together: school::aligned_of(&visit, &school).await?,
        standing_path: format!("/schools/{urn}/standing"),
        together_path: format!("/schools/{urn}/contracts"),
    };
    let frame = frame(format!("Contracts of {}", school.name)).back(format!("/schools/{urn}"), school.name.clone());
    visit.page(frame.seen_by(seen_by(&school)), &page)
}

/// What stands beside the register: the services, and what was thought of the contracts last.
struct Beside {
    services: HashMap<CategoryId, Choice>,
    scores: HashMap<ContractEntryId, i32>,
}

/// The rows of one page. Two queries.
async fn rows(
    visit: &Visit,
    school: &School,
    entries: Vec<contract_entry::Model>,
    page: usize,
    today: NaiveDate,
) -> Result<Vec<Row>> {
    let shown: Vec<_> = entries.into_iter().skip((page - 1) * ROWS_OF_A_PAGE).take(ROWS_OF_A_PAGE).collect();
    let services = crate::school::categories(visit).await?.into_iter().map(|each| (each.id, each)).collect();
    let ratings = store::ratings(visit.read(), shown.iter().map(|entry| entry.id)).await?;
    let scores = ratings.into_iter().rev().filter_map(|rating| Some((rating.entry_id?, rating.score))).collect();
    let beside = Beside { services, scores };
    Ok(shown.into_iter().map(|entry| Row::of(school, entry, &beside, today)).collect())
}

fn pages_of(rows: usize, asked: usize) -> Pages {
    let pages = rows.div_ceil(ROWS_OF_A_PAGE).max(1);
    let page = asked.clamp(1, pages);
    Pages {
        page,
        pages,
        previous: (page > 1).then(|| format!("?page={}", page - 1)),
        next: (page < pages).then(|| format!("?page={}", page + 1)),
    }
}

async fn undo(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    let school = school::opened(&visit, urn, Action::EditSchool).await?;
    let pasted_at = fields.get("pasted").and_then(|at| at.parse().ok()).ok_or(Error::NotFound)?;
    let taken_off = school::undo_paste(&visit, &school, pasted_at).await?;
    let taken_off = words::plural(i64::try_from(taken_off).unwrap_or(i64::MAX), "contract", "contracts");
    visit.go_saying(format!("/schools/{urn}/spend"), &format!("{taken_off} taken off the register again"))
}

async fn template(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    school::seen(&visit, urn).await?;
    download::csv("contract-register-template", &[headings()])
}

fn headings() -> Vec<Cell> {
    COLUMNS.iter().map(|column| Cell::text(column.name)).collect()
}

async fn csv(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    exported(&visit, urn, Form::Csv).await
}

async fn xlsx(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    exported(&visit, urn, Form::Xlsx).await
}

async fn json(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    exported(&visit, urn, Form::Json).await
}

async fn exported(visit: &Visit, urn: i32, form: Form) -> Result<Response> {
    let school = school::seen(visit, urn).await?;
    let names = school::category_names(visit).await?;
    let entries = store::register(visit.read(), school.id).await?;
    let day = words::date(words::london_day(visit.now));
    let sheet = Sheet {
        name: format!("contracts-{urn}"),
        columns: COLUMNS.iter().map(|column| column.name.to_owned()).collect(),
        rows: entries.into_iter().map(|entry| cells(entry, &names)).collect(),
        notes: vec![format!("Contract register of {} on {day}. Amounts in pounds a year, excluding VAT", school.name)],
    };
    download::sheet(form, &sheet)
}

/// In the order of the template, so that a download can be pasted again.
fn cells(entry: contract_entry::Model, names: &HashMap<CategoryId, String>) -> Vec<Cell> {
    let day = |day: Option<NaiveDate>| Cell::text(day.map(|day| day.to_string()).unwrap_or_default());
    let text = |text: Option<String>| Cell::text(text.unwrap_or_default());
    vec![
        Cell::text(entry.title),
        Cell::text(entry.provider_name),
        text(entry.category_id.and_then(|id| names.get(&id).cloned())),
        day(entry.starts_on),
        day(entry.ends_on),
        text(entry.notice_terms),
        day(entry.notice_on),
        entry.yearly_amount.map_or_else(Cell::empty, Cell::number),
        text(entry.how_bought),
        Cell::text(source_words(entry.cost_source)),
        text(entry.responsible),
        text(entry.cost_code),
    ]
}
