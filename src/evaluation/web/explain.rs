//! A bidder explains a price that looked abnormally low.

use crate::evaluation::TenderLot;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::{Visit, frame};
use ::entity::{bid, ids::BidId, price_enquiry};
use axum::extract::Path;
use axum::response::Response;
use chrono::SecondsFormat;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct ExplainPage {
    form: FormView,
    action: String,
    reference: String,
    title: String,
    asked_at: String,
    why: String,
    answer_by: String,
    is_late: bool,
    rejected: bool,
    closed: bool,
    outcome_reason: Option<String>,
}

impl Page for ExplainPage {
    const TEMPLATE: &'static str = "evaluation/explain.html";
    fn samples() -> Vec<Self> {
        let page = |closed: bool, is_late: bool| Self {
            form: FormView::default().refusing("answer", "Explain your price"),
            action: "/x".to_owned(),
            reference: "DA-2027-001".to_owned(),
            title: "Catering".to_owned(),
            asked_at: "2027-03-16T12:00:00Z".to_owned(),
            why: "Your price is far below the mean of the bids".to_owned(),
            answer_by: "2027-03-19T17:00:00Z".to_owned(),
            is_late,
            rejected: is_late,
            closed,
            outcome_reason: closed.then(|| "Explained by shared staff".to_owned()),
        };
        vec![page(false, false), page(false, true), page(true, false), page(true, true)]
    }
}

struct Question {
    bid: bid::Model,
    of: TenderLot,
    enquiry: price_enquiry::Model,
}

async fn question(visit: &Visit, id: BidId) -> Result<Question> {
    let (bid, of, enquiry) = crate::evaluation::enquiry_of(visit, id).await?;
    Ok(Question { bid, of, enquiry })
}

pub(super) async fn show(visit: Visit, Path(id): Path<BidId>) -> Result<Response> {
    let question = question(&visit, id).await?;
    let form = FormView::default().with("answer", question.enquiry.answer.clone().unwrap_or_default());
    render(&visit, &question, form)
}

fn render(visit: &Visit, question: &Question, form: FormView) -> Result<Response> {
    let page = ExplainPage {
        form: form.clone(),
        action: visit.path().to_owned(),
        reference: question.of.tender.reference.clone(),
        title: question.of.title(),
        asked_at: question.enquiry.asked_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        why: question.enquiry.reason.clone(),
        answer_by: question.enquiry.answer_by.to_rfc3339_opts(SecondsFormat::Secs, true),
        is_late: visit.now >= question.enquiry.answer_by,
        rejected: question.enquiry.outcome == Some(price_enquiry::EnquiryOutcome::Rejected),
        closed: question.enquiry.closed_at.is_some(),
        outcome_reason: question.enquiry.outcome_reason.clone().filter(|_| question.enquiry.closed_at.is_some()),
    };
    let frame = frame("Explain your price")
        .back("/bids", "Back to your bids")
        .seen_by("your organisation, and the panel of the tender");
    visit.form_page(frame, &form, &page)
}

pub(super) async fn answer(visit: Visit, Path(id): Path<BidId>, fields: Fields) -> Result<Response> {
    let question = question(&visit, id).await?;
    let outcome = match fields.read(|form| form.required("answer", "Explain your price")) {
        Ok(text) => {
            crate::evaluation::explain_price(&visit, &question.bid, &text).await.map_err(|error| fields.refused(error))
        }
        Err(form) => Err(Ok(form)),
    };
    match outcome {
        Ok(()) => visit.go_saying(visit.path(), "Your explanation is sent"),
        Err(form) => render(&visit, &question, form?),
    }
}
