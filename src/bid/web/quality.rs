//! Page 4: the answers that are scored.

use super::OWN;
use super::wizard::{Sent, Strip, desk, keep, sample_strips, sent, show};
use crate::bid::Desk;
use crate::bid::rules::{Draft, Question, Step};
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
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
        };
        let page = |strip| Self { strip, form: FormView::default(), questions: vec![question.clone()] };
        let none = sample_strips(STEP).remove(0);
        let none = Self { strip: none, form: FormView::default(), questions: Vec::new() };
        sample_strips(STEP).into_iter().map(page).chain([none]).collect()
    }
}

fn field(code: &str) -> String {
    format!("answer-{code}")
}

fn page(desk: &Desk) -> impl FnOnce(Strip, FormView) -> QualityPage + use<> {
    let asked = |(at, question): (usize, &Question)| Asked {
        field: field(&question.code),
        label: format!("{}. {}", at + 1, question.question),
        hint: format!("{}: {}% of all marks", question.name, question.weight),
        word_limit: question.word_limit,
    };
    let questions: Vec<Asked> = desk.asked.questions.iter().enumerate().map(asked).collect();
    move |strip, form| QualityPage { strip, form, questions }
}

async fn open(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    let answers = desk.draft.answers.iter();
    let form = answers.fold(FormView::default(), |form, (code, text)| form.with(field(code), text));
    show(&visit, &desk, STEP, form, page(&desk))
}

fn typed(form: &Reader, questions: &[Question]) -> (Sent, BTreeMap<String, String>) {
    let answer = |question: &Question| {
        let text = form.text_up_to(&field(&question.code), LONGEST_ANSWER);
        (!text.is_empty()).then(|| (question.code.clone(), text))
    };
    (sent(form), questions.iter().filter_map(answer).collect())
}

async fn save(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    match fields.read(|form| typed(form, &desk.asked.questions)) {
        Err(form) => show(&visit, &desk, STEP, form, page(&desk)),
        Ok((sent, answers)) => {
            let edit = |draft: &mut Draft| draft.answers = answers;
            keep(&visit, &desk, STEP, &sent, &fields, edit, page(&desk)).await
        }
    }
}
