//! The shortlist: requests judged one by one, then every invitation and refusal sent together.

use super::shared::{Tab, download, sample_tabs, tabs};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender::rules::shortlist::Verdict;
use crate::tender::rules::stages;
use crate::tender::{self, Declared, Judged, Mark, ShortlistDesk};
use ::entity::ids::RequestId;
use ::entity::shortlist_condition;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

const LEADS: Who = Who::May(&[Action::Shortlist]);
const SEEN_BY: &str = "The tender lead";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/shortlist", LEADS, show)
        .post("/tenders/{reference}/shortlist/send", LEADS, send)
        .get("/tenders/{reference}/shortlist/{id}", LEADS, show_one)
        .post("/tenders/{reference}/shortlist/{id}", LEADS, save)
        .get("/tenders/{reference}/shortlist/{id}/document", LEADS, document)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ShortlistPage>(), PageSample::of::<RequestPage>()]
}

#[derive(Serialize)]
struct RequestRow {
    href: String,
    firm: String,
    /// Conditions judged, of all.
    judged: usize,
    all: usize,
    /// What follows once every request is judged: "Invited, 12 marks".
    verdict: Option<String>,
    invited: bool,
}

#[derive(Serialize)]
struct ShortlistPage {
    form: FormView,
    tabs: Vec<Tab>,
    reference: String,
    title: String,
    closes: Option<DateTime<Utc>>,
    /// Requests are still taken: nobody sees them.
    open: bool,
    /// None where the reader may judge; else why not.
    refusal: Option<&'static str>,
    least: i32,
    most: Option<i32>,
    rows: Vec<RequestRow>,
    /// Every mark is given.
    complete: bool,
    fewer: bool,
    sent_at: Option<DateTime<Utc>>,
}

impl Page for ShortlistPage {
    const TEMPLATE: &'static str = "tender/shortlist.html";
    fn samples() -> Vec<Self> {
        let row = |verdict: Option<&str>| RequestRow {
            href: "/x".to_owned(),
            firm: "Alder".to_owned(),
            judged: 1,
            all: 2,
            verdict: verdict.map(str::to_owned),
            invited: verdict.is_some(),
        };
        let page = |form, open, complete: bool, sent: bool| Self {
            form,
            tabs: sample_tabs(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            closes: Some(DateTime::UNIX_EPOCH),
            open,
            refusal: None,
            least: 3,
            most: complete.then_some(5),
            rows: vec![row(None), row(Some("Invited, 12 marks"))],
            complete,
            fewer: complete,
            sent_at: sent.then_some(DateTime::UNIX_EPOCH),
        };
        let refused = FormView::default().refusing("fewer_reason", "Say why you go on");
        let conflicted =
            Self { refusal: Some("You declared an interest"), ..page(FormView::default(), false, false, false) };
        let nobody = Self { rows: Vec::new(), closes: None, ..page(FormView::default(), false, true, false) };
        let enough = Self { fewer: false, ..page(FormView::default(), false, true, false) };
        vec![
            page(refused, false, true, false),
            page(FormView::default(), true, false, false),
            page(FormView::default(), false, false, false),
            page(FormView::default(), false, true, true),
            conflicted,
            nobody,
            enough,
        ]
    }
}

fn refusal(desk: &ShortlistDesk) -> Option<&'static str> {
    match desk.declared {
        Declared::Clear => None,
        Declared::Missing => Some("Declare your interests before you judge requests."),
        Declared::Conflict => Some("You declared an interest, so you cannot judge requests. Another lead must."),
    }
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    render(&visit, &reference, FormView::default()).await
}

async fn render(visit: &Visit, reference: &str, form: FormView) -> Result<Response> {
    let desk = tender::shortlist_desk(visit, reference).await?;
    let place = tender::place_of(visit.read(), &desk.tender).await?;
    let list = desk.shortlist();
    let (complete, fewer) = (list.is_some(), list.as_ref().is_some_and(|list| list.fewer));
    let verdict =
        |id: RequestId| list.as_ref()?.verdicts.iter().find(|(one, _)| *one == id).map(|(_, verdict)| verdict);
    let row = |judged: &Judged| RequestRow {
        href: format!("/tenders/{reference}/shortlist/{}", judged.requested.row.id),
        firm: judged.requested.content.firm.clone(),
        judged: judged.marks.len(),
        all: desk.conditions.len(),
        invited: matches!(verdict(judged.requested.row.id), Some(Verdict::Invited { .. })),
        verdict: verdict(judged.requested.row.id).map(words),
    };
    let page = ShortlistPage {
        form: form.clone(),
        tabs: tabs(visit, &desk.tender, &place, "Shortlist"),
        reference: reference.to_owned(),
        title: desk.tender.title.clone(),
        closes: desk.tender.participation_closes_at,
        open: desk.requests.is_none(),
        refusal: refusal(&desk),
        least: desk.plan.least,
        most: desk.plan.most,
        rows: desk.requests.iter().flatten().map(row).collect(),
        complete,
        fewer,
        sent_at: desk.plan.sent_at,
    };
    let frame = frame(format!("Shortlist – {reference}")).back(format!("/tenders/{reference}"), "Notice");
    visit.form_page(frame.seen_by(SEEN_BY), &form, &page)
}

fn words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Invited { total } => format!("Invited, {total} marks"),
        Verdict::Failed(names) => format!("Not invited: does not meet {}", names.join(", ")),
        Verdict::BelowCut { total, cut } => format!("Not invited: {total} marks, {cut} are needed"),
    }
}

async fn send(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let form = match fields.read(|form| form.optional("fewer_reason")) {
        Ok(reason) => match tender::send_invitations(&visit, &reference, reason).await {
            Ok(()) => {
                let said = "Every invitation and refusal is sent, with its reasons";
                return visit.go_saying(format!("/tenders/{reference}/shortlist"), said);
            }
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    render(&visit, &reference, form).await
}

#[derive(Clone, Serialize)]
struct Choice {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct ConditionField {
    mark: String,
    reason: String,
    name: String,
    question: String,
    judged: String,
    answer: String,
    options: Vec<Choice>,
}

#[derive(Serialize)]
struct RequestPage {
    form: FormView,
    action: String,
    reference: String,
    title: String,
    firm: String,
    contact: String,
    received: DateTime<Utc>,
    document: Option<String>,
    conditions: Vec<ConditionField>,
    may_judge: bool,
}

impl Page for RequestPage {
    const TEMPLATE: &'static str = "tender/request.html";
    fn samples() -> Vec<Self> {
        let field = ConditionField {
            mark: "mark-1".to_owned(),
            reason: "reason-1".to_owned(),
            name: "Experience".to_owned(),
            question: "Where?".to_owned(),
            judged: "Scored 0 to 5".to_owned(),
            answer: "In nine schools".to_owned(),
            options: vec![Choice { value: "1".to_owned(), text: "1".to_owned() }],
        };
        let page = |form, conditions: Vec<ConditionField>| Self {
            form,
            action: "/x".to_owned(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            firm: "Alder".to_owned(),
            contact: "Ann, ann@example.org".to_owned(),
            received: DateTime::UNIX_EPOCH,
            document: (!conditions.is_empty()).then(|| "cv.pdf".to_owned()),
            may_judge: !conditions.is_empty(),
            conditions,
        };
        let refused = FormView::default().refusing("reason-1", "Enter a reason for Experience");
        vec![page(refused, vec![field]), page(FormView::default(), Vec::new())]
    }
}

fn found(desk: &ShortlistDesk, id: RequestId) -> Result<&Judged> {
    desk.requests.iter().flatten().find(|one| one.requested.row.id == id).ok_or(Error::NotFound)
}

fn parsed(id: &str) -> Result<RequestId> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn show_one(visit: Visit, Path((reference, id)): Path<(String, String)>) -> Result<Response> {
    let id = parsed(&id)?;
    let desk = tender::shortlist_desk(&visit, &reference).await?;
    let judged = found(&desk, id)?;
    let form = judged.marks.values().fold(FormView::default(), |form, mark| {
        form.with(format!("mark-{}", mark.condition_id), mark.mark.to_string())
            .with(format!("reason-{}", mark.condition_id), &mark.reason)
    });
    render_one(&visit, &desk, judged, form)
}

fn render_one(visit: &Visit, desk: &ShortlistDesk, judged: &Judged, form: FormView) -> Result<Response> {
    let (reference, content) = (&desk.tender.reference, &judged.requested.content);
    let page = RequestPage {
        form: form.clone(),
        action: format!("/tenders/{reference}/shortlist/{}", judged.requested.row.id),
        reference: reference.clone(),
        title: desk.tender.title.clone(),
        firm: content.firm.clone(),
        contact: format!("{}, {}", content.contact_name, content.contact_email),
        received: judged.requested.row.received_at,
        document: content.document.as_ref().map(|(name, _)| name.clone()),
        conditions: desk.conditions.iter().map(|condition| field(condition, judged)).collect(),
        may_judge: refusal(desk).is_none() && desk.plan.sent_at.is_none(),
    };
    let frame =
        frame(format!("Request of {}", content.firm)).back(format!("/tenders/{reference}/shortlist"), "Shortlist");
    visit.form_page(frame.seen_by(SEEN_BY), &form, &page)
}

fn field(condition: &shortlist_condition::Model, of: &Judged) -> ConditionField {
    let choice = |value: i32, text: String| Choice { value: value.to_string(), text };
    ConditionField {
        mark: format!("mark-{}", condition.id),
        reason: format!("reason-{}", condition.id),
        name: condition.name.clone(),
        question: condition.question.clone(),
        judged: stages::judged(condition.scale_max, condition.minimum),
        answer: of.requested.content.answers.get(&condition.id).cloned().unwrap_or_default(),
        options: match condition.scale_max {
            None => vec![choice(1, "Met".to_owned()), choice(0, "Not met".to_owned())],
            Some(top) => (0..=top).map(|mark| choice(mark, mark.to_string())).collect(),
        },
    }
}

async fn save(visit: Visit, Path((reference, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let id = parsed(&id)?;
    let desk = tender::shortlist_desk(&visit, &reference).await?;
    let judged = found(&desk, id)?;
    let form = match fields.read(|form| marks(form, &desk.conditions)) {
        Ok(marks) => match tender::mark_request(&visit, &reference, id, marks).await {
            Ok(()) => return visit.go_saying(format!("/tenders/{reference}/shortlist"), "Judged"),
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    render_one(&visit, &desk, judged, form)
}

fn marks(form: &Reader, conditions: &[shortlist_condition::Model]) -> Vec<Mark> {
    let mark = |condition: &shortlist_condition::Model| Mark {
        condition: condition.id,
        mark: form.parsed(&format!("mark-{}", condition.id), &format!("Choose how {} is met", condition.name), 0),
        reason: form.required(
            &format!("reason-{}", condition.id),
            &format!("Enter a reason for {}. The firm reads it", condition.name),
        ),
    };
    conditions.iter().map(mark).collect()
}

async fn document(visit: Visit, Path((reference, id)): Path<(String, String)>) -> Result<Response> {
    download(tender::request_document(&visit, &reference, parsed(&id)?).await?)
}
