//! Meetings with firms: the list of a tender's, arranging one with an invited firm, its minutes.

use super::shared::{Tab, read_instant, sample_tabs, tabs};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender::rules::meetings as rules;
use crate::tender::{self, Minutes, NewMeeting, store};
use ::entity::ids::{MeetingId, ProviderId};
use ::entity::meeting::{self, MeetingKind};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

const EDITORS: Who = Who::May(&[Action::EditTender]);
const SEEN_BY: &str = "The chair, the clerk and the tender lead";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/meetings", EDITORS, show)
        .post("/tenders/{reference}/meetings", EDITORS, arrange)
        .get("/tenders/{reference}/meetings/{id}", EDITORS, show_one)
        .post("/tenders/{reference}/meetings/{id}", EDITORS, record)
        .post("/tenders/{reference}/meetings/{id}/call-off", EDITORS, call_off)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<MeetingsPage>(), PageSample::of::<MeetingPage>()]
}

/// A meeting in a list.
#[derive(Serialize)]
pub(super) struct MeetingRow {
    what: &'static str,
    firm: String,
    /// None for a reader who writes no minutes.
    href: Option<String>,
    at: DateTime<Utc>,
    place: String,
    past: bool,
    recorded: bool,
}

impl MeetingRow {
    pub(super) fn of(meeting: &meeting::Model, reference: &str, may_edit: bool, now: DateTime<Utc>) -> Self {
        Self {
            what: rules::words(meeting.kind),
            firm: meeting.firm.clone(),
            href: may_edit.then(|| format!("/tenders/{reference}/meetings/{}", meeting.id)),
            at: meeting.starts_at,
            place: meeting.place.clone(),
            past: meeting.starts_at <= now,
            recorded: meeting.recorded_at.is_some(),
        }
    }

    pub(super) fn samples() -> Vec<Self> {
        let row = |href: Option<&str>, past, recorded| Self {
            what: rules::words(MeetingKind::SiteVisit),
            firm: "Alder".to_owned(),
            href: href.map(str::to_owned),
            at: DateTime::UNIX_EPOCH,
            place: "Rose Hill".to_owned(),
            past,
            recorded,
        };
        vec![row(Some("/x"), true, true), row(None, true, false), row(None, false, false)]
    }
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct MeetingsPage {
    form: FormView,
    tabs: Vec<Tab>,
    reference: String,
    title: String,
    two_stages: bool,
    meetings: Vec<MeetingRow>,
    firms: Vec<Choice>,
    kinds: Vec<Choice>,
}

impl Page for MeetingsPage {
    const TEMPLATE: &'static str = "tender/meetings.html";
    fn samples() -> Vec<Self> {
        let choice = || vec![Choice { value: "1".to_owned(), text: "Alder".to_owned() }];
        let page = |form, meetings, firms| Self {
            form,
            tabs: sample_tabs(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            two_stages: true,
            meetings,
            firms,
            kinds: choice(),
        };
        let one_stage =
            Self { two_stages: false, kinds: Vec::new(), ..page(FormView::default(), Vec::new(), Vec::new()) };
        let refused = FormView::default().refusing("provider", "Choose the firm");
        vec![
            page(refused, MeetingRow::samples(), choice()),
            page(FormView::default(), Vec::new(), Vec::new()),
            one_stage,
        ]
    }
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    render(&visit, &reference, FormView::default()).await
}

async fn render(visit: &Visit, reference: &str, form: FormView) -> Result<Response> {
    let (tender, place, meetings) = tender::meetings_of(visit, reference).await?;
    let phase = tender::phase(&tender, visit.now);
    let firms = tender::firms_to_meet(visit, &tender).await?;
    let now = [MeetingKind::Heads, MeetingKind::SiteVisit, MeetingKind::Presentation].into_iter();
    let kinds: Vec<Choice> = now
        .filter(|kind| rules::may_arrange(*kind, phase, !firms.is_empty()).is_ok())
        .map(|kind| Choice { value: kind.to_string(), text: rules::words(kind).to_owned() })
        .collect();
    let page = MeetingsPage {
        form: form.clone(),
        tabs: tabs(visit, &tender, &place, "Meetings"),
        reference: reference.to_owned(),
        two_stages: tender.participation_closes_at.is_some() || !firms.is_empty() || !meetings.is_empty(),
        meetings: meetings.iter().map(|one| MeetingRow::of(one, reference, true, visit.now)).collect(),
        firms: firms.into_iter().map(|(id, name)| Choice { value: id.to_string(), text: name }).collect(),
        kinds,
        title: tender.title,
    };
    let frame = frame(format!("Meetings with firms – {reference}")).back(format!("/tenders/{reference}"), "Notice");
    visit.form_page(frame.seen_by(SEEN_BY), &form, &page)
}

async fn arrange(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    const WHEN: &str = "Enter the day of the meeting";
    let read = fields.read(|form| {
        let at = read_instant(form, "starts", WHEN);
        if at.is_none() && fields.get("starts-day").is_none_or(str::is_empty) {
            form.error("starts-day", WHEN);
        }
        let provider: Option<ProviderId> = form.optional_parsed("provider", "Choose the firm");
        if provider.is_none() {
            form.error("provider", "Choose the firm");
        }
        NewMeeting {
            kind: form.choice("kind", MeetingKind::ALL, "Choose what it is"),
            firm: String::new(),
            provider,
            starts_at: at.unwrap_or_default(),
            place: form.required("place", "Enter where it takes place"),
        }
    });
    let form = match read {
        Ok(new) => match tender::arrange_meeting(&visit, &reference, new).await {
            Ok(()) => return visit.go_saying(visit.path(), "Arranged. The firm has been told"),
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    render(&visit, &reference, form).await
}

#[derive(Serialize)]
struct MeetingPage {
    form: FormView,
    id: String,
    reference: String,
    title: String,
    what: &'static str,
    firm: String,
    at: DateTime<Utc>,
    place: String,
    /// It has begun, so minutes can be written.
    begun: bool,
    recorded_at: Option<DateTime<Utc>>,
    /// Minutes that were published stand.
    may_record: bool,
    may_call_off: bool,
    /// After publication what one firm was told goes to all as an answer or a correction.
    is_published: bool,
}

impl Page for MeetingPage {
    const TEMPLATE: &'static str = "tender/meeting.html";
    fn samples() -> Vec<Self> {
        let page = |form, begun, recorded: bool, published| Self {
            form,
            id: "1".to_owned(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            what: rules::words(MeetingKind::Presentation),
            firm: "Alder".to_owned(),
            at: DateTime::UNIX_EPOCH,
            place: "Rose Hill".to_owned(),
            begun,
            recorded_at: recorded.then_some(DateTime::UNIX_EPOCH),
            may_record: begun && !recorded,
            may_call_off: !recorded,
            is_published: published,
        };
        let refused = FormView::default().refusing("told", "Enter what the firm was told");
        vec![
            page(refused, true, false, true),
            page(FormView::default(), false, false, false),
            page(FormView::default(), true, true, true),
        ]
    }
}

async fn show_one(visit: Visit, Path((reference, id)): Path<(String, String)>) -> Result<Response> {
    let meeting = find(&visit, &reference, &id).await?;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let form = FormView::default()
        .with("attendance", text(&meeting.attendance))
        .with("asked", text(&meeting.asked))
        .with("told", text(&meeting.told))
        .with("conflicts", text(&meeting.conflicts));
    render_one(&visit, &reference, &id, form).await
}

async fn find(visit: &Visit, reference: &str, id: &str) -> Result<meeting::Model> {
    let (tender, _, _) = tender::meetings_of(visit, reference).await?;
    let id: MeetingId = id.parse().map_err(|_| Error::NotFound)?;
    store::meeting(visit.read(), tender.id, id).await
}

async fn render_one(visit: &Visit, reference: &str, id: &str, form: FormView) -> Result<Response> {
    let meeting = find(visit, reference, id).await?;
    let tender = tender::by_reference(visit.read(), reference).await?;
    let is_published = tender.published_at.is_some();
    let begun = meeting.starts_at <= visit.now;
    let allowed = rules::may_record(meeting.kind, is_published, meeting.recorded_at.is_some()).is_ok();
    let page = MeetingPage {
        form: form.clone(),
        id: meeting.id.to_string(),
        reference: reference.to_owned(),
        title: tender.title,
        what: rules::words(meeting.kind),
        firm: meeting.firm,
        at: meeting.starts_at,
        place: meeting.place,
        begun,
        recorded_at: meeting.recorded_at,
        may_record: begun && allowed && meeting.cancelled_at.is_none(),
        may_call_off: meeting.recorded_at.is_none() && meeting.cancelled_at.is_none(),
        is_published,
    };
    let back = if meeting.kind == MeetingKind::Engagement { "edit/meetings" } else { "meetings" };
    let frame =
        frame(format!("{}: {}", page.what, page.firm)).back(format!("/tenders/{reference}/{back}"), "All meetings");
    visit.form_page(frame.seen_by(SEEN_BY), &form, &page)
}

async fn record(visit: Visit, Path((reference, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let meeting = find(&visit, &reference, &id).await?.id;
    let read = fields.read(|form| Minutes {
        attendance: form.required("attendance", "Enter who was there"),
        asked: form.required("asked", "Enter what the firm asked, or None"),
        told: form.required("told", "Enter what the firm was told, or None"),
        conflicts: form.required("conflicts", "Enter the interests that were declared, or None"),
    });
    let form = match read {
        Ok(minutes) => match tender::record_meeting(&visit, &reference, meeting, minutes).await {
            Ok(()) => return visit.go_saying(visit.path(), "Minutes saved"),
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    render_one(&visit, &reference, &id, form).await
}

async fn call_off(visit: Visit, Path((reference, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let meeting = find(&visit, &reference, &id).await?.id;
    let form = match fields.read(|form| form.required("reason", "Enter the reason")) {
        Ok(reason) => match tender::call_meeting_off(&visit, &reference, meeting, &reason).await {
            Ok(()) => return visit.go_saying(format!("/tenders/{reference}/meetings"), "Called off"),
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    render_one(&visit, &reference, &id, form).await
}
