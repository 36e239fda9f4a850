//! Changing a published tender.

use super::shared::read_instant;
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender::rules::states;
use crate::tender::{self, Amendment, store};
use ::entity::tender::{Model, TenderState};
use ::entity::tender_amendment::AmendmentKind;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

const EDITORS: Who = Who::May(&[Action::EditTender]);

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/amend", EDITORS, show).post("/tenders/{reference}/amend", EDITORS, save)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<AmendPage>()]
}

#[derive(Serialize)]
struct AmendPage {
    form: FormView,
    reference: String,
    title: String,
    is_open: bool,
    next_number: i32,
    deadline: Option<DateTime<Utc>>,
    questions_close: Option<DateTime<Utc>>,
    /// Because of a question that was asked in time and has no answer.
    unanswered: bool,
}

impl Page for AmendPage {
    const TEMPLATE: &'static str = "tender/amend.html";
    fn samples() -> Vec<Self> {
        let page = |form, is_open, unanswered| Self {
            form,
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            is_open,
            next_number: 2,
            deadline: Some(DateTime::UNIX_EPOCH),
            questions_close: Some(DateTime::UNIX_EPOCH),
            unanswered,
        };
        let refused = FormView::default().refusing("text", "Say what has changed");
        let without = Self { deadline: None, questions_close: None, ..page(FormView::default(), false, false) };
        vec![page(refused, true, false), page(FormView::default(), true, true), without]
    }
}

#[derive(Deserialize)]
struct Why {
    why: Option<String>,
}

async fn show(visit: Visit, Path(reference): Path<String>, Query(query): Query<Why>) -> Result<Response> {
    let unanswered = query.why.as_deref() == Some("question");
    let kind = if unanswered { AmendmentKind::UnansweredQuestion } else { AmendmentKind::Change };
    let tender = tender::by_reference(visit.read(), &reference).await?;
    let form = FormView::default().with("need", &tender.need).with("kind", kind.as_str());
    render(&visit, tender, form).await
}

async fn render(visit: &Visit, tender: Model, form: FormView) -> Result<Response> {
    let place = tender::visible_to(visit.read(), &visit.actor, &tender).await?;
    visit.actor.require(Action::EditTender, &place)?;
    let last = store::amendments(visit.read(), tender.id).await?.first().map_or(0, |last| last.number);
    let page = AmendPage {
        unanswered: form.values.get("kind").is_some_and(|kind| kind == AmendmentKind::UnansweredQuestion.as_str()),
        form: form.clone(),
        is_open: states::phase(&tender, visit.now) == TenderState::Open,
        next_number: last + 1,
        deadline: tender.deadline_at,
        questions_close: tender.questions_close_at,
        title: tender.title,
        reference: tender.reference.clone(),
    };
    let frame = frame(format!("Change a published tender – {}", tender.reference))
        .back(format!("/tenders/{}/edit", tender.reference), "All tasks")
        .seen_by("The chair, the clerk and the tender lead");
    visit.form_page(frame, &form, &page)
}

async fn save(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let tender = tender::by_reference(visit.read(), &reference).await?;
    let read = fields.read(|form| {
        let need = form.required("need", "Say what you need");
        Amendment {
            kind: form.parsed("kind", "Open the page again and send it from there", AmendmentKind::Change),
            text: form.required("text", "Say what has changed"),
            need: (need != tender.need).then_some(need),
            questions_close_at: read_instant(form, "questions", "Enter the day questions close"),
            deadline_at: read_instant(form, "deadline", "Enter the new deadline"),
        }
    });
    match read {
        Ok(amendment) => match tender::amend(&visit, &reference, amendment).await {
            Ok(()) => visit.go_saying(
                format!("/tenders/{reference}"),
                "Changed. Every provider that follows the tender has been told",
            ),
            Err(error) => render(&visit, tender, fields.refused(error)?).await,
        },
        Err(form) => render(&visit, tender, form).await,
    }
}
