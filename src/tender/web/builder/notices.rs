//! The official notices that this tender needs: when each is due, its prepared text, and what was recorded of it.

use super::{Builder, EDITORS, TEAM, open, task_frame};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::{law, words};
use crate::tender::rules::obligations::{self, Due};
use crate::tender::rules::readiness::Task;
use crate::tender::rules::states;
use crate::tender::web::shared::read_instant;
use crate::tender::{self, Dossier, NewNotice, prepared, store};
use ::entity::official_notice;
use axum::extract::Path;
use axum::response::Response;
use chrono::{Datelike as _, Days, NaiveDate};
use serde::Serialize;

const TITLE: &str = "Official notices";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/edit/notices", TEAM, show)
        .get("/tenders/{reference}/edit/notices/{kind}", TEAM, show_one)
        .post("/tenders/{reference}/edit/notices/{kind}", EDITORS, record)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<NoticesPage>(), PageSample::of::<NoticePage>()]
}

#[derive(Clone, Serialize)]
struct Row {
    kind: String,
    name: String,
    due: String,
    by: Option<NaiveDate>,
    /// Number and publication, once recorded.
    recorded: Option<String>,
}

#[derive(Serialize)]
struct NotNeeded {
    kind: String,
    name: String,
    why: String,
}

#[derive(Serialize)]
struct NoticesPage {
    builder: Builder,
    is_known: bool,
    rows: Vec<Row>,
    others: Vec<NotNeeded>,
}

impl Page for NoticesPage {
    const TEMPLATE: &'static str = "tender/edit/notices.html";
    fn samples() -> Vec<Self> {
        let other = || NotNeeded { kind: "UK17".to_owned(), name: "x".to_owned(), why: "Schools".to_owned() };
        let page = |is_known, rows| Self { builder: Builder::sample(true), is_known, rows, others: vec![other()] };
        vec![page(false, Vec::new()), page(true, Vec::new()), page(true, vec![sample(None), sample(Some("1"))])]
    }
}

fn sample(recorded: Option<&str>) -> Row {
    Row {
        kind: "UK6".to_owned(),
        name: "Contract award notice".to_owned(),
        due: "After the summaries".to_owned(),
        by: Some(NaiveDate::default()),
        recorded: recorded.map(str::to_owned),
    }
}

#[derive(Serialize)]
struct NoticePage {
    form: FormView,
    builder: Builder,
    row: Row,
    text: String,
    /// With the award notice.
    asks_supplier: bool,
    may_record: bool,
}

impl Page for NoticePage {
    const TEMPLATE: &'static str = "tender/edit/official_notice.html";
    fn samples() -> Vec<Self> {
        let page = |row, asks_supplier, may_record| Self {
            form: FormView::default(),
            builder: Builder::sample(true),
            row,
            text: "Title: Catering".to_owned(),
            asks_supplier,
            may_record,
        };
        vec![page(sample(None), true, true), page(sample(Some("1")), false, false)]
    }
}

/// The notices of the tender with what was recorded of them; none before its route is known.
async fn rows(visit: &Visit, dossier: &Dossier) -> Result<Option<Vec<Row>>> {
    let tender = &dossier.tender;
    let Some(route) = tender.route else { return Ok(None) };
    let ends_on = tender
        .contract_start
        .and_then(|start| start.with_year(start.year() + tender.term_years)?.checked_sub_days(Days::new(1)));
    let facts = obligations::Facts {
        route,
        procedure: tender.procedure,
        met_firms: !dossier.meeting_firms.held.is_empty(),
        state: states::phase(tender, visit.now),
        ends_on,
    };
    let recorded = store::official_notices(visit.read(), tender.id).await?;
    let today = words::london_day(visit.now);
    let row = |due: Due| Row {
        name: law::notice(due.kind, today).map(|notice| notice.name).unwrap_or_default(),
        recorded: recorded_words(tender, due.kind, &recorded),
        kind: due.kind.to_owned(),
        due: due.words,
        by: due.by,
    };
    Ok(Some(obligations::needed(facts).into_iter().map(row).collect()))
}

fn recorded_words(tender: &::entity::tender::Model, kind: &str, recorded: &[official_notice::Model]) -> Option<String> {
    if let Some(found) = recorded.iter().find(|notice| notice.kind == kind) {
        let supplier = found.supplier.as_ref().map(|supplier| format!("; supplier {supplier}")).unwrap_or_default();
        return Some(format!("{}, published {}{supplier}", found.number, words::moment(found.published_at)));
    }
    let day = tender.notice_published_on.filter(|_| kind == "UK4")?;
    Some(format!("{}, published {}", tender.notice_number.as_deref()?, words::date(day)))
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let (dossier, place) = open(&visit, &reference).await?;
    let rows = rows(&visit, &dossier).await?;
    let is_known = rows.is_some();
    let rows = rows.unwrap_or_default();
    let today = words::london_day(visit.now);
    let other = |notice: law::Notice| {
        let why = notice.not_required.map(|who| format!("Not required: {who}")).unwrap_or(notice.when_due);
        NotNeeded { kind: notice.number, name: notice.name, why }
    };
    let needed = |notice: &law::Notice| rows.iter().any(|row| row.kind == notice.number);
    let others = law::notices(today).into_iter().filter(|notice| !needed(notice)).map(other).collect();
    let builder = Builder::of(&visit, &dossier, &place, Task::Route);
    visit.page(task_frame(&dossier, TITLE), &NoticesPage { builder, is_known, rows, others })
}

async fn render(visit: &Visit, reference: &str, kind: &str, form: FormView) -> Result<Response> {
    let (dossier, place) = open(visit, reference).await?;
    let found = rows(visit, &dossier).await?.unwrap_or_default().into_iter().find(|row| row.kind == kind);
    let row = found.ok_or(Error::NotFound)?;
    let link = visit.app.link(&format!("/tenders/{reference}"));
    let page = NoticePage {
        form: form.clone(),
        text: prepared::text(kind, &dossier, &link),
        asks_supplier: kind == "UK6",
        may_record: visit.actor.may(Action::EditTender, &place) && (row.recorded.is_none() || kind == "UK4"),
        builder: Builder::of(visit, &dossier, &place, Task::Route),
        row,
    };
    visit.form_page(task_frame(&dossier, &format!("{kind} {}", page.row.name)), &form, &page)
}

async fn show_one(visit: Visit, Path((reference, kind)): Path<(String, String)>) -> Result<Response> {
    render(&visit, &reference, &kind, FormView::default()).await
}

async fn record(visit: Visit, Path((reference, kind)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    const WHEN: &str = "Enter the day the notice was published";
    let read = fields.read(|form| {
        let published = read_instant(form, "published", WHEN);
        if published.is_none() {
            form.error("published-day", WHEN);
        }
        let supplier = (kind == "UK6")
            .then(|| form.required("supplier", "Enter the supplier's registration on the central platform"));
        (form.required("number", "Enter the number of the notice"), published.unwrap_or(visit.now), supplier)
    });
    let (number, published_at, supplier) = match read {
        Ok(read) => read,
        Err(form) => return render(&visit, &reference, &kind, form).await,
    };
    let (dossier, _) = open(&visit, &reference).await?;
    if !rows(&visit, &dossier).await?.unwrap_or_default().iter().any(|row| row.kind == kind) {
        return Err(Error::NotFound);
    }
    let new = NewNotice { kind: kind.clone(), number, published_at, supplier };
    match tender::record_notice(&visit, &reference, new).await {
        Ok(()) => visit.go_saying(format!("/tenders/{reference}/edit/notices"), &format!("{kind} is recorded")),
        Err(error) => render(&visit, &reference, &kind, fields.refused(error)?).await,
    }
}
