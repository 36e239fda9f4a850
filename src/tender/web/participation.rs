//! A provider's own page in a tender of two stages: its request, what came of it, its meetings.

use super::meetings::MeetingRow;
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Upload;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender::rules::stages::{Standing, judged};
use crate::tender::{self, Dossier, Evidence, NewRequest, Requested, store};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

const PROVIDERS: Who = Who::May(&[Action::Bid]);
const SEEN_BY: &str = "your organisation. The tender lead sees your request once requests are closed";
/// The document and the fields around it.
const LARGEST_UPLOAD: usize = 6 * 1024 * 1024;

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/take-part", PROVIDERS, show).post_files(
        "/tenders/{reference}/take-part",
        PROVIDERS,
        LARGEST_UPLOAD,
        ask,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<TakePartPage>()]
}

#[derive(Serialize)]
struct Condition {
    field: String,
    name: String,
    question: String,
    judged: String,
}

#[derive(Serialize)]
struct TakePartPage {
    form: FormView,
    reference: String,
    title: String,
    closes: Option<DateTime<Utc>>,
    /// Requests can be made or replaced now.
    open: bool,
    /// When the own request was received.
    received: Option<DateTime<Utc>>,
    document: Option<String>,
    /// "asking", "judging", "invited", "refused" or "never_asked".
    standing: &'static str,
    least: i32,
    most: Option<i32>,
    second_stage: String,
    conditions: Vec<Condition>,
    meetings: Vec<MeetingRow>,
}

impl Page for TakePartPage {
    const TEMPLATE: &'static str = "tender/take_part.html";
    fn samples() -> Vec<Self> {
        let condition = || Condition {
            field: "answer-1".to_owned(),
            name: "Experience".to_owned(),
            question: "Where did you serve schools?".to_owned(),
            judged: "Scored 0 to 5".to_owned(),
        };
        let page = |form, standing, received: bool| Self {
            form,
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            closes: Some(DateTime::UNIX_EPOCH),
            open: standing == "asking",
            received: received.then_some(DateTime::UNIX_EPOCH),
            document: received.then(|| "cv.pdf".to_owned()),
            standing,
            least: 3,
            most: received.then_some(5),
            second_stage: if received { "Visits".to_owned() } else { String::new() },
            conditions: vec![condition()],
            meetings: if standing == "invited" { MeetingRow::samples() } else { Vec::new() },
        };
        let refused = FormView::default().refusing("answer-1", "Answer the condition Experience");
        let without = Self { closes: None, ..page(FormView::default(), "never_asked", false) };
        vec![
            page(refused, "asking", false),
            page(FormView::default(), "asking", true),
            page(FormView::default(), "judging", true),
            page(FormView::default(), "judging", false),
            page(FormView::default(), "invited", true),
            page(FormView::default(), "refused", true),
            without,
        ]
    }
}

fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Asking => "asking",
        Standing::Judging => "judging",
        Standing::Invited => "invited",
        Standing::Refused => "refused",
        Standing::NeverAsked => "never_asked",
    }
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let (dossier, _) = tender::open_dossier(&visit, &reference).await?;
    let own = tender::own_request(&visit, dossier.tender.id).await?;
    let form = own.as_ref().map_or_else(FormView::default, stored);
    render(&visit, &dossier, own, form).await
}

fn stored(own: &Requested) -> FormView {
    let form = FormView::default()
        .with("contact_name", &own.content.contact_name)
        .with("contact_email", &own.content.contact_email);
    own.content.answers.iter().fold(form, |form, (id, answer)| form.with(format!("answer-{id}"), answer))
}

async fn render(visit: &Visit, dossier: &Dossier, own: Option<Requested>, form: FormView) -> Result<Response> {
    let tender = &dossier.tender;
    let provider = tender::provider_of(visit)?;
    let standing = tender::standing_of(visit, tender, provider).await?;
    let (Some(standing), Some(plan), true) = (standing, &dossier.meeting_firms.plan, tender.published_at.is_some())
    else {
        return Err(Error::NotFound);
    };
    let meetings = store::meetings_with(visit.read(), tender.id, provider).await?;
    let reference = tender.reference.clone();
    let is_open = tender::phase(tender, visit.now) == ::entity::tender::TenderState::Open;
    let page = TakePartPage {
        form: form.clone(),
        title: tender.title.clone(),
        closes: tender.participation_closes_at,
        open: is_open && standing == Standing::Asking,
        received: own.as_ref().map(|own| own.row.received_at),
        document: own.and_then(|own| own.content.document).map(|(name, _)| name),
        standing: word(standing),
        least: plan.least,
        most: plan.most,
        second_stage: plan.second_stage.clone(),
        conditions: conditions(dossier),
        meetings: meetings.iter().map(|one| MeetingRow::of(one, &reference, false, visit.now)).collect(),
        reference: reference.clone(),
    };
    let frame = frame(format!("Take part – {reference}")).back(format!("/tenders/{reference}"), "Notice");
    visit.form_page(frame.seen_by(SEEN_BY), &form, &page)
}

fn conditions(dossier: &Dossier) -> Vec<Condition> {
    let condition = |one: &::entity::shortlist_condition::Model| Condition {
        field: format!("answer-{}", one.id),
        name: one.name.clone(),
        question: one.question.clone(),
        judged: judged(one.scale_max, one.minimum),
    };
    dossier.meeting_firms.conditions.iter().map(condition).collect()
}

async fn ask(visit: Visit, Path(reference): Path<String>, upload: Upload) -> Result<Response> {
    let (dossier, _) = tender::open_dossier(&visit, &reference).await?;
    let file = upload.files.into_iter().find(|file| file.field == "file");
    let fields = upload.fields;
    let read = fields.read(|form| {
        let conditions = dossier.meeting_firms.conditions.iter();
        NewRequest {
            contact_name: form.required("contact_name", "Enter the name of whom we write to"),
            contact_email: form.email("contact_email"),
            answers: conditions
                .map(|one| {
                    let sentence = format!("Answer the condition {}", one.name);
                    (one.id, form.required(&format!("answer-{}", one.id), &sentence))
                })
                .collect(),
            document: file.map(|file| Evidence { file_name: file.name, bytes: file.bytes }),
        }
    });
    let form = match read {
        Ok(new) => match tender::ask_to_take_part(&visit, &reference, new).await {
            Ok(()) => {
                let said = "Your request was received. Nobody sees it before requests close";
                return visit.go_saying(format!("/tenders/{reference}/take-part"), said);
            }
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    let own = tender::own_request(&visit, dossier.tender.id).await?;
    render(&visit, &dossier, own, form).await
}
