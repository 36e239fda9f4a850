//! Page 4: the answers that are scored.

use super::OWN;
use super::wizard::{Sent, Strip, desk, keep, sample_strips, sent, show};
use crate::bid::rules::{Draft, Question, Step};
use crate::bid::{self, Desk, KeptAnswer};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const STEP: Step = Step::Quality;
/// Far above any word limit; a longer text is no answer.
const LONGEST_ANSWER: usize = 60_000;

pub(super) fn routes() -> Routes {
    Routes::new().get("/bids/{id}/quality", OWN, open).post("/bids/{id}/quality", OWN, save)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<QualityPage>()]
}

#[derive(Clone, Serialize)]
struct Asked {
    field: String,
    label: String,
    hint: String,
    word_limit: usize,
    code: String,
    /// An answer of the library, where words stand in the form already.
    beside: Option<Beside>,
    /// An answer of the library that was put into the form.
    used: Option<String>,
    /// Something is saved that could be kept.
    has_answer: bool,
}

#[derive(Clone, Serialize)]
struct Beside {
    topic: String,
    text: String,
}

#[derive(Serialize)]
struct QualityPage {
    strip: Strip,
    form: FormView,
    questions: Vec<Asked>,
}

impl Page for QualityPage {
    const TEMPLATE: &'static str = "bid/quality.html";
    fn samples() -> Vec<Self> {
        let question = Asked {
            field: "answer-staff".to_owned(),
            label: "1. How will you keep staff trained?".to_owned(),
            hint: "Staff: 20% of all marks".to_owned(),
            word_limit: 500,
            code: "staff".to_owned(),
            beside: Some(Beside { topic: "Training".to_owned(), text: "Every term.".to_owned() }),
            used: Some("1".to_owned()),
            has_answer: true,
        };
        let bare = Asked { beside: None, used: None, has_answer: false, ..question.clone() };
        let page = |strip| Self { strip, form: FormView::default(), questions: vec![question.clone(), bare.clone()] };
        let none = sample_strips(STEP).remove(0);
        let none = Self { strip: none, form: FormView::default(), questions: Vec::new() };
        sample_strips(STEP).into_iter().map(page).chain([none]).collect()
    }
}

fn field(code: &str) -> String {
    format!("answer-{code}")
}

/// The name of the field that says which answer of the library was put in.
fn used(code: &str) -> String {
    format!("used-{code}")
}

fn page(desk: &Desk, inserted: Option<Inserted>) -> impl FnOnce(Strip, FormView) -> QualityPage + use<> {
    let asked = |(at, question): (usize, &Question)| Asked {
        field: field(&question.code),
        label: format!("{}. {}", at + 1, question.question),
        hint: format!("{}: {}% of all marks", question.name, question.weight),
        word_limit: question.word_limit,
        beside: inserted.as_ref().and_then(|inserted| inserted.beside(&question.code)),
        used: inserted.as_ref().and_then(|inserted| inserted.used(&question.code)),
        has_answer: desk.draft.answers.contains_key(&question.code),
        code: question.code.clone(),
    };
    let questions: Vec<Asked> = desk.asked.questions.iter().enumerate().map(asked).collect();
    move |strip, form| QualityPage { strip, form, questions }
}

/// An answer of the library chosen for one question: it fills an empty field, and stands beside what is there.
struct Inserted {
    code: String,
    fills: bool,
    answer: KeptAnswer,
}

impl Inserted {
    fn beside(&self, code: &str) -> Option<Beside> {
        let answer = &self.answer;
        (self.code == code && !self.fills).then(|| Beside { topic: answer.topic.clone(), text: answer.text.clone() })
    }

    fn used(&self, code: &str) -> Option<String> {
        (self.code == code).then(|| self.answer.id.to_string())
    }
}

#[derive(Deserialize)]
struct Chosen {
    answer: Option<String>,
    #[serde(rename = "for")]
    code: Option<String>,
}

async fn inserted(visit: &Visit, desk: &Desk, chosen: Chosen) -> Result<Option<Inserted>> {
    let (Some(answer), Some(code)) = (chosen.answer, chosen.code) else { return Ok(None) };
    bid::question(desk, &code)?;
    let id = answer.parse().map_err(|_| Error::NotFound)?;
    let answer = bid::one_of_library(visit, desk, id).await?;
    let fills = !desk.draft.answers.contains_key(&code);
    Ok(Some(Inserted { code, fills, answer }))
}

async fn open(visit: Visit, Path(id): Path<String>, Query(chosen): Query<Chosen>) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    let inserted = inserted(&visit, &desk, chosen).await?;
    let answers = desk.draft.answers.iter();
    let mut form = answers.fold(FormView::default(), |form, (code, text)| form.with(field(code), text));
    if let Some(inserted) = inserted.as_ref().filter(|inserted| inserted.fills) {
        form = form.with(field(&inserted.code), &inserted.answer.text);
    }
    show(&visit, &desk, STEP, form, page(&desk, inserted))
}

fn typed(form: &Reader, questions: &[Question]) -> (Sent, BTreeMap<String, String>) {
    let answer = |question: &Question| {
        let text = form.text_up_to(&field(&question.code), LONGEST_ANSWER);
        (!text.is_empty()).then(|| (question.code.clone(), text))
    };
    let from_library = |question: &Question| form.text(&used(&question.code)).parse().ok();
    let from_library = questions.iter().filter_map(from_library).collect();
    (Sent { from_library, ..sent(form) }, questions.iter().filter_map(answer).collect())
}

async fn save(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    match fields.read(|form| typed(form, &desk.asked.questions)) {
        Err(form) => show(&visit, &desk, STEP, form, page(&desk, None)),
        Ok((sent, answers)) => {
            let edit = |draft: &mut Draft| draft.answers = answers;
            keep(&visit, &desk, STEP, &sent, &fields, edit, page(&desk, None)).await
        }
    }
}
