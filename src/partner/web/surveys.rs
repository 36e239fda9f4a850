//! An authority's surveys: what it asks, and what schools answered.

use crate::partner::rules::{FEWEST_ANSWERS, Heard, MOST_QUESTIONS, Question, QuestionKind};
use crate::partner::{self, NewSurvey};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::ids::{AppraisalId, SurveyId};
use ::entity::survey::SurveyState;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

const OFFICER: Who = Who::May(&[Action::KeepAppraisal]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/authorities/{code}/surveys", OFFICER, list)
        .post("/authorities/{code}/surveys", OFFICER, create)
        .get("/authorities/{code}/surveys/{id}", OFFICER, show)
        .post("/authorities/{code}/surveys/{id}/close", OFFICER, close)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<SurveysPage>(), PageSample::of::<ResultsPage>()]
}

#[derive(Serialize)]
struct SurveyRow {
    href: String,
    title: String,
    open: bool,
    closes_on: NaiveDate,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct SurveysPage {
    form: FormView,
    code: String,
    rows: Vec<SurveyRow>,
    appraisals: Vec<Choice>,
}

impl Page for SurveysPage {
    const TEMPLATE: &'static str = "partner/surveys.html";
    fn samples() -> Vec<Self> {
        let row = |open: bool| SurveyRow {
            href: "/authorities/335/surveys/1".to_owned(),
            title: "School meals".to_owned(),
            open,
            closes_on: NaiveDate::default(),
        };
        let page = |rows, appraisals| Self { form: FormView::default(), code: "335".to_owned(), rows, appraisals };
        let choice = Choice { value: "1".to_owned(), text: "School meals".to_owned() };
        vec![page(vec![row(true), row(false)], vec![choice]), page(Vec::new(), Vec::new())]
    }
}

/// What was heard of one question, as pages show it.
#[derive(Clone, Serialize)]
pub(super) struct HeardRow {
    question: String,
    answers: usize,
    mean: Option<String>,
    /// "2 from 1 school, 3 from 2 schools".
    given: String,
    words: Vec<String>,
    scored: bool,
    shown: bool,
}

/// The scores that were given, with how many schools gave each.
fn given(spread: &[usize; 5]) -> String {
    let given = (1..).zip(spread).filter(|(_, count)| **count > 0);
    let said = given.map(|(score, count)| {
        let schools = words::plural(i64::try_from(*count).unwrap_or(i64::MAX), "school", "schools");
        format!("{score} from {schools}")
    });
    said.collect::<Vec<_>>().join(", ")
}

impl HeardRow {
    pub(super) fn of(heard: Heard) -> Self {
        Self {
            scored: heard.question.kind == QuestionKind::Score,
            shown: heard.answers >= FEWEST_ANSWERS,
            question: heard.question.text,
            answers: heard.answers,
            mean: heard.mean,
            given: given(&heard.spread),
            words: heard.words,
        }
    }

    pub(super) fn samples() -> Vec<Self> {
        let heard = |kind, answers: usize| {
            Self::of(Heard {
                question: Question { text: "Is it good?".to_owned(), kind },
                answers,
                mean: Some("3.3".to_owned()),
                spread: [1, 0, 0, 1, 1],
                words: vec!["Because".to_owned()],
            })
        };
        vec![heard(QuestionKind::Score, 3), heard(QuestionKind::Words, 3), heard(QuestionKind::Score, 1)]
    }
}

#[derive(Serialize)]
struct ResultsPage {
    form: FormView,
    path: String,
    title: String,
    open: bool,
    closes_on: NaiveDate,
    answered: usize,
    heard: Vec<HeardRow>,
}

impl Page for ResultsPage {
    const TEMPLATE: &'static str = "partner/survey_results.html";
    fn samples() -> Vec<Self> {
        let page = |open: bool| Self {
            form: FormView::default(),
            path: "/authorities/335/surveys/1".to_owned(),
            title: "School meals".to_owned(),
            open,
            closes_on: NaiveDate::default(),
            answered: 3,
            heard: HeardRow::samples(),
        };
        vec![page(true), page(false)]
    }
}

async fn list(visit: Visit, Path(code): Path<String>) -> Result<Response> {
    render(&visit, &code, FormView::default()).await
}

async fn render(visit: &Visit, code: &str, form: FormView) -> Result<Response> {
    let (authority, surveys) = partner::surveys_of(visit, code).await?;
    let (_, appraisals) = partner::appraisals(visit, code).await?;
    let row = |one: ::entity::survey::Model| SurveyRow {
        href: format!("/authorities/{code}/surveys/{}", one.id),
        title: one.title,
        open: one.state == SurveyState::Open,
        closes_on: one.closes_on,
    };
    let page = SurveysPage {
        form: form.clone(),
        code: code.to_owned(),
        rows: surveys.into_iter().map(row).collect(),
        appraisals: appraisals.into_iter().map(|one| Choice { value: one.id.to_string(), text: one.title }).collect(),
    };
    let frame = frame("Surveys").back(format!("/authorities/{code}/oversight"), "Oversight");
    visit.form_page(frame.seen_by(format!("Officers of {}", authority.name)), &form, &page)
}

fn read(form: &Reader) -> NewSurvey {
    let title = form.required("title", "Enter what the survey is about");
    let lines = |name: &str, kind: QuestionKind| -> Vec<Question> {
        let text = form.text(name);
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| Question { text: line.to_owned(), kind }).collect()
    };
    let mut questions = lines("scored", QuestionKind::Score);
    questions.extend(lines("worded", QuestionKind::Words));
    if questions.is_empty() {
        form.error("scored", "Enter a question");
    }
    if questions.len() > MOST_QUESTIONS {
        form.error("scored", format!("Enter {MOST_QUESTIONS} questions or fewer"));
    }
    NewSurvey {
        title,
        questions,
        closes_on: form.date("closes_on", "Enter the day on which the survey closes"),
        appraisal: form.optional_parsed::<AppraisalId>("appraisal", "Choose one of the appraisals"),
    }
}

async fn create(visit: Visit, Path(code): Path<String>, fields: Fields) -> Result<Response> {
    match fields.read(read) {
        Ok(new) => match partner::create_survey(&visit, &code, new).await {
            Ok(id) => {
                let said = "The survey is open. Each school finds it on its home page";
                visit.go_saying(format!("/authorities/{code}/surveys/{id}"), said)
            }
            Err(error) => render(&visit, &code, fields.refused(error)?).await,
        },
        Err(form) => render(&visit, &code, form).await,
    }
}

async fn show(visit: Visit, Path((code, id)): Path<(String, String)>) -> Result<Response> {
    let id: SurveyId = id.parse().map_err(|_| Error::NotFound)?;
    let found = partner::results(&visit, &code, id).await?;
    let frame = frame(found.survey.title.clone())
        .back(format!("/authorities/{code}/surveys"), "Surveys")
        .seen_by(format!("Officers of {}. No school's answers show by themselves", found.authority.name));
    let page = ResultsPage {
        form: FormView::default(),
        path: format!("/authorities/{code}/surveys/{id}"),
        title: found.survey.title.clone(),
        open: found.is_open,
        closes_on: found.survey.closes_on,
        answered: found.answered,
        heard: found.heard.into_iter().map(HeardRow::of).collect(),
    };
    visit.page(frame, &page)
}

async fn close(visit: Visit, Path((code, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let id: SurveyId = id.parse().map_err(|_| Error::NotFound)?;
    let path = format!("/authorities/{code}/surveys/{id}");
    match partner::close_survey(&visit, &code, id).await {
        Ok(()) => visit.go_saying(path, "The survey is closed"),
        Err(error) => {
            fields.refused(error)?;
            visit.go_saying(path, "The survey was closed before")
        }
    }
}
