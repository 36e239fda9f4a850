//! An authority's options appraisals, and the form that writes a version.

use crate::partner;
use crate::partner::rules::{Appraised, Criterion, Given, MOST_OPTIONS, Model, sound};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::ids::AppraisalId;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

const OFFICER: Who = Who::May(&[Action::KeepAppraisal]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/authorities/{code}/appraisals", OFFICER, list)
        .get("/authorities/{code}/appraisals/new", OFFICER, new)
        .post("/authorities/{code}/appraisals/new", OFFICER, create)
        .get("/authorities/{code}/appraisals/{id}/edit", OFFICER, edit)
        .post("/authorities/{code}/appraisals/{id}/edit", OFFICER, change)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ListPage>(), PageSample::of::<WritePage>()]
}

#[derive(Serialize)]
struct Row {
    href: String,
    title: String,
    started_at: DateTime<Utc>,
}

#[derive(Serialize)]
struct ListPage {
    code: String,
    authority: String,
    rows: Vec<Row>,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "partner/appraisals.html";
    fn samples() -> Vec<Self> {
        let row = Row {
            href: "/authorities/335/appraisals/1".to_owned(),
            title: "School meals".to_owned(),
            started_at: DateTime::UNIX_EPOCH,
        };
        let page = |rows| Self { code: "335".to_owned(), authority: "Walsall".to_owned(), rows };
        vec![page(vec![row]), page(Vec::new())]
    }
}

async fn list(visit: Visit, Path(code): Path<String>) -> Result<Response> {
    let (authority, all) = partner::appraisals(&visit, &code).await?;
    let row = |one: ::entity::appraisal::Model| Row {
        href: format!("/authorities/{code}/appraisals/{}", one.id),
        title: one.title,
        started_at: one.started_at,
    };
    let seen_by = format!("Officers of {}", authority.name);
    let page = ListPage { rows: all.into_iter().map(row).collect(), authority: authority.name, code: code.clone() };
    let back = format!("/authorities/{code}/oversight");
    visit.page(frame("Options appraisals").back(back, "Oversight").seen_by(seen_by), &page)
}

#[derive(Serialize)]
struct Named {
    code: &'static str,
    name: &'static str,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct WritePage {
    form: FormView,
    path: String,
    /// Of a new appraisal, which still needs a title.
    is_new: bool,
    criteria: Vec<Named>,
    places: Vec<usize>,
    scores: Vec<Choice>,
    models: Vec<Choice>,
}

fn write_page(form: FormView, path: &str, is_new: bool) -> WritePage {
    WritePage {
        form,
        path: path.to_owned(),
        is_new,
        criteria: Criterion::ALL.iter().map(|one| Named { code: one.code(), name: one.words() }).collect(),
        places: (1..=MOST_OPTIONS).collect(),
        scores: (1..=5).map(|score| Choice { value: score.to_string(), text: score.to_string() }).collect(),
        models: (1..=MOST_OPTIONS)
            .map(|place| Choice { value: place.to_string(), text: format!("Model {place}") })
            .collect(),
    }
}

impl Page for WritePage {
    const TEMPLATE: &'static str = "partner/appraisal_write.html";
    fn samples() -> Vec<Self> {
        let path = "/authorities/335/appraisals/new";
        vec![write_page(FormView::default(), path, true), write_page(FormView::default(), path, false)]
    }
}

/// What was typed: the title, and the version. Models without a name are left out.
fn read(form: &Reader, is_new: bool) -> (String, Appraised) {
    let title = if is_new { form.required("title", "Enter what the appraisal is called") } else { String::new() };
    let question = form.required("question", "Enter the question that it answers");
    let weight = |criterion: Criterion| {
        let sentence = format!("Enter a whole percent for {}", criterion.words());
        (criterion, form.whole(&format!("weight-{}", criterion.code()), 0..=100, &sentence))
    };
    let weights = Criterion::ALL.map(weight).into_iter().collect();
    let models: Vec<Model> =
        (1..=MOST_OPTIONS).map(|place| model(form, place)).filter(|model| !model.name.is_empty()).collect();
    let recommended = form.whole("recommended", 1..=5, "Choose the model that is recommended");
    let reasons = form.required("reasons", "Enter the reasons for the recommendation");
    let recommended = usize::try_from(recommended - 1).unwrap_or_default();
    let appraised = Appraised { question, weights, models, recommended, reasons };
    for (field, sentence) in sound(&appraised) {
        form.error(&field, sentence);
    }
    (title, appraised)
}

fn model(form: &Reader, place: usize) -> Model {
    let name = form.text(&format!("name-{place}"));
    let what = form.text(&format!("what-{place}"));
    let given = |criterion: Criterion| {
        let score = form.text(&format!("score-{place}-{}", criterion.code())).parse().unwrap_or_default();
        (criterion, Given { score, reason: form.text(&format!("reason-{place}-{}", criterion.code())) })
    };
    Model { name, what, scores: Criterion::ALL.map(given).into_iter().collect() }
}

/// The form of a stored version.
fn filled(appraised: &Appraised) -> FormView {
    let mut form = FormView::default()
        .with("question", appraised.question.clone())
        .with("reasons", appraised.reasons.clone())
        .with("recommended", (appraised.recommended + 1).to_string());
    for (criterion, weight) in &appraised.weights {
        form = form.with(format!("weight-{}", criterion.code()), weight.to_string());
    }
    for (place, model) in (1..).zip(&appraised.models) {
        form = form.with(format!("name-{place}"), model.name.clone()).with(format!("what-{place}"), model.what.clone());
        for (criterion, given) in &model.scores {
            form = form
                .with(format!("score-{place}-{}", criterion.code()), given.score.to_string())
                .with(format!("reason-{place}-{}", criterion.code()), given.reason.clone());
        }
    }
    form
}

fn shown(visit: &Visit, code: &str, form: FormView, path: &str, is_new: bool) -> Result<Response> {
    let title = if is_new { "New options appraisal" } else { "Write the next version" };
    let frame = frame(title).back(format!("/authorities/{code}/appraisals"), "Options appraisals");
    visit.form_page(frame.seen_by("Officers of your authority"), &form.clone(), &write_page(form, path, is_new))
}

async fn new(visit: Visit, Path(code): Path<String>) -> Result<Response> {
    partner::appraisals(&visit, &code).await?;
    let form =
        Criterion::ALL.iter().fold(FormView::default(), |form, one| form.with(format!("weight-{}", one.code()), "20"));
    shown(&visit, &code, form, &format!("/authorities/{code}/appraisals/new"), true)
}

async fn create(visit: Visit, Path(code): Path<String>, fields: Fields) -> Result<Response> {
    keep(&visit, &code, None, &fields).await
}

async fn edit(visit: Visit, Path((code, id)): Path<(String, String)>) -> Result<Response> {
    let id: AppraisalId = id.parse().map_err(|_| Error::NotFound)?;
    let found = partner::compared(&visit, &code, id, None, None).await?;
    shown(&visit, &code, filled(&found.content), &format!("/authorities/{code}/appraisals/{id}/edit"), false)
}

async fn change(visit: Visit, Path((code, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let id: AppraisalId = id.parse().map_err(|_| Error::NotFound)?;
    partner::compared(&visit, &code, id, None, None).await?;
    keep(&visit, &code, Some(id), &fields).await
}

async fn keep(visit: &Visit, code: &str, of: Option<AppraisalId>, fields: &Fields) -> Result<Response> {
    let path = match of {
        Some(id) => format!("/authorities/{code}/appraisals/{id}/edit"),
        None => format!("/authorities/{code}/appraisals/new"),
    };
    match fields.read(|form| read(form, of.is_none())) {
        Ok((title, content)) => match partner::save(visit, code, of, &title, &content).await {
            Ok(id) => visit.go_saying(format!("/authorities/{code}/appraisals/{id}"), "The version is saved"),
            Err(error) => shown(visit, code, fields.refused(error)?, &path, of.is_none()),
        },
        Err(form) => shown(visit, code, form, &path, of.is_none()),
    }
}
