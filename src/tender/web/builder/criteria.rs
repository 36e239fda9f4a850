//! The quality criteria: their weights together, and a page for each.

use super::{Builder, EDITORS, TEAM, open, task_frame};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::tender::rules::readiness::Task;
use crate::tender::web::shared::{refused, version};
use crate::tender::{self, LotAddress, Shift, Wording};
use ::entity::criterion::{self, CriterionKind};
use ::entity::money::Quantity;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/edit/criteria", TEAM, show_list)
        .post("/tenders/{reference}/edit/criteria", EDITORS, weigh)
        .get("/tenders/{reference}/edit/criteria/{code}", TEAM, show_one)
        .post("/tenders/{reference}/edit/criteria/{code}", EDITORS, save_one)
        .post("/tenders/{reference}/edit/criteria/{code}/move", EDITORS, shift)
        .post("/tenders/{reference}/edit/criteria/{code}/remove", EDITORS, remove)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<CriteriaPage>(), PageSample::of::<CriterionPage>()]
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    /// The field of its weight.
    field: String,
    scale_max: i32,
    minimum: Option<i32>,
}

/// All criteria with their weights.
#[derive(Serialize)]
struct CriteriaPage {
    form: FormView,
    builder: Builder,
    rows: Vec<Row>,
    /// The method ranks by a value in pounds: price has no weight.
    is_ratio: bool,
    /// "Weights must add up to 100%. They add up to 95%", while they do not.
    fault: Option<String>,
}

impl Page for CriteriaPage {
    const TEMPLATE: &'static str = "tender/edit/criteria.html";
    fn samples() -> Vec<Self> {
        let row = |minimum| Row {
            code: "menus".to_owned(),
            name: "Menus".to_owned(),
            field: "weight-menus".to_owned(),
            scale_max: 5,
            minimum,
        };
        let sum = "Weights must add up to 100%. They add up to 95%".to_owned();
        let page = |form, editable, is_ratio, rows, fault| Self {
            form,
            builder: Builder::sample(editable),
            rows,
            is_ratio,
            fault,
        };
        let refused = FormView::default().refusing("price_weight", sum.clone());
        vec![
            page(FormView::default(), true, false, vec![row(Some(2)), row(None)], Some(sum)),
            page(refused, true, true, vec![row(None)], None),
            page(FormView::default(), false, false, vec![], None),
        ]
    }
}

async fn show_list(visit: Visit, at: LotAddress) -> Result<Response> {
    render_list(&visit, &at, None).await
}

async fn render_list(visit: &Visit, at: &LotAddress, typed: Option<FormView>) -> Result<Response> {
    let (dossier, place) = open(visit, at).await?;
    let stored = dossier.criteria.iter().fold(FormView::default(), |form, criterion| {
        form.with(weight_field(&criterion.code), criterion.weight.to_string())
    });
    let form = typed.unwrap_or_else(|| {
        stored
            .with("price_weight", dossier.price.weight.to_string())
            .with("version", dossier.tender.version.to_string())
    });
    let row = |criterion: &criterion::Model| Row {
        field: weight_field(&criterion.code),
        code: criterion.code.clone(),
        name: criterion.name.clone(),
        scale_max: criterion.scale_max,
        minimum: criterion.minimum,
    };
    let page = CriteriaPage {
        form: form.clone(),
        builder: Builder::of(visit, &dossier, &place, Task::Criteria),
        rows: dossier.criteria.iter().map(row).collect(),
        is_ratio: dossier.price.method.is_ratio(),
        fault: dossier.lacking(Task::Criteria, visit.now).into_iter().next(),
    };
    let frame = task_frame(&dossier, "Criteria and weights").beside(dossier.at_lot().sections("edit/criteria"));
    visit.form_page(frame, &form, &page)
}

fn weight_field(code: &str) -> String {
    format!("weight-{code}")
}

async fn weigh(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let (dossier, _) = open(&visit, &at).await?;
    let codes: Vec<String> = dossier.criteria.iter().map(|criterion| criterion.code.clone()).collect();
    let read = fields.read(|form| {
        let weights: BTreeMap<String, Quantity> =
            codes.iter().map(|code| (code.clone(), percent(form, &weight_field(code)))).collect();
        let price = if dossier.price.method.is_ratio() { Quantity::ZERO } else { percent(form, "price_weight") };
        (version(form), weights, price)
    });
    let form = match read {
        Ok((version, weights, price)) => match tender::weigh(&visit, &at, version, weights, price).await {
            Ok(()) => return visit.go_saying(format!("/tenders/{}/edit", at.reference), "Saved: criteria and weights"),
            Err(error) => refused(&fields, error, dossier.tender.version)?,
        },
        Err(form) => form,
    };
    render_list(&visit, &at, Some(form)).await
}

fn percent(form: &Reader, field: &str) -> Quantity {
    const SENTENCE: &str = "Enter a weight as a percentage, like 20";
    match form.optional_quantity(field, SENTENCE) {
        Some(weight) if weight.0 > 0 && weight.0 <= 100_000 => weight,
        found => {
            if found.is_some() || form.text(field).is_empty() {
                form.error(field, SENTENCE);
            }
            Quantity::ZERO
        }
    }
}

/// One criterion, or a new one.
#[derive(Serialize)]
struct CriterionPage {
    form: FormView,
    builder: Builder,
    /// "new" for one that is being added.
    code: String,
    name: String,
    is_new: bool,
}

impl Page for CriterionPage {
    const TEMPLATE: &'static str = "tender/edit/criterion.html";
    fn samples() -> Vec<Self> {
        let page = |form, editable, is_new| Self {
            form,
            builder: Builder::sample(editable),
            code: if is_new { "new" } else { "menus" }.to_owned(),
            name: "Menus".to_owned(),
            is_new,
        };
        let refused = FormView::default().refusing("name", "Enter the criterion's name");
        vec![page(FormView::default(), true, false), page(refused, true, true), page(FormView::default(), false, false)]
    }
}

async fn show_one(visit: Visit, at: LotAddress, Path((_, code)): Path<(String, String)>) -> Result<Response> {
    render_one(&visit, &at, &code, None).await
}

async fn render_one(visit: &Visit, at: &LotAddress, code: &str, typed: Option<FormView>) -> Result<Response> {
    let (dossier, place) = open(visit, at).await?;
    let is_new = code == "new";
    let found = dossier.criteria.iter().find(|criterion| criterion.code == code);
    if found.is_none() && !is_new {
        return Err(Error::NotFound);
    }
    let form = typed.unwrap_or_else(|| {
        let form = found.map_or_else(
            || FormView::default().with("scale_max", "5").with("word_limit", "500").with("kind", "written"),
            stored,
        );
        form.with("version", dossier.tender.version.to_string())
    });
    let page = CriterionPage {
        form: form.clone(),
        builder: Builder::of(visit, &dossier, &place, Task::Criteria),
        code: code.to_owned(),
        name: found.map(|criterion| criterion.name.clone()).unwrap_or_default(),
        is_new,
    };
    let title = if is_new { "Add a criterion" } else { "Change a criterion" };
    let frame = task_frame(&dossier, title).back(at.page("edit/criteria"), "Criteria and weights");
    visit.form_page(frame.beside(dossier.at_lot().sections("edit/criteria")), &form, &page)
}

fn stored(criterion: &criterion::Model) -> FormView {
    FormView::default()
        .with("name", &criterion.name)
        .with("question", &criterion.question)
        .with("weight", criterion.weight.to_string())
        .with("scale_max", criterion.scale_max.to_string())
        .with("kind", criterion.kind.as_str())
        .with("word_limit", criterion.word_limit.to_string())
        .with("minimum", criterion.minimum.map(|minimum| minimum.to_string()).unwrap_or_default())
}

async fn save_one(
    visit: Visit,
    at: LotAddress,
    Path((_, code)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response> {
    let form = match fields.read(|form| (version(form), wording(form))) {
        Ok((version, wording)) => {
            let done = if code == "new" {
                tender::add_criterion(&visit, &at, version, wording).await
            } else {
                tender::reword(&visit, &at, version, &code, wording).await
            };
            match done {
                Ok(()) => return back_to_list(&visit, &at, "Saved the criterion"),
                Err(error) => {
                    let stored = tender::by_reference(visit.read(), &at.reference).await?.version;
                    refused(&fields, error, stored)?
                }
            }
        }
        Err(form) => form,
    };
    render_one(&visit, &at, &code, Some(form)).await
}

fn wording(form: &Reader) -> Wording {
    let minimum = form.optional_parsed("minimum", "Enter a whole number, or leave it empty");
    if minimum.is_some_and(|minimum: i32| minimum < 0) {
        form.error("minimum", "Enter a whole number, or leave it empty");
    }
    Wording {
        kind: form.optional_parsed("kind", "Choose how bidders answer").unwrap_or(CriterionKind::Written),
        name: form.required("name", "Enter the criterion's name"),
        question: form.required("question", "Enter the question that bidders answer"),
        weight: percent(form, "weight"),
        scale_max: match form.text("scale_max").as_str() {
            "10" => 10,
            "5" => 5,
            _ => {
                form.error("scale_max", "Choose the scale");
                5
            }
        },
        minimum,
        word_limit: form.whole("word_limit", 50..=5_000, "Enter a number of words from 50 to 5000"),
    }
}

fn back_to_list(visit: &Visit, at: &LotAddress, sentence: &str) -> Result<Response> {
    visit.go_saying(at.page("edit/criteria"), sentence)
}

async fn shift(
    visit: Visit,
    at: LotAddress,
    Path((_, code)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response> {
    let read = fields.read(|form| {
        let way = if form.text("way") == "up" { Shift::Up } else { Shift::Down };
        (version(form), way)
    });
    let form = match read {
        Ok((version, way)) => match tender::shift(&visit, &at, version, &code, way).await {
            Ok(()) => return back_to_list(&visit, &at, "Moved the criterion"),
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    render_errors(&visit, &at, &code, form).await
}

async fn remove(
    visit: Visit,
    at: LotAddress,
    Path((_, code)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response> {
    let form = match fields.read(version) {
        Ok(version) => match tender::remove_criterion(&visit, &at, version, &code).await {
            Ok(()) => return back_to_list(&visit, &at, "Removed the criterion. Check the weights"),
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    render_errors(&visit, &at, &code, form).await
}

/// The stored criterion with what was refused.
async fn render_errors(visit: &Visit, at: &LotAddress, code: &str, refused: FormView) -> Result<Response> {
    let (dossier, _) = open(visit, at).await?;
    let found = dossier.criteria.iter().find(|criterion| criterion.code == code).ok_or(Error::NotFound)?;
    let form = stored(found).with("version", dossier.tender.version.to_string());
    let form = refused.errors.into_iter().fold(form, |form, error| form.refusing(error.field, error.text));
    render_one(visit, at, code, Some(form)).await
}
