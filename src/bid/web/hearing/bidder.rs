//! The bidder's page: the notice, its own answer, and what was decided.

use super::Told;
use crate::bid::hearing;
use crate::bid::rules::hearing::may_answer;
use crate::bid::web::OWN;
use crate::bid::web::wizard::id;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/bids/{id}/hearing", OWN, show).post("/bids/{id}/hearing", OWN, answer)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<AnswerPage>()]
}

#[derive(Serialize)]
struct AnswerPage {
    form: FormView,
    path: String,
    reference: String,
    title: String,
    told: Vec<Told>,
    may_answer: bool,
}

impl Page for AnswerPage {
    const TEMPLATE: &'static str = "bid/hearing_answer.html";
    fn samples() -> Vec<Self> {
        let page = |told, may_answer| Self {
            form: FormView::default().refusing("answer", "Enter your answer"),
            path: "/bids/1/hearing".to_owned(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            told,
            may_answer,
        };
        vec![page(vec![Told::sample(false)], true), page(vec![Told::sample(true)], false)]
    }
}

async fn show(visit: Visit, Path(text): Path<String>) -> Result<Response> {
    render(&visit, &text, FormView::default()).await
}

async fn render(visit: &Visit, text: &str, form: FormView) -> Result<Response> {
    let (bid, tender, all) = hearing::own(visit, id(text)?).await?;
    let latest = all.first();
    let known = latest.and_then(|hearing| hearing.answer.clone()).unwrap_or_default();
    let form = if form.values.contains_key("answer") { form } else { form.with("answer", known) };
    let page = AnswerPage {
        form: form.clone(),
        path: format!("/bids/{}/hearing", bid.id),
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        told: all.iter().map(Told::of).collect(),
        may_answer: latest.is_some_and(|hearing| may_answer(hearing, visit.now).is_ok()),
    };
    let head = frame("Notice of a possible exclusion")
        .back("/bids", "Bids")
        .seen_by("your organisation's bid team, the tender lead, the clerk and the reviewer");
    visit.form_page(head, &form, &page)
}

async fn answer(visit: Visit, Path(text): Path<String>, fields: Fields) -> Result<Response> {
    let done = match fields.read(|form| form.required("answer", "Enter your answer")) {
        Ok(words) => hearing::answer(&visit, id(&text)?, &words).await,
        Err(form) => return render(&visit, &text, form).await,
    };
    match done {
        Ok(()) => visit.go_saying(format!("/bids/{text}/hearing"), "Your answer is received"),
        Err(error) => render(&visit, &text, fields.refused(error)?).await,
    }
}
