//! The chair checks what every bidder will read, and sends it.

use crate::award;
use crate::award::LotAddress;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

#[derive(Serialize)]
struct Line {
    criterion: String,
    score: i32,
    reason: String,
}

#[derive(Serialize)]
struct Letter {
    provider: String,
    result: String,
    total: Option<String>,
    lines: Vec<Line>,
}

#[derive(Serialize)]
pub(super) struct OutcomesPage {
    form: FormView,
    reference: String,
    title: String,
    letters: Vec<Letter>,
    refusal: Option<String>,
    last_day: Option<String>,
    assessed: Option<Assessed>,
}

/// The latest conflicts assessment.
#[derive(Serialize)]
struct Assessed {
    at: DateTime<Utc>,
    stage: String,
}

impl Page for OutcomesPage {
    const TEMPLATE: &'static str = "award/outcomes.html";
    fn samples() -> Vec<Self> {
        let line = || Line { criterion: "Menus".to_owned(), score: 5, reason: "Clear".to_owned() };
        let letter = |total: Option<&str>| Letter {
            provider: "Alder Catering".to_owned(),
            result: "Wins".to_owned(),
            total: total.map(str::to_owned),
            lines: total.map(|_| line()).into_iter().collect(),
        };
        let page = |refusal: Option<&str>| Self {
            form: FormView::default(),
            reference: "DA-2027-001".to_owned(),
            title: "Catering".to_owned(),
            letters: vec![letter(Some("84.29")), letter(None)],
            refusal: refusal.map(str::to_owned),
            assessed: refusal
                .is_none()
                .then(|| Assessed { at: DateTime::UNIX_EPOCH, stage: "before publication".to_owned() }),
            last_day: refusal.is_none().then(|| "Tuesday 27 April 2027".to_owned()),
        };
        vec![page(None), page(Some("These schools have not decided whether they join: Old Church"))]
    }
}

pub(super) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

async fn render(visit: &Visit, at: &LotAddress, form: FormView) -> Result<Response> {
    let dispatch = award::dispatch(visit, at).await?;
    let letter = |(provider, summary): (String, award::rules::Summary)| Letter {
        provider,
        result: match (summary.won, summary.rank, summary.excluded) {
            (true, ..) => "Wins".to_owned(),
            (false, _, Some(reason)) => format!("Not ranked: {reason}"),
            (false, Some(rank), None) => format!("Not successful, ranked {rank}"),
            (false, None, None) => "Not successful".to_owned(),
        },
        total: summary.total,
        lines: summary
            .lines
            .into_iter()
            .map(|line| Line { criterion: line.criterion, score: line.own.score, reason: line.reason })
            .collect(),
    };
    let of = dispatch.of;
    let page = OutcomesPage {
        form: form.clone(),
        title: of.title(),
        reference: of.tender.reference.clone(),
        letters: dispatch.summaries.into_iter().map(letter).collect(),
        refusal: dispatch.refusal,
        last_day: dispatch.last_day.map(words::date),
        assessed: dispatch.assessed.map(|(at, stage)| Assessed { at, stage: stage.to_lowercase() }),
    };
    let frame = frame("Send the outcomes")
        .beside(of.sections("outcomes"))
        .back(at.page("decision"), "Back to the decision")
        .seen_by("the chair, before it is sent");
    visit.form_page(frame, &form, &page)
}

pub(super) async fn send(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    match award::send_outcomes_and_start_standstill(&visit, &at).await {
        Ok(last) => {
            let done = format!("Every bidder is told. The standstill runs until the end of {}", words::date(last));
            visit.go_saying(at.page("decision"), &done)
        }
        Err(error) => render(&visit, &at, fields.refused(error)?).await,
    }
}
