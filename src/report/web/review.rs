//! One year's review: objectives and what came of them, the computed part, the decision.

use super::reviews::{decision_words, year_words};
use super::show::document;
use super::with_ending;
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::download;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::pdf::{self, Block, Column, Document, Row, Table};
use crate::report::review::{self, Outcome, Reviewed};
use ::entity::cluster_review::{ReviewDecision, ReviewState};
use ::entity::ids::ObjectiveId;
use ::entity::review_objective::{self, Came};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

const KEEP: Who = Who::May(&[Action::KeepReview]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/reviews/{year}", Who::May(&[Action::SeeCluster]), show)
        .post("/clusters/{slug}/reviews/{year}/objectives", KEEP, add)
        .post("/clusters/{slug}/reviews/{year}/objectives/{id}", KEEP, record)
        .post("/clusters/{slug}/reviews/{year}/close", KEEP, close)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ReviewPage>()]
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    text: &'static str,
}

#[derive(Clone, Serialize)]
struct Objective {
    id: String,
    objective: String,
    measure: String,
    came: Option<&'static str>,
    outcome: Option<String>,
    evidence: Option<String>,
}

#[derive(Serialize)]
struct ReviewPage {
    form: FormView,
    href: String,
    heading: String,
    open: bool,
    decision: Option<&'static str>,
    reasons: Option<String>,
    closed_at: Option<DateTime<Utc>>,
    objectives: Vec<Objective>,
    document: Document,
    may_keep: bool,
    outcomes: Vec<Choice>,
    decisions: Vec<Choice>,
}

fn came_words(came: Came) -> &'static str {
    match came {
        Came::Met => "Met",
        Came::Partly => "Partly met",
        Came::NotMet => "Not met",
    }
}

fn outcomes() -> Vec<Choice> {
    Came::ALL.iter().map(|came| Choice { value: came.as_str(), text: came_words(*came) }).collect()
}

fn decisions() -> Vec<Choice> {
    let choice = |one: &ReviewDecision| Choice { value: one.as_str(), text: decision_words(*one) };
    ReviewDecision::ALL.iter().map(choice).collect()
}

impl Page for ReviewPage {
    const TEMPLATE: &'static str = "report/review.html";
    fn samples() -> Vec<Self> {
        let objective = |came: Option<&'static str>| Objective {
            id: "1".to_owned(),
            objective: "Spend less on finance".to_owned(),
            measure: "£6,000 less a year".to_owned(),
            came,
            outcome: came.map(|_| "£6,000 less".to_owned()),
            evidence: came.map(|_| "Invoices".to_owned()),
        };
        let page = |open: bool, may_keep: bool, objectives: Vec<Objective>| Self {
            form: FormView::default(),
            href: "/clusters/northgate/reviews/2026".to_owned(),
            heading: "Review of 2026 to 2027".to_owned(),
            open,
            decision: (!open).then_some("Go on as we are"),
            reasons: (!open).then(|| "It works".to_owned()),
            closed_at: (!open).then_some(DateTime::UNIX_EPOCH),
            objectives,
            document: Document {
                title: "Review".to_owned(),
                blocks: vec![Block::list(["A".to_owned()]), Block::heading(3, "a", "A"), Block::PageBreak],
            },
            may_keep,
            outcomes: outcomes(),
            decisions: decisions(),
        };
        vec![
            page(true, true, vec![objective(None), objective(Some("Met"))]),
            page(true, true, Vec::new()),
            page(false, true, vec![objective(Some("Met"))]),
            page(true, false, Vec::new()),
        ]
    }
}

async fn show(visit: Visit, Path((slug, segment)): Path<(String, String)>) -> Result<Response> {
    let (year, ending) = with_ending(&segment);
    let year = year.parse().map_err(|_| Error::NotFound)?;
    match ending {
        None => render(&visit, &slug, year, FormView::default()).await,
        Some("pdf") => {
            let reviewed = review::of_year(&visit, &slug, year).await?;
            let bytes = pdf::render(&whole(&reviewed))?;
            Ok(download::attachment(&format!("{slug}-review-{year}.pdf"), pdf::MEDIA_TYPE, bytes))
        }
        Some(_) => Err(Error::NotFound),
    }
}

/// Objectives, the computed part, then the decision.
fn whole(reviewed: &Reviewed) -> Document {
    let mut document = document(&reviewed.content);
    let row = |one: &review_objective::Model| {
        Row::plain([
            one.objective.clone(),
            one.measure.clone(),
            one.came.map_or("Not yet recorded", came_words).to_owned(),
            one.outcome.clone().unwrap_or_default(),
            one.evidence.clone().unwrap_or_default(),
        ])
    };
    let objectives = Table {
        id: "objectives".to_owned(),
        caption: "Objectives and what came of them".to_owned(),
        note: String::new(),
        columns: ["Objective", "Told by", "Is it met?", "What came of it", "Evidence"].map(Column::text).to_vec(),
        rows: reviewed.objectives.iter().map(row).collect(),
    };
    document.blocks.insert(1, Block::heading(2, "objectives-set", "Objectives"));
    document.blocks.insert(2, Block::Table(objectives));
    if let Some(decision) = reviewed.review.decision {
        document.blocks.push(Block::heading(2, "decision", "Decision"));
        let reasons = reviewed.review.reasons.clone().unwrap_or_default();
        document.blocks.push(Block::paragraph(format!("{}. {reasons}", decision_words(decision))));
    }
    document
}

async fn render(visit: &Visit, slug: &str, year: i32, form: FormView) -> Result<Response> {
    let reviewed = review::of_year(visit, slug, year).await?;
    let name = &reviewed.cluster.name;
    let frame = frame(format!("Review of {}, {name}", year_words(year)))
        .back(format!("/clusters/{slug}/reviews"), format!("Reviews of {name}"))
        .seen_by(format!("people of {name} and its member schools"));
    visit.form_page(frame, &form.clone(), &page(reviewed, form))
}

fn page(reviewed: Reviewed, form: FormView) -> ReviewPage {
    let review = &reviewed.review;
    let objective = |one: &review_objective::Model| Objective {
        id: one.id.to_string(),
        objective: one.objective.clone(),
        measure: one.measure.clone(),
        came: one.came.map(came_words),
        outcome: one.outcome.clone(),
        evidence: one.evidence.clone(),
    };
    ReviewPage {
        form,
        href: format!("/clusters/{}/reviews/{}", reviewed.cluster.slug, review.year),
        heading: format!("Review of {}", year_words(review.year)),
        open: review.state == ReviewState::Open,
        decision: review.decision.map(decision_words),
        reasons: review.reasons.clone(),
        closed_at: review.closed_at,
        objectives: reviewed.objectives.iter().map(objective).collect(),
        document: document(&reviewed.content),
        may_keep: reviewed.may_keep,
        outcomes: outcomes(),
        decisions: decisions(),
    }
}

async fn add(visit: Visit, Path((slug, year)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let objective = form.required("objective", "Enter what the cluster wants to reach");
        (objective, form.required("measure", "Enter how you will tell whether it is met"))
    });
    match read {
        Ok((objective, measure)) => {
            let done = review::add_objective(&visit, &slug, year, &objective, &measure).await;
            finish(&visit, &slug, year, &fields, done, "The objective is set").await
        }
        Err(form) => render(&visit, &slug, year, form).await,
    }
}

async fn finish(
    visit: &Visit,
    slug: &str,
    year: i32,
    fields: &Fields,
    done: Result<()>,
    said: &str,
) -> Result<Response> {
    match done {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/reviews/{year}"), said),
        Err(error) => render(visit, slug, year, fields.refused(error)?).await,
    }
}

fn outcome(form: &Reader, id: &str) -> Outcome {
    Outcome {
        came: form.choice(&format!("came-{id}"), Came::ALL, "Choose whether it is met"),
        outcome: form.required(&format!("outcome-{id}"), "Enter what came of it, a figure or words"),
        evidence: form.required(&format!("evidence-{id}"), "Enter where it can be seen"),
    }
}

async fn record(visit: Visit, Path((slug, year, id)): Path<(String, i32, String)>, fields: Fields) -> Result<Response> {
    let objective: ObjectiveId = id.parse().map_err(|_| Error::NotFound)?;
    match fields.read(|form| outcome(form, &id)) {
        Ok(outcome) => {
            let done = review::record_outcome(&visit, &slug, year, objective, outcome).await;
            finish(&visit, &slug, year, &fields, done, "What came of it is recorded").await
        }
        Err(form) => render(&visit, &slug, year, form).await,
    }
}

async fn close(visit: Visit, Path((slug, year)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let decision = form.choice("decision", ReviewDecision::ALL, "Choose what the cluster decides");
        (decision, form.required("reasons", "Enter the reasons"))
    });
    match read {
        Ok((decision, reasons)) => {
            let done = review::close(&visit, &slug, year, decision, &reasons).await;
            finish(&visit, &slug, year, &fields, done, "The review is closed").await
        }
        Err(form) => render(&visit, &slug, year, form).await,
    }
}
