//! The procedure, and whether firms are shortlisted before they bid.

use super::{Builder, EDITORS, TEAM, open, saved, task_frame};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::tender::rules::readiness::Task;
use crate::tender::rules::stages as rules;
use crate::tender::web::shared::{read_instant, refused, version, with_instant};
use crate::tender::{self, Dossier, NewCondition, NewPlan};
use ::entity::ids::ShortlistConditionId;
use ::entity::shortlist_condition;
use ::entity::tender::Procedure;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/edit/stages", TEAM, show)
        .post("/tenders/{reference}/edit/stages", EDITORS, save)
        .post("/tenders/{reference}/edit/stages/conditions", EDITORS, add)
        .post("/tenders/{reference}/edit/stages/conditions/{id}/remove", EDITORS, remove)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<StagesPage>()]
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    text: &'static str,
}

#[derive(Serialize)]
struct ConditionRow {
    id: String,
    name: String,
    question: String,
    /// "Scored 0 to 5, at least 2".
    judged: String,
}

impl ConditionRow {
    fn of(condition: &shortlist_condition::Model) -> Self {
        Self {
            id: condition.id.to_string(),
            name: condition.name.clone(),
            question: condition.question.clone(),
            judged: rules::judged(condition.scale_max, condition.minimum),
        }
    }
}

#[derive(Serialize)]
struct StagesPage {
    form: FormView,
    builder: Builder,
    procedures: Vec<Choice>,
    two_stages: bool,
    conditions: Vec<ConditionRow>,
    lacking: Vec<String>,
}

impl Page for StagesPage {
    const TEMPLATE: &'static str = "tender/edit/stages.html";
    fn samples() -> Vec<Self> {
        let row = ConditionRow {
            id: "1".to_owned(),
            name: "Experience".to_owned(),
            question: "Where did you serve schools?".to_owned(),
            judged: "Scored 0 to 5".to_owned(),
        };
        let page = |form, editable, conditions: Vec<ConditionRow>| Self {
            form,
            builder: Builder::sample(editable),
            procedures: vec![Choice { value: "open", text: "Open procedure" }],
            two_stages: !conditions.is_empty(),
            lacking: if editable { vec!["Add a condition".to_owned()] } else { Vec::new() },
            conditions,
        };
        let refused = FormView::default().refusing("stages", "An open procedure cannot shortlist");
        vec![page(refused, true, vec![row]), page(FormView::default(), false, vec![])]
    }
}

fn stored(dossier: &Dossier) -> FormView {
    let tender = &dossier.tender;
    let two = tender.participation_closes_at.is_some();
    let form = FormView::default()
        .with("version", tender.version.to_string())
        .with("stages", if two { "2" } else { "1" })
        .with("procedure", tender.procedure.map(Procedure::as_str).unwrap_or_default());
    let form = with_instant(form, "participation", tender.participation_closes_at);
    let Some(plan) = &dossier.meeting_firms.plan else { return form };
    form.with("least", plan.least.to_string())
        .with("most", plan.most.map(|most| most.to_string()).unwrap_or_default())
        .with("second_stage", &plan.second_stage)
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let (dossier, _) = open(&visit, &reference).await?;
    render(&visit, &reference, stored(&dossier)).await
}

async fn render(visit: &Visit, reference: &str, form: FormView) -> Result<Response> {
    let (dossier, place) = open(visit, reference).await?;
    let lawful = rules::lawful(dossier.tender.route).iter();
    let page = StagesPage {
        builder: Builder::of(visit, &dossier, &place, Task::Stages),
        procedures: lawful.map(|each| Choice { value: each.as_str(), text: rules::title(*each) }).collect(),
        two_stages: dossier.tender.participation_closes_at.is_some(),
        conditions: dossier.meeting_firms.conditions.iter().map(ConditionRow::of).collect(),
        lacking: dossier.lacking(Task::Stages, visit.now),
        form: form.clone(),
    };
    visit.form_page(task_frame(&dossier, Task::Stages.title()), &form, &page)
}

fn read(form: &Reader) -> (i32, NewPlan) {
    let two = form.text("stages") == "2";
    let closes = read_instant(form, "participation", "Enter the day requests to participate close");
    if two && closes.is_none() {
        form.error("participation-day", "Enter the day requests to participate close");
    }
    let whole = |name: &str, sentence: &str| form.optional_parsed::<i32>(name, sentence);
    let least = whole("least", "Enter a whole number, like 3");
    if two && least.is_none() {
        form.error("least", "Enter the smallest number of firms to invite");
    }
    let plan = NewPlan {
        procedure: form.parsed("procedure", "Choose the procedure", Procedure::Open),
        participation_closes_at: closes.filter(|_| two),
        least: least.unwrap_or(0),
        most: whole("most", "Enter a whole number, or leave it empty"),
        second_stage: form.text("second_stage"),
    };
    (version(form), plan)
}

async fn save(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let form = match fields.read(read) {
        Ok((version, plan)) => match tender::save_plan(&visit, &reference, version, plan).await {
            Ok(()) => return saved(&visit, &reference, Task::Stages),
            Err(error) => {
                let stored = tender::by_reference(visit.read(), &reference).await?.version;
                refused(&fields, error, stored)?
            }
        },
        Err(form) => form,
    };
    render(&visit, &reference, form).await
}

async fn add(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let condition = NewCondition {
            name: form.required("name", "Enter the condition's name, like Safeguarding"),
            question: form.required("question", "Enter what firms are asked"),
            scale_max: form.optional_parsed("scale_max", "Choose how it is judged"),
            minimum: form.optional_parsed("minimum", "Enter a whole number, or leave it empty"),
        };
        (version(form), condition)
    });
    let form = match read {
        Ok((version, new)) => match tender::add_condition(&visit, &reference, version, new).await {
            Ok(()) => {
                return visit.go_saying(format!("/tenders/{reference}/edit/stages#conditions"), "Condition added");
            }
            Err(error) => {
                let stored = tender::by_reference(visit.read(), &reference).await?.version;
                refused(&fields, error, stored)?
            }
        },
        Err(form) => form,
    };
    render_beside(&visit, &reference, form).await
}

/// What is stored of the plan, with what was typed and refused of a condition.
async fn render_beside(visit: &Visit, reference: &str, typed: FormView) -> Result<Response> {
    let (dossier, _) = open(visit, reference).await?;
    let form = typed.values.iter().fold(stored(&dossier), |form, (name, value)| form.with(name, value));
    let form = typed.errors.into_iter().fold(form, |form, error| form.refusing(error.field, error.text));
    render(visit, reference, form).await
}

async fn remove(visit: Visit, Path((reference, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let id: ShortlistConditionId = id.parse().map_err(|_| Error::NotFound)?;
    let form = match fields.read(version) {
        Ok(version) => match tender::remove_condition(&visit, &reference, version, id).await {
            Ok(()) => {
                return visit.go_saying(format!("/tenders/{reference}/edit/stages#conditions"), "Condition removed");
            }
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    render_beside(&visit, &reference, form).await
}
