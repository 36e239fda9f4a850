//! The whole file of a request, to print: what was asked, what came, what was chosen and why, who approved.

use super::parts::{AnswersView, ChoiceView, Request, WaiverLine};
use super::quote::{answers_of, found, people_of};
use super::quotes::words_of;
use super::{READERS, sub_frame};
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::purchase::rules::phase;
use crate::purchase::{self, store};
use ::entity::quote_request::QuoteState;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/quotes/{id}/record", READERS, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<RecordPage>()]
}

#[derive(Serialize)]
struct RecordPage {
    school: String,
    body: String,
    request: Request,
    state: &'static str,
    asked_by: String,
    closed_at: Option<DateTime<Utc>>,
    answers: Option<AnswersView>,
    choices: Vec<ChoiceView>,
    waivers: Vec<WaiverLine>,
    cancelled: Option<String>,
    /// Where the contract stands.
    register_path: Option<String>,
}

impl Page for RecordPage {
    const TEMPLATE: &'static str = "purchase/record.html";
    fn samples() -> Vec<Self> {
        let page = |is_full: bool| Self {
            school: "Canal Side Primary".to_owned(),
            body: "Governing body of Canal Side Primary".to_owned(),
            request: Request::sample(),
            state: "Recorded",
            asked_by: "Bea".to_owned(),
            closed_at: is_full.then_some(DateTime::UNIX_EPOCH),
            answers: is_full.then(|| AnswersView::sample(true)),
            choices: if is_full { vec![ChoiceView::sample(Some("Approved"))] } else { Vec::new() },
            waivers: if is_full { vec![WaiverLine::sample()] } else { Vec::new() },
            cancelled: (!is_full).then(|| "No longer needed".to_owned()),
            register_path: is_full.then(|| "/schools/100123/spend".to_owned()),
        };
        vec![page(true), page(false)]
    }
}

async fn show(visit: Visit, Path((urn, text)): Path<(i32, String)>) -> Result<Response> {
    let (school, quote) = found(&visit, urn, &text).await?;
    let now = phase(&quote, visit.now);
    if now == QuoteState::Asked {
        return Err(Error::NotFound);
    }
    let connection = visit.read();
    let asked = store::asked_of(connection, quote.id).await?;
    let choices = store::choices(connection, quote.id).await?;
    let waivers = store::waivers_for(connection, quote.id).await?;
    let people = people_of(&choices);
    let names = purchase::names_of(connection, people.into_iter().chain([quote.asked_by]).collect::<Vec<_>>()).await?;
    let answers = answers_of(&visit, &school, &quote, &choices).await?;
    let own = format!("quotes/{}", quote.id);
    let page = RecordPage {
        school: school.name.clone(),
        body: school.body_name(),
        request: Request::of(&quote, &asked),
        state: words_of(now).0,
        asked_by: names.get(&quote.asked_by).cloned().unwrap_or_default(),
        closed_at: quote.closed_at,
        answers: answers.map(|(answers, figures)| AnswersView::of(&quote, urn, &answers, figures)),
        choices: choices.iter().map(|one| ChoiceView::of(one, &asked, &names)).collect(),
        waivers: waivers.iter().map(|one| WaiverLine::of(urn, one)).collect(),
        cancelled: quote.ended_reason.clone(),
        register_path: quote.entry_id.map(|_| format!("/schools/{urn}/spend")),
    };
    visit.page(sub_frame(&school, format!("Record: {}", quote.title), (&own, "Quote request")), &page)
}
