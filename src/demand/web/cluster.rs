//! A cluster's demand: its tenders, and for each the matrix of schools by items.

use super::standing;
use crate::demand::Watch;
use crate::demand::{self as verbs, Matrix, MatrixRow, rules};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::demand::DemandState;
use ::entity::money::Quantity;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

const SEE: Who = Who::May(&[Action::SeeCluster]);
const MANAGE: Who = Who::May(&[Action::ManageCluster]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/demand", SEE, list)
        .get("/clusters/{slug}/demand/{reference}", SEE, show)
        .post("/clusters/{slug}/demand/{reference}/remind", MANAGE, remind)
        .post("/clusters/{slug}/demand/{reference}/due", MANAGE, set_due)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<TendersPage>(), PageSample::of::<MatrixPage>()]
}

#[derive(Serialize)]
struct TenderRow {
    reference: String,
    title: String,
    asked: i64,
    replied: i64,
    committed: i64,
}

#[derive(Serialize)]
struct TendersPage {
    slug: String,
    cluster: String,
    tenders: Vec<TenderRow>,
}

impl Page for TendersPage {
    const TEMPLATE: &'static str = "demand/tenders.html";
    fn samples() -> Vec<Self> {
        let row = TenderRow {
            reference: "NG-2027-004".to_owned(),
            title: "Catering 2027 to 2030".to_owned(),
            asked: 9,
            replied: 6,
            committed: 3,
        };
        let page = |tenders| Self { slug: "northgate".to_owned(), cluster: "Northgate Schools".to_owned(), tenders };
        vec![page(Vec::new()), page(vec![row])]
    }
}

async fn list(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let (cluster, tenders) = verbs::tenders_of(&visit, &slug).await?;
    let row = |each: verbs::ClusterTender| TenderRow {
        reference: each.tender.reference,
        title: each.tender.title,
        asked: each.asked,
        replied: each.replied,
        committed: each.committed,
    };
    let framed = frame(format!("Demand, {}", cluster.name)).seen_by(format!("people of {}", cluster.name));
    let page = TendersPage { slug, cluster: cluster.name, tenders: tenders.into_iter().map(row).collect() };
    visit.page(framed, &page)
}

#[derive(Clone, Serialize)]
struct Cell {
    this_year: Option<Quantity>,
    change: Option<String>,
    note: Option<String>,
}

#[derive(Clone, Serialize)]
struct Row {
    name: String,
    /// The sheet, for those who may open it.
    href: Option<String>,
    cells: Vec<Cell>,
    yearly: Option<Quantity>,
    state: &'static str,
    kind: &'static str,
    is_own: bool,
    is_out: bool,
}

#[derive(Serialize)]
struct MatrixPage {
    form: FormView,
    slug: String,
    cluster: String,
    reference: String,
    title: String,
    /// The category's part of addresses.
    category: String,
    due_at: Option<DateTime<Utc>>,
    items: Vec<String>,
    /// "Meals a year", where it is more than one of the items.
    yearly_of: Option<String>,
    rows: Vec<Row>,
    /// One for each item, then the year's; none where a sum means nothing.
    totals: Vec<Option<Quantity>>,
    yearly_total: Option<Quantity>,
    taking_part: usize,
    replied: usize,
    committed: usize,
    missing: Vec<String>,
    is_pooling: bool,
    may_manage: bool,
    watch: Vec<String>,
}

impl Page for MatrixPage {
    const TEMPLATE: &'static str = "demand/matrix.html";
    fn samples() -> Vec<Self> {
        let cell = |known: bool| Cell {
            this_year: known.then_some(Quantity(90_000)),
            change: known.then(|| "12 more".to_owned()),
            note: known.then(|| "More pupils".to_owned()),
        };
        let row = |known: bool| Row {
            name: "Canal Side Primary".to_owned(),
            href: known.then(|| "/schools/100123/demand/NG-2027-004".to_owned()),
            cells: vec![cell(known), cell(known)],
            yearly: known.then_some(Quantity(18_810_000)),
            state: "Committed",
            kind: "done",
            is_own: known,
            is_out: !known,
        };
        let page = |rows: Vec<Row>, may_manage, is_pooling, yearly: bool| Self {
            form: FormView::default(),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering 2027 to 2030".to_owned(),
            category: "catering".to_owned(),
            due_at: (!rows.is_empty()).then_some(DateTime::UNIX_EPOCH),
            items: vec!["Meals a day".to_owned(), "Days".to_owned()],
            yearly_of: yearly.then(|| "Meals a year".to_owned()),
            rows,
            totals: vec![Some(Quantity(90_000)), None],
            yearly_total: yearly.then_some(Quantity(18_810_000)),
            taking_part: 2,
            replied: 1,
            committed: 1,
            missing: if is_pooling { vec!["Rose Hill".to_owned()] } else { Vec::new() },
            is_pooling,
            may_manage,
            watch: if is_pooling { vec!["The threshold is near".to_owned()] } else { Vec::new() },
        };
        vec![
            page(vec![row(true), row(false)], true, true, true),
            page(vec![row(true)], false, false, false),
            page(Vec::new(), true, true, false),
        ]
    }
}

async fn show(visit: Visit, Path((slug, reference)): Path<(String, String)>) -> Result<Response> {
    matrix_page(&visit, &slug, &reference, FormView::default()).await
}

async fn matrix_page(visit: &Visit, slug: &str, reference: &str, form: FormView) -> Result<Response> {
    let matrix = verbs::matrix(visit, slug, reference).await?;
    let title = format!("Demand for {}, {}", matrix.tender.title, matrix.cluster.name);
    let framed = frame(title)
        .back(format!("/clusters/{slug}/demand"), "Demand")
        .seen_by(format!("people of {} and its member schools", matrix.cluster.name));
    let page = page_of(visit, &matrix, form.clone());
    visit.form_page(framed, &form, &page)
}

fn page_of(visit: &Visit, matrix: &Matrix, form: FormView) -> MatrixPage {
    let shape = &matrix.category.shape;
    let taking_part = || matrix.rows.iter().filter(|row| row.sheet.state != DemandState::NotTakingPart);
    let total = |item: &::entity::category::Item| {
        let of_item = |row: &MatrixRow| row.lines.get(&item.id).and_then(|line| line.quantity);
        rules::adds_up(shape, &item.id).then(|| taking_part().filter_map(of_item).sum())
    };
    let main = shape.units.iter().find(|unit| unit.id == shape.main_unit && unit.factors.len() > 1);
    let missing = taking_part().filter(|row| !row.sheet.is_committed());
    MatrixPage {
        form,
        slug: matrix.cluster.slug.clone(),
        cluster: matrix.cluster.name.clone(),
        reference: matrix.tender.reference.clone(),
        title: matrix.tender.title.clone(),
        category: matrix.category.slug.clone(),
        due_at: matrix.rows.first().map(|row| row.sheet.due_at),
        items: shape.items.iter().map(|item| item.label.clone()).collect(),
        yearly_of: main.map(|unit| words::capitalised(&format!("{} a year", unit.many))),
        rows: matrix.rows.iter().map(|each| row(visit, matrix, each)).collect(),
        totals: shape.items.iter().map(total).collect(),
        yearly_total: main.map(|_| taking_part().filter_map(|row| row.yearly).sum()),
        taking_part: taking_part().count(),
        replied: matrix.rows.iter().filter(|row| row.sheet.state != DemandState::Draft).count(),
        committed: taking_part().filter(|row| row.sheet.is_committed()).count(),
        missing: missing.map(|row| row.school.name.clone()).collect(),
        is_pooling: matrix.tender.state == ::entity::tender::TenderState::Pooling,
        may_manage: visit.actor.may(Action::ManageCluster, &matrix.place),
        watch: matrix.watch.as_ref().map(Watch::sentences).unwrap_or_default(),
    }
}

fn row(visit: &Visit, matrix: &Matrix, each: &MatrixRow) -> Row {
    let (state, kind) = standing(&each.sheet);
    let is_own = visit.actor.may(Action::SeeSchool, &Place::school(each.school.id));
    let cell = |item: &::entity::category::Item| {
        let line = each.lines.get(&item.id);
        let this_year = line.and_then(|line| line.quantity);
        Cell {
            this_year,
            change: verbs::change_words(line.and_then(|line| line.last_year), this_year),
            note: line.and_then(|line| line.note.clone()),
        }
    };
    Row {
        name: each.school.name.clone(),
        href: is_own.then(|| format!("/schools/{}/demand/{}", each.school.urn, matrix.tender.reference)),
        cells: matrix.category.shape.items.iter().map(cell).collect(),
        yearly: each.yearly,
        state,
        kind,
        is_own,
        is_out: each.sheet.state == DemandState::NotTakingPart,
    }
}

async fn remind(visit: Visit, Path((slug, reference)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    match verbs::remind(&visit, &slug, &reference).await {
        Ok(schools) => {
            let said = format!("Reminded {}", words::plural(schools as i64, "school", "schools"));
            visit.go_saying(format!("/clusters/{slug}/demand/{reference}"), &said)
        }
        Err(error) => matrix_page(&visit, &slug, &reference, fields.refused(error)?).await,
    }
}

async fn set_due(visit: Visit, Path((slug, reference)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    match fields.read(|form| form.date("due", "Enter the day by which schools reply")) {
        Ok(day) => match verbs::set_due(&visit, &slug, &reference, day).await {
            Ok(()) => visit.go_saying(format!("/clusters/{slug}/demand/{reference}"), "The day is set"),
            Err(error) => matrix_page(&visit, &slug, &reference, fields.refused(error)?).await,
        },
        Err(form) => matrix_page(&visit, &slug, &reference, form).await,
    }
}
