//! The bidder's own answer library beside a question: choose an answer to put in, or keep the one that is saved.

use super::OWN;
use super::wizard::{desk, framed};
use crate::bid::rules::Step;
use crate::bid::{self, Desk, ON_A_PAGE};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/bids/{id}/quality/{code}/library", OWN, choose)
        .get("/bids/{id}/quality/{code}/keep", OWN, show_keep)
        .post("/bids/{id}/quality/{code}/keep", OWN, keep)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<LibraryPage>(), PageSample::of::<KeepPage>()]
}

#[derive(Serialize)]
struct Row {
    href: String,
    topic: String,
    tags: String,
    words: i32,
}

#[derive(Serialize)]
struct LibraryPage {
    form: FormView,
    path: String,
    question: String,
    rows: Vec<Row>,
    is_narrowed: bool,
    pages: Paging,
}

impl Page for LibraryPage {
    const TEMPLATE: &'static str = "bid/library.html";
    fn samples() -> Vec<Self> {
        let row = |tags: &str| Row {
            href: "/bids/1/quality?answer=1&for=staff".to_owned(),
            topic: "Training".to_owned(),
            tags: tags.to_owned(),
            words: 240,
        };
        let page = |rows, is_narrowed| Self {
            form: FormView::default(),
            path: "/bids/1/quality".to_owned(),
            question: "How will you keep staff trained?".to_owned(),
            rows,
            is_narrowed,
            pages: Paging::of(41, ON_A_PAGE, None, &[]),
        };
        vec![page(vec![row("staff"), row("")], false), page(Vec::new(), true), page(Vec::new(), false)]
    }
}

#[derive(Deserialize)]
struct Asked {
    words: Option<String>,
    page: Option<u64>,
}

fn path(desk: &Desk) -> String {
    format!("/bids/{}/quality", desk.bid.id)
}

async fn choose(
    visit: Visit,
    Path((id, code)): Path<(String, String)>,
    Query(sought): Query<Asked>,
) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    let question = bid::question(&desk, &code)?;
    let typed = sought.words.unwrap_or_default();
    let words = bid::words_asked(&typed);
    let found = bid::found(&visit, &desk, &words, sought.page).await?;
    let path = path(&desk);
    let row = |answer: ::entity::library_answer::Model| Row {
        href: format!("{path}?answer={}&for={code}", answer.id),
        topic: answer.topic,
        tags: answer.tags,
        words: answer.words,
    };
    let page = LibraryPage {
        pages: Paging::of(found.total, ON_A_PAGE, Some(found.page), &[("words", &typed)]),
        form: FormView::default().with("words", typed),
        question: question.question.clone(),
        rows: found.rows.into_iter().map(row).collect(),
        is_narrowed: !words.is_empty(),
        path: format!("{path}/{code}/library"),
    };
    visit.page(framed(&desk, Step::Quality).back(path, "Quality answers"), &page)
}

/// The answer as it is saved, to be kept under a topic.
#[derive(Serialize)]
struct KeepPage {
    form: FormView,
    path: String,
    text: String,
}

impl Page for KeepPage {
    const TEMPLATE: &'static str = "bid/keep_answer.html";
    fn samples() -> Vec<Self> {
        let page = |text: &str| Self {
            form: FormView::default().refusing("topic", "Enter the question or topic"),
            path: "/bids/1/quality/staff/keep".to_owned(),
            text: text.to_owned(),
        };
        vec![page("Every term."), page("")]
    }
}

fn render_keep(visit: &Visit, desk: &Desk, code: &str, form: FormView) -> Result<Response> {
    let text = desk.draft.answers.get(code).cloned().unwrap_or_default();
    let page = KeepPage { form: form.clone(), path: format!("{}/{code}/keep", path(desk)), text };
    visit.form_page(framed(desk, Step::Quality).back(path(desk), "Quality answers"), &form, &page)
}

async fn show_keep(visit: Visit, Path((id, code)): Path<(String, String)>) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    let question = bid::question(&desk, &code)?;
    let form = FormView::default().with("topic", &question.question);
    render_keep(&visit, &desk, &code, form)
}

async fn keep(visit: Visit, Path((id, code)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    let read =
        fields.read(|form| (form.required("topic", "Enter the question or topic"), form.text_up_to("tags", 500)));
    let (topic, tags) = match read {
        Ok(read) => read,
        Err(form) => return render_keep(&visit, &desk, &code, form),
    };
    match bid::keep_in_library(&visit, &desk, &code, topic, tags).await {
        Ok(_) => visit.go_saying(path(&desk), "The answer is in your library, for your organisation only"),
        Err(error) => render_keep(&visit, &desk, &code, fields.refused(error)?),
    }
}
