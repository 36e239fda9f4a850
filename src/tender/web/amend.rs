//! Changing a published tender.

use super::shared::{read_instant, with_date};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::files;
use crate::platform::http::fields::{Fields, Reader, Upload, UploadedFile};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::law::Regime;
use crate::platform::words;
use crate::tender::rules::{changes, route, states};
use crate::tender::{self, Amendment, Dossier, NewDocument, store};
use ::entity::criterion;
use ::entity::tender::TenderState;
use ::entity::tender_amendment::AmendmentKind;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

const EDITORS: Who = Who::May(&[Action::EditTender]);
/// One file and the fields around it.
const LARGEST_UPLOAD: usize = files::LARGEST + 1024 * 1024;

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/amend", EDITORS, show).post_files(
        "/tenders/{reference}/amend",
        EDITORS,
        LARGEST_UPLOAD,
        save,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<AmendPage>()]
}

/// A criterion whose question can be put in other words.
#[derive(Serialize)]
struct QuestionField {
    name: String,
    label: String,
}

#[derive(Serialize)]
struct AmendPage {
    form: FormView,
    reference: String,
    title: String,
    is_open: bool,
    next_number: i32,
    version: i32,
    deadline: Option<DateTime<Utc>>,
    questions_close: Option<DateTime<Utc>>,
    /// Because of a question that was asked in time and has no answer.
    unanswered: bool,
    /// An earlier change moved the deadline.
    extended: bool,
    /// The first day on which bids may close after a material change made today.
    earliest: Option<NaiveDate>,
    questions: Vec<QuestionField>,
}

impl Page for AmendPage {
    const TEMPLATE: &'static str = "tender/amend.html";
    fn samples() -> Vec<Self> {
        let page = |form, is_open, unanswered: bool| Self {
            form,
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            is_open,
            next_number: 2,
            version: 1,
            deadline: Some(DateTime::UNIX_EPOCH),
            questions_close: Some(DateTime::UNIX_EPOCH),
            unanswered,
            extended: unanswered,
            earliest: NaiveDate::from_ymd_opt(2027, 3, 9).filter(|_| !unanswered),
            questions: vec![QuestionField { name: "question-1".to_owned(), label: "Menus".to_owned() }],
        };
        let refused = FormView::default().refusing("text", "Say what has changed");
        let without = Self { deadline: None, questions_close: None, ..page(FormView::default(), false, false) };
        let extended = Self { extended: true, ..page(FormView::default(), true, false) };
        vec![page(refused, true, false), page(FormView::default(), true, true), without, extended]
    }
}

#[derive(Deserialize)]
struct Why {
    why: Option<String>,
}

async fn show(visit: Visit, Path(reference): Path<String>, Query(query): Query<Why>) -> Result<Response> {
    let unanswered = query.why.as_deref() == Some("question");
    let kind = if unanswered { AmendmentKind::UnansweredQuestion } else { AmendmentKind::Change };
    let (dossier, _) = tender::open_dossier(&visit, &reference).await?;
    let tender = &dossier.tender;
    let form = FormView::default()
        .with("need", &tender.need)
        .with("kind", kind.as_str())
        .with("term_years", tender.term_years.to_string());
    let form = with_date(form, "contract_start", tender.contract_start);
    let form = tender::all_criteria(visit.read(), tender.id)
        .await?
        .iter()
        .fold(form, |form, criterion| form.with(field_of(criterion), &criterion.question));
    render(&visit, dossier, form).await
}

fn field_of(criterion: &criterion::Model) -> String {
    format!("question-{}", criterion.id)
}

async fn render(visit: &Visit, dossier: Dossier, form: FormView) -> Result<Response> {
    let tender = dossier.tender;
    let place = tender::visible_to(visit.read(), &visit.actor, &tender).await?;
    visit.actor.require(Action::EditTender, &place)?;
    let made = store::amendments(visit.read(), tender.id).await?;
    let criteria = tender::all_criteria(visit.read(), tender.id).await?;
    let regime = tender.route.and_then(route::regime_of);
    let page = AmendPage {
        unanswered: form.values.get("kind").is_some_and(|kind| kind == AmendmentKind::UnansweredQuestion.as_str()),
        form: form.clone(),
        is_open: states::phase(&tender, visit.now) == TenderState::Open,
        next_number: made.first().map_or(0, |last| last.number) + 1,
        version: tender.public_version,
        deadline: tender.deadline_at,
        questions_close: tender.questions_close_at,
        extended: made.iter().any(|made| made.deadline_at.is_some() && made.kind != AmendmentKind::UnansweredQuestion),
        earliest: earliest(&tender, regime, visit.now),
        questions: criteria
            .iter()
            .map(|criterion| QuestionField { name: field_of(criterion), label: criterion.name.clone() })
            .collect(),
        title: tender.title,
        reference: tender.reference.clone(),
    };
    let frame = frame(format!("Change a published tender – {}", tender.reference))
        .back(format!("/tenders/{}/edit", tender.reference), "All tasks")
        .seen_by("The chair, the clerk and the tender lead");
    visit.form_page(frame, &form, &page)
}

/// The first day to which a material change made now may move the deadline, later than the present one.
fn earliest(tender: &::entity::tender::Model, regime: Option<Regime>, now: DateTime<Utc>) -> Option<NaiveDate> {
    let first = changes::earliest_after_change(regime, words::london_day(now)).ok()?;
    let later = tender.deadline_at.and_then(|deadline| words::london_day(deadline).succ_opt());
    Some(later.map_or(first, |later| later.max(first)))
}

async fn save(visit: Visit, Path(reference): Path<String>, upload: Upload) -> Result<Response> {
    let (dossier, _) = tender::open_dossier(&visit, &reference).await?;
    let criteria = tender::all_criteria(visit.read(), dossier.tender.id).await?;
    let file = upload.files.into_iter().find(|file| file.field == "file");
    let fields = upload.fields;
    let form = match fields.read(|form| read(form, &fields, &dossier, &criteria, file)) {
        Ok(amendment) => match tender::amend(&visit, &reference, amendment).await {
            Ok(()) => {
                let said = "Changed. Every provider that follows the tender has been told";
                return visit.go_saying(format!("/tenders/{reference}"), said);
            }
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    render(&visit, dossier, form).await
}

/// The form as an amendment: what stands as it was published is not part of it.
fn read(
    form: &Reader,
    fields: &Fields,
    dossier: &Dossier,
    criteria: &[criterion::Model],
    file: Option<UploadedFile>,
) -> Amendment {
    let tender = &dossier.tender;
    let kind = form.parsed("kind", "Open the page again and send it from there", AmendmentKind::Change);
    let text = form.required("text", "Say what has changed");
    let mut new = Amendment::of(kind, text);
    new.deadline_at = read_instant(form, "deadline", "Enter the new deadline");
    new.questions_close_at = read_instant(form, "questions", "Enter the day questions close");
    if kind == AmendmentKind::UnansweredQuestion {
        return new;
    }
    new.is_material = match form.text("material").as_str() {
        "yes" => true,
        "no" => false,
        _ => {
            form.error("material", "Say whether it changes what bidders must offer or what it costs them");
            false
        }
    };
    let need = form.required("need", "Say what you need");
    new.need = (need != tender.need).then_some(need);
    new.term_years = Some(form.whole("term_years", 1..=10, "Enter a number of years from 1 to 10"));
    new.contract_start = form.optional_date("contract_start", "Enter the day the contract starts");
    for criterion in criteria {
        let question = form.required(&field_of(criterion), &format!("Enter the question for {}", criterion.name));
        if question != criterion.question {
            new.reworded.push((criterion.id, question));
        }
    }
    new.document = document(form, fields, file);
    new
}

fn document(form: &Reader, fields: &Fields, file: Option<UploadedFile>) -> Option<NewDocument> {
    let title = form.text("document_title");
    match file {
        Some(file) if title.is_empty() => {
            form.error("document_title", "Enter the document's title, like Specification, version 2");
            Some(NewDocument { title: file.name.clone(), file_name: file.name, bytes: file.bytes })
        }
        Some(file) => Some(NewDocument { title, file_name: file.name, bytes: file.bytes }),
        None => {
            if fields.get("document_title").is_some_and(|title| !title.trim().is_empty()) {
                form.error("file", "Choose the document's file");
            }
            None
        }
    }
}
