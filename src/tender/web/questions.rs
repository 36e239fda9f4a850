//! Questions and answers: the public reads, providers ask without a name, the buyers answer; and following a tender.

use super::shared::{PageQuery, Pagination, Tab, sample_tabs, tabs};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender::rules::states;
use crate::tender::{self, may_ask, store};
use ::entity::ids::QuestionId;
use ::entity::tender::TenderState;
use ::entity::tender_question;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

const ON_A_PAGE: u64 = 20;
const PROVIDERS: Who = Who::May(&[Action::Bid]);
const ANSWERERS: Who = Who::May(&[Action::AnswerQuestions]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/questions", Who::Public, show)
        .post("/tenders/{reference}/questions", PROVIDERS, ask)
        .post("/tenders/{reference}/questions/{id}/answer", ANSWERERS, answer)
        .post("/tenders/{reference}/follow", PROVIDERS, follow)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<QuestionsPage>()]
}

#[derive(Serialize)]
struct Row {
    id: String,
    /// The field that its answer is typed in.
    field: String,
    question: String,
    asked_at: DateTime<Utc>,
    answer: Option<String>,
    answered_at: Option<DateTime<Utc>>,
}

impl Row {
    fn of(asked: tender_question::Model) -> Self {
        Self {
            field: format!("answer-{}", asked.id),
            id: asked.id.to_string(),
            question: asked.question,
            asked_at: asked.asked_at,
            answer: asked.answer,
            answered_at: asked.answered_at,
        }
    }
}

#[derive(Serialize)]
struct QuestionsPage {
    form: FormView,
    tabs: Vec<Tab>,
    reference: String,
    title: String,
    cluster: String,
    rows: Vec<Row>,
    pages: Pagination,
    closes: Option<DateTime<Utc>>,
    still_open: bool,
    /// A provider who may ask now.
    may_ask: bool,
    /// Somebody who answers, while bids can still be made.
    may_answer: bool,
    /// The chair may fix one new date: a question asked in time has no answer, and questions are closed.
    may_move_deadline: bool,
}

impl Page for QuestionsPage {
    const TEMPLATE: &'static str = "tender/questions.html";
    fn samples() -> Vec<Self> {
        let row = |answer: Option<&str>| Row {
            id: "1".to_owned(),
            field: "answer-1".to_owned(),
            question: "How many kitchens are there?".to_owned(),
            asked_at: DateTime::UNIX_EPOCH,
            answer: answer.map(str::to_owned),
            answered_at: answer.map(|_| DateTime::UNIX_EPOCH),
        };
        let page = |form, rows, yes: bool| Self {
            form,
            tabs: sample_tabs(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            cluster: "Northgate".to_owned(),
            rows,
            pages: Pagination::new("/tenders/NG-2027-004/questions?", 1, 1),
            closes: yes.then_some(DateTime::UNIX_EPOCH),
            still_open: yes,
            may_ask: yes,
            may_answer: yes,
            may_move_deadline: yes,
        };
        let refused = FormView::default().refusing("question", "Enter your question");
        let closed = Self { closes: Some(DateTime::UNIX_EPOCH), ..page(FormView::default(), vec![], false) };
        vec![
            page(refused, vec![row(Some("Eight")), row(None)], true),
            page(FormView::default(), vec![row(None)], false),
            closed,
        ]
    }
}

async fn show(visit: Visit, Path(reference): Path<String>, Query(query): Query<PageQuery>) -> Result<Response> {
    render(&visit, &reference, query.number(), FormView::default()).await
}

async fn render(visit: &Visit, reference: &str, page: u64, form: FormView) -> Result<Response> {
    let (dossier, place) = tender::open_dossier(visit, reference).await?;
    let tender = &dossier.tender;
    if tender.published_at.is_none() {
        return Err(Error::NotFound);
    }
    let answers = visit.actor.may(Action::AnswerQuestions, &place);
    let (rows, count) = store::questions(visit.read(), tender.id, answers, page, ON_A_PAGE).await?;
    let open = states::phase(tender, visit.now) == TenderState::Open;
    let still_open = may_ask(tender, visit.now);
    let unanswered = rows.iter().any(|row| row.answer.is_none());
    let page = QuestionsPage {
        form: form.clone(),
        tabs: tabs(visit, tender, &place, "Questions"),
        reference: reference.to_owned(),
        title: tender.title.clone(),
        cluster: dossier.cluster.name.clone(),
        pages: Pagination::new(&format!("/tenders/{reference}/questions?"), page, count.div_ceil(ON_A_PAGE).max(1)),
        rows: rows.into_iter().map(Row::of).collect(),
        closes: tender.questions_close_at,
        still_open,
        may_ask: still_open && visit.actor.may_somewhere(Action::Bid),
        may_answer: answers && open,
        may_move_deadline: open && !still_open && unanswered && visit.actor.may(Action::RunTender, &place),
    };
    let frame = frame(format!("Questions – {reference}")).back(format!("/tenders/{reference}"), "Notice");
    visit.form_page(frame, &form, &page)
}

async fn ask(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    match fields.read(|form| form.required("question", "Enter your question")) {
        Ok(question) => match tender::ask(&visit, &reference, &question).await {
            Ok(()) => {
                let said = "Your question was sent. Nobody is told who asked. You get a mail when it is answered";
                visit.go_saying(format!("/tenders/{reference}/questions"), said)
            }
            Err(error) => render(&visit, &reference, 1, fields.refused(error)?).await,
        },
        Err(form) => render(&visit, &reference, 1, form).await,
    }
}

async fn answer(visit: Visit, Path((reference, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let question: QuestionId = id.parse().map_err(|_| Error::NotFound)?;
    match fields.read(|form| form.required(&format!("answer-{question}"), "Enter the answer")) {
        Ok(text) => match tender::answer(&visit, &reference, question, &text).await {
            Ok(()) => visit.go_saying(
                format!("/tenders/{reference}/questions"),
                "Answered. Every provider that follows the tender has been told",
            ),
            Err(error) => render(&visit, &reference, 1, fields.refused(error)?).await,
        },
        Err(form) => render(&visit, &reference, 1, form).await,
    }
}

async fn follow(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let intends = match fields.read(|form| form.text("intends") == "yes") {
        Ok(intends) => intends,
        Err(form) => return render(&visit, &reference, 1, form).await,
    };
    tender::follow(&visit, &reference, intends).await?;
    let said = if intends {
        "The buyers see that one more provider intends to bid, not who"
    } else {
        "You get a mail when this tender changes"
    };
    visit.go_saying(format!("/tenders/{reference}"), said)
}
