//! The pass or fail conditions: their list, and a page for each.

use super::{Builder, EDITORS, TEAM, open, task_frame};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use crate::tender::rules::conditions::{EXCLUSION_GROUNDS, kind_words, needed_until};
use crate::tender::rules::readiness::Task;
use crate::tender::web::shared::{refused, version, with_date};
use crate::tender::{self, ConditionWording};
use ::entity::tender_condition::{ConditionKind, Model};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/edit/conditions", TEAM, show_list)
        .get("/tenders/{reference}/edit/conditions/{code}", TEAM, show_one)
        .post("/tenders/{reference}/edit/conditions/{code}", EDITORS, save_one)
        .post("/tenders/{reference}/edit/conditions/{code}/remove", EDITORS, remove)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ConditionsPage>(), PageSample::of::<ConditionPage>()]
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    statement: String,
    kind: &'static str,
    evidence: Option<String>,
    until: Option<String>,
}

#[derive(Serialize)]
struct ConditionsPage {
    builder: Builder,
    rows: Vec<Row>,
}

impl Page for ConditionsPage {
    const TEMPLATE: &'static str = "tender/edit/conditions.html";
    fn samples() -> Vec<Self> {
        let row = |evidence: Option<&str>| Row {
            code: "insurance".to_owned(),
            name: "Insurance".to_owned(),
            statement: "We hold it".to_owned(),
            kind: "Declared",
            evidence: evidence.map(str::to_owned),
            until: evidence.map(|_| "1 September 2027".to_owned()),
        };
        let page = |editable, rows| Self { builder: Builder::sample(editable), rows };
        vec![page(true, vec![row(None), row(Some("The policy"))]), page(false, Vec::new())]
    }
}

async fn show_list(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let (dossier, place) = open(&visit, &reference).await?;
    let start = dossier.tender.contract_start;
    let row = |each: &Model| Row {
        code: each.code.clone(),
        name: each.name.clone(),
        statement: each.statement.clone(),
        kind: kind_words(each.kind),
        evidence: each.evidence.clone().filter(|_| each.kind == ConditionKind::Evidence),
        until: needed_until(each, start).filter(|_| each.kind == ConditionKind::Evidence).map(words::short_date),
    };
    let page = ConditionsPage {
        rows: dossier.conditions.iter().map(row).collect(),
        builder: Builder::of(&visit, &dossier, &place, Task::Conditions),
    };
    visit.page(task_frame(&dossier, Task::Conditions.title()), &page)
}

#[derive(Clone, Serialize)]
struct Choice {
    value: &'static str,
    text: &'static str,
}

fn kinds() -> Vec<Choice> {
    ConditionKind::ALL.iter().map(|kind| Choice { value: kind.as_str(), text: kind_words(*kind) }).collect()
}

#[derive(Serialize)]
struct ConditionPage {
    form: FormView,
    builder: Builder,
    code: String,
    name: String,
    is_new: bool,
    may_remove: bool,
    kinds: Vec<Choice>,
}

impl Page for ConditionPage {
    const TEMPLATE: &'static str = "tender/edit/condition.html";
    fn samples() -> Vec<Self> {
        let page = |form, editable, is_new| Self {
            form,
            builder: Builder::sample(editable),
            code: if is_new { "new" } else { "insurance" }.to_owned(),
            name: "Insurance".to_owned(),
            is_new,
            may_remove: editable && !is_new,
            kinds: kinds(),
        };
        let refused = FormView::default().refusing("name", "Enter the condition's name");
        vec![page(FormView::default(), true, false), page(refused, true, true), page(FormView::default(), false, false)]
    }
}

async fn show_one(visit: Visit, Path((reference, code)): Path<(String, String)>) -> Result<Response> {
    render_one(&visit, &reference, &code, None).await
}

async fn render_one(visit: &Visit, reference: &str, code: &str, typed: Option<FormView>) -> Result<Response> {
    let (dossier, place) = open(visit, reference).await?;
    let is_new = code == "new";
    let found = dossier.conditions.iter().find(|each| each.code == code);
    if found.is_none() && !is_new {
        return Err(Error::NotFound);
    }
    let form = typed.unwrap_or_else(|| {
        let form = found.map_or_else(|| FormView::default().with("kind", "declaration"), stored);
        form.with("version", dossier.tender.version.to_string())
    });
    let builder = Builder::of(visit, &dossier, &place, Task::Conditions);
    let page = ConditionPage {
        form: form.clone(),
        code: code.to_owned(),
        name: found.map(|each| each.name.clone()).unwrap_or_default(),
        is_new,
        may_remove: builder.editable && !is_new && code != EXCLUSION_GROUNDS,
        kinds: kinds(),
        builder,
    };
    let title = if is_new { "Add a condition" } else { "Change a condition" };
    let back = format!("/tenders/{reference}/edit/conditions");
    visit.form_page(task_frame(&dossier, title).back(back, Task::Conditions.title()), &form, &page)
}

fn stored(condition: &Model) -> FormView {
    let form = FormView::default()
        .with("name", &condition.name)
        .with("statement", &condition.statement)
        .with("kind", condition.kind.as_str())
        .with("evidence", condition.evidence.clone().unwrap_or_default());
    with_date(form, "valid_until", condition.valid_until)
}

fn wording(form: &Reader) -> ConditionWording {
    ConditionWording {
        name: form.required("name", "Enter the condition's name"),
        statement: form.required("statement", "Enter what bidders declare"),
        kind: form.choice("kind", ConditionKind::ALL, "Choose how it is shown"),
        evidence: form.optional("evidence"),
        valid_until: form.optional_date("valid_until", "Enter the day until which the document must be valid"),
    }
}

async fn save_one(visit: Visit, Path((reference, code)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let form = match fields.read(|form| (version(form), wording(form))) {
        Ok((version, wording)) => {
            let done = if code == "new" {
                tender::add_pass_condition(&visit, &reference, version, wording).await
            } else {
                tender::reword_pass_condition(&visit, &reference, version, &code, wording).await
            };
            match done {
                Ok(()) => return back_to_list(&visit, &reference, "Saved the condition"),
                Err(error) => {
                    let stored = tender::by_reference(visit.read(), &reference).await?.version;
                    refused(&fields, error, stored)?
                }
            }
        }
        Err(form) => form,
    };
    render_one(&visit, &reference, &code, Some(form)).await
}

fn back_to_list(visit: &Visit, reference: &str, sentence: &str) -> Result<Response> {
    visit.go_saying(format!("/tenders/{reference}/edit/conditions"), sentence)
}

async fn remove(visit: Visit, Path((reference, code)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let form = match fields.read(version) {
        Ok(version) => match tender::remove_pass_condition(&visit, &reference, version, &code).await {
            Ok(()) => return back_to_list(&visit, &reference, "Removed the condition"),
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    let (dossier, _) = open(&visit, &reference).await?;
    let found = dossier.conditions.iter().find(|each| each.code == code).ok_or(Error::NotFound)?;
    let shown = stored(found).with("version", dossier.tender.version.to_string());
    let shown = form.errors.into_iter().fold(shown, |shown, error| shown.refusing(error.field, error.text));
    render_one(&visit, &reference, &code, Some(shown)).await
}
