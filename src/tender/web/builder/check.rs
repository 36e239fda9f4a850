//! Check and publish: what is missing, everything at a glance, and the next step for whoever takes it.

use super::{Builder, TEAM, open, task_frame};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::Visit;
use crate::platform::words;
use crate::tender::rules::readiness::{Missing, Task};
use crate::tender::rules::{route, states};
use crate::tender::{self, CeilingWarning, Dossier};
use ::entity::money::Money;
use ::entity::tender::TenderState;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

const CHAIR: Who = Who::May(&[Action::RunTender]);
const REVIEWER: Who = Who::May(&[Action::ReviewTender]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/edit/check", TEAM, show)
        .post("/tenders/{reference}/pool", CHAIR, pool)
        .post("/tenders/{reference}/review", CHAIR, send_to_review)
        .post("/tenders/{reference}/publish", REVIEWER, publish)
        .post("/tenders/{reference}/return", REVIEWER, return_to_draft)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<CheckPage>()]
}

#[derive(Serialize)]
struct MissingLine {
    sentence: String,
    href: String,
}

#[derive(Serialize)]
struct Row {
    key: &'static str,
    value: String,
    href: Option<String>,
    action: Option<&'static str>,
}

#[derive(Serialize)]
struct CheckPage {
    form: FormView,
    builder: Builder,
    state: &'static str,
    missing: Vec<MissingLine>,
    near: Vec<CeilingWarning>,
    rows: Vec<Row>,
    may_pool: bool,
    may_send: bool,
    may_review: bool,
    /// Who takes the next step, where the reader does not.
    waits_for: Option<&'static str>,
}

impl Page for CheckPage {
    const TEMPLATE: &'static str = "tender/edit/check.html";
    fn samples() -> Vec<Self> {
        let row = Row { key: "Title", value: "Catering".to_owned(), href: Some("/x".to_owned()), action: None };
        let line = MissingLine { sentence: "Appoint a tender lead".to_owned(), href: "/x".to_owned() };
        let page = |form, missing: Vec<MissingLine>, step: u8, waits_for| Self {
            form,
            builder: Builder::sample(true),
            state: "Draft",
            near: missing
                .is_empty()
                .then_some(CeilingWarning { lot: Some(2), ceiling: Money(1), price_list: Money(1) })
                .into_iter()
                .collect(),
            missing,
            rows: Vec::new(),
            may_pool: step == 1,
            may_send: step == 2,
            may_review: step == 3,
            waits_for,
        };
        let refused = FormView::default().refusing("reason", "Enter the reason");
        vec![
            Self { rows: vec![row], ..page(FormView::default(), vec![line], 1, None) },
            page(FormView::default(), vec![], 2, None),
            page(refused, vec![], 3, None),
            page(FormView::default(), vec![], 0, Some("a reviewer from another school")),
        ]
    }
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    render(&visit, &reference, FormView::default()).await
}

async fn render(visit: &Visit, reference: &str, form: FormView) -> Result<Response> {
    let (dossier, place) = open(visit, reference).await?;
    let phase = states::phase(&dossier.tender, visit.now);
    let may = |action| visit.actor.may(action, &place);
    let (chair, reviewer) = (may(Action::RunTender), may(Action::ReviewTender));
    let published = dossier.tender.published_at.is_some();
    let missing = if published { Vec::new() } else { dossier.missing(visit.now) };
    let waits_for = match phase {
        TenderState::Draft | TenderState::Pooling if !chair => Some("the chair"),
        TenderState::Review if !reviewer => Some("a reviewer from another school"),
        _ => None,
    };
    let page = CheckPage {
        form: form.clone(),
        builder: Builder::of(visit, &dossier, &place, Task::What),
        state: states::words(phase),
        missing: missing.into_iter().map(|missing| line(&dossier, missing)).collect(),
        rows: rows(&dossier),
        near: match published {
            true => Vec::new(),
            false => tender::ceiling_warnings(visit.read(), &dossier, words::london_day(visit.now)).await?,
        },
        may_pool: chair && phase == TenderState::Draft,
        may_send: chair && phase == TenderState::Pooling,
        may_review: reviewer && phase == TenderState::Review,
        waits_for,
    };
    visit.form_page(task_frame(&dossier, "Check and publish"), &form, &page)
}

fn line(dossier: &Dossier, missing: Missing) -> MissingLine {
    let reference = &dossier.tender.reference;
    let href = match missing.task {
        Task::Demand if dossier.commitment.all.is_empty() => format!("/tenders/{reference}/edit/check#next"),
        Task::Demand => format!("/clusters/{}/demand/{reference}", dossier.cluster.slug),
        task => format!("/tenders/{reference}/edit/{}", task.slug()),
    };
    MissingLine { sentence: missing.sentence, href }
}

fn rows(dossier: &Dossier) -> Vec<Row> {
    let tender = &dossier.tender;
    let base = format!("/tenders/{}/edit", tender.reference);
    let row = |key, value: String, task: Task| Row {
        key,
        value: if value.is_empty() { "Not entered".to_owned() } else { value },
        href: Some(format!("{base}/{}", task.slug())),
        action: Some(if tender.published_at.is_some() { "View" } else { "Change" }),
    };
    let at = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(words::deadline).unwrap_or_default();
    let start = tender.contract_start.map(words::short_date).unwrap_or_default();
    let value = tender.estimated_value.map(|value| entity::money::plain_price(&value.exact())).unwrap_or_default();
    let route = tender.route.map(route::title).unwrap_or_default();
    let weights = dossier.criteria.iter().map(|criterion| format!("{} {}%", criterion.name, criterion.weight));
    let price = format!("{}, {}% of the marks", dossier.price.method.title(), dossier.price.weight);
    let lots = dossier.lots.iter().filter(|_| dossier.lots.len() > 1).map(|each| each.lot.title.clone());
    let lots: Vec<String> = lots.collect();
    let team = dossier.team.iter().map(|member| format!("{} ({})", member.name, member.role.title().to_lowercase()));
    let least = tender.minimum_schools;
    let conditions = dossier.conditions.iter().map(|each| each.name.clone());
    let assessed = dossier.assessments.first().map(|held| format!("{}. {}", held.found, held.mitigation));
    let mut rows = vec![
        row("Title", tender.title.clone(), Task::What),
        row("What is needed", tender.need.clone(), Task::What),
        row("Team", team.collect::<Vec<_>>().join(", "), Task::Team),
        row("Schools", dossier.buyers().len().to_string(), Task::Schools),
        row("Contract", format!("{} years from {start}", tender.term_years), Task::Lot),
        row("Criteria", weights.collect::<Vec<_>>().join(", "), Task::Criteria),
        row("Price", price, Task::Price),
        row("Smallest number of schools", if least > 0 { least.to_string() } else { String::new() }, Task::Leaving),
        row("Questions close", at(tender.questions_close_at), Task::Dates),
        row("Bids close", at(tender.deadline_at), Task::Dates),
        row("Pass or fail conditions", conditions.collect::<Vec<_>>().join(", "), Task::Conditions),
        row("Conflicts assessment", assessed.unwrap_or_default(), Task::Conflicts),
        row("Whole-life value with VAT", value, Task::Route),
        row("Rules that apply", route.to_owned(), Task::Route),
        row("Official notice", tender.notice_number.clone().unwrap_or_default(), Task::Route),
    ];
    if !lots.is_empty() {
        rows.insert(5, row("Lots", lots.join(", "), Task::Lot));
    }
    rows
}

async fn pool(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    step(&visit, &reference, &fields, tender::pool(&visit, &reference).await, "The schools have been asked").await
}

async fn send_to_review(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let done = tender::send_to_review(&visit, &reference).await;
    step(&visit, &reference, &fields, done, "Demand is locked. The reviewer has been asked").await
}

async fn publish(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    match tender::publish(&visit, &reference).await {
        Ok(()) => visit.go_saying(format!("/tenders/{reference}"), "Published: bids can be made from now on"),
        Err(error) => step(&visit, &reference, &fields, Err(error), "").await,
    }
}

async fn return_to_draft(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    match fields.read(|form| form.required("reason", "Enter what has to change")) {
        Ok(reason) => {
            let done = tender::return_to_draft(&visit, &reference, &reason).await;
            step(&visit, &reference, &fields, done, "Returned to draft. The chair has been told").await
        }
        Err(form) => render(&visit, &reference, form).await,
    }
}

/// After a step: back to the page, saying what was done, or with the sentence that refused it.
async fn step(visit: &Visit, reference: &str, fields: &Fields, done: Result<()>, said: &str) -> Result<Response> {
    match done {
        Ok(()) => visit.go_saying(format!("/tenders/{reference}/edit/check"), said),
        Err(error) => render(visit, reference, fields.refused(error)?).await,
    }
}
