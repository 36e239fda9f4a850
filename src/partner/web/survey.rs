//! A survey as a school answers it, and what schools answered together.

use super::surveys::HeardRow;
use crate::partner::rules::{Answer, FEWEST_ANSWERS, QuestionKind};
use crate::partner::{self, Answering};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::ids::SurveyId;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    const SEE: Who = Who::May(&[Action::SeeSchool]);
    Routes::new().get("/schools/{urn}/surveys", SEE, list).get("/schools/{urn}/surveys/{id}", SEE, show).post(
        "/schools/{urn}/surveys/{id}",
        Who::May(&[Action::AnswerSurvey]),
        answer,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ListPage>(), PageSample::of::<SurveyPage>()]
}

#[derive(Serialize)]
struct Row {
    href: String,
    title: String,
    closes_on: NaiveDate,
    answered: bool,
    open: bool,
}

#[derive(Serialize)]
struct ListPage {
    school: String,
    rows: Vec<Row>,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "partner/school_surveys.html";
    fn samples() -> Vec<Self> {
        let row = |answered: bool, open: bool| Row {
            href: "/schools/100123/surveys/1".to_owned(),
            title: "School meals".to_owned(),
            closes_on: NaiveDate::default(),
            answered,
            open,
        };
        let page = |rows| Self { school: "Canal Side Primary".to_owned(), rows };
        vec![page(vec![row(true, true), row(false, true), row(false, false)]), page(Vec::new())]
    }
}

#[derive(Serialize)]
struct QuestionRow {
    name: String,
    text: String,
    scored: bool,
    own: Option<String>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct SurveyPage {
    form: FormView,
    path: String,
    title: String,
    authority: String,
    closes_on: NaiveDate,
    open: bool,
    may_answer: bool,
    questions: Vec<QuestionRow>,
    scores: Vec<Choice>,
    answered: usize,
    fewest: usize,
    heard: Vec<HeardRow>,
}

fn scores() -> Vec<Choice> {
    let words = ["1, not at all", "2", "3", "4", "5, very much"];
    (1..)
        .zip(words)
        .map(|(score, words): (i32, _)| Choice { value: score.to_string(), text: words.to_owned() })
        .collect()
}

impl Page for SurveyPage {
    const TEMPLATE: &'static str = "partner/survey.html";
    fn samples() -> Vec<Self> {
        let question = |scored: bool| QuestionRow {
            name: format!("answer-{}", i32::from(scored)),
            text: "Is it good?".to_owned(),
            scored,
            own: scored.then(|| "4".to_owned()),
        };
        let page = |open: bool, may_answer: bool, answered: usize| Self {
            form: FormView::default(),
            path: "/schools/100123/surveys/1".to_owned(),
            title: "School meals".to_owned(),
            authority: "Walsall".to_owned(),
            closes_on: NaiveDate::default(),
            open,
            may_answer,
            questions: vec![question(true), question(false)],
            scores: scores(),
            answered,
            fewest: FEWEST_ANSWERS,
            heard: HeardRow::samples(),
        };
        vec![page(true, true, 2), page(true, false, 3), page(false, true, 3)]
    }
}

async fn list(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let (school, surveys) = partner::open_for(&visit, urn).await?;
    let row = |(survey, answered, open): (::entity::survey::Model, bool, bool)| Row {
        href: format!("/schools/{urn}/surveys/{}", survey.id),
        title: survey.title,
        closes_on: survey.closes_on,
        answered,
        open,
    };
    let page = ListPage { rows: surveys.into_iter().map(row).collect(), school: school.name.clone() };
    visit
        .page(frame(format!("Surveys, {}", school.name)).seen_by(format!("{} staff and governors", school.name)), &page)
}

async fn show(visit: Visit, Path((urn, id)): Path<(i32, String)>) -> Result<Response> {
    render(&visit, urn, id.parse().map_err(|_| Error::NotFound)?, None).await
}

fn given(answer: &Answer) -> String {
    match answer {
        Answer::Score(score) => score.to_string(),
        Answer::Words(words) => words.clone(),
    }
}

async fn render(visit: &Visit, urn: i32, id: SurveyId, form: Option<FormView>) -> Result<Response> {
    let found = partner::answering(visit, urn, id).await?;
    let stored = || {
        let own = found.own.iter().enumerate();
        own.fold(FormView::default(), |form, (at, answer)| form.with(format!("answer-{at}"), given(answer)))
    };
    let form = form.unwrap_or_else(stored);
    let frame = frame(found.survey.title.clone())
        .back(format!("/schools/{urn}/surveys"), format!("Surveys, {}", found.school.name))
        .seen_by(format!("{} staff and governors. Your own answers show to nobody else", found.school.name));
    visit.form_page(frame, &form.clone(), &page(urn, found, form))
}

fn page(urn: i32, found: Answering, form: FormView) -> SurveyPage {
    let question = |(at, question): (usize, &crate::partner::rules::Question)| QuestionRow {
        name: format!("answer-{at}"),
        text: question.text.clone(),
        scored: question.kind == QuestionKind::Score,
        own: found.own.get(at).map(given),
    };
    SurveyPage {
        form,
        path: format!("/schools/{urn}/surveys/{}", found.survey.id),
        questions: found.questions.iter().enumerate().map(question).collect(),
        title: found.survey.title,
        authority: found.authority,
        closes_on: found.survey.closes_on,
        open: found.is_open,
        may_answer: found.may_answer,
        scores: scores(),
        answered: found.answered,
        fewest: FEWEST_ANSWERS,
        heard: found.heard.into_iter().map(HeardRow::of).collect(),
    }
}

fn read(form: &Reader, kinds: &[QuestionKind]) -> Vec<Answer> {
    let answer = |(at, kind): (usize, &QuestionKind)| {
        let name = format!("answer-{at}");
        match kind {
            QuestionKind::Score => Answer::Score(form.whole(&name, 1..=5, "Choose a score from 1 to 5")),
            QuestionKind::Words => Answer::Words(form.text(&name)),
        }
    };
    kinds.iter().enumerate().map(answer).collect()
}

async fn answer(visit: Visit, Path((urn, id)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    let id: SurveyId = id.parse().map_err(|_| Error::NotFound)?;
    let asked = partner::answering(&visit, urn, id).await?;
    let kinds: Vec<QuestionKind> = asked.questions.iter().map(|question| question.kind).collect();
    match fields.read(|form| read(form, &kinds)) {
        Ok(answers) => match partner::answer(&visit, urn, id, &answers).await {
            Ok(()) => visit.go_saying(format!("/schools/{urn}/surveys/{id}"), "Your school's answers are kept"),
            Err(error) => render(&visit, urn, id, Some(fields.refused(error)?)).await,
        },
        Err(form) => render(&visit, urn, id, Some(form)).await,
    }
}
