//! Firms met before the tender: who, when, what was said; the notice of it, and how nobody gains.

use super::{Builder, EDITORS, TEAM, open, saved, task_frame};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::tender::rules::readiness::Task;
use crate::tender::rules::route;
use crate::tender::web::meetings::MeetingRow;
use crate::tender::web::shared::{read_instant, with_date};
use crate::tender::{self, Dossier, EngagementFacts, NewMeeting};
use ::entity::meeting::MeetingKind;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/edit/meetings", TEAM, show)
        .post("/tenders/{reference}/edit/meetings", EDITORS, save)
        .post("/tenders/{reference}/edit/meetings/new", EDITORS, add)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<EngagementPage>()]
}

#[derive(Serialize)]
struct EngagementPage {
    form: FormView,
    builder: Builder,
    meetings: Vec<MeetingRow>,
    lacking: Vec<String>,
    /// The law asks for a notice of it, or for reasons.
    notice_needed: bool,
    may_edit: bool,
}

impl Page for EngagementPage {
    const TEMPLATE: &'static str = "tender/edit/meetings.html";
    fn samples() -> Vec<Self> {
        let page = |form, editable: bool| Self {
            form,
            builder: Builder::sample(editable),
            meetings: if editable { MeetingRow::samples() } else { Vec::new() },
            lacking: if editable { vec!["Say how every bidder gets the same".to_owned()] } else { Vec::new() },
            notice_needed: editable,
            may_edit: editable,
        };
        let refused = FormView::default().refusing("firm", "Enter the firm's name");
        vec![page(refused, true), page(FormView::default(), false)]
    }
}

fn stored(dossier: &Dossier) -> FormView {
    let form = FormView::default();
    let Some(facts) = &dossier.meeting_firms.engagement else { return form };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let form = form
        .with("notice_number", text(&facts.notice_number))
        .with("no_notice_reason", text(&facts.no_notice_reason))
        .with("levelled", text(&facts.levelled));
    with_date(form, "notice_published", facts.notice_published_on)
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let (dossier, _) = open(&visit, &reference).await?;
    let form = stored(&dossier);
    render(&visit, &reference, form).await
}

async fn render(visit: &Visit, reference: &str, form: FormView) -> Result<Response> {
    let (dossier, place) = open(visit, reference).await?;
    let builder = Builder::of(visit, &dossier, &place, Task::Meetings);
    let before = dossier.meeting_firms.held.iter().filter(|meeting| meeting.kind == MeetingKind::Engagement);
    let may_edit = visit.actor.may(crate::platform::access::Action::EditTender, &place);
    let page = EngagementPage {
        meetings: before.map(|meeting| MeetingRow::of(meeting, reference, may_edit, visit.now)).collect(),
        lacking: dossier.lacking(Task::Meetings, visit.now),
        notice_needed: dossier.tender.route.is_some_and(route::needs_notice),
        may_edit: may_edit && dossier.tender.published_at.is_none(),
        form: form.clone(),
        builder,
    };
    visit.form_page(task_frame(&dossier, Task::Meetings.title()), &form, &page)
}

async fn save(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| EngagementFacts {
        notice_number: form.optional("notice_number"),
        notice_published_on: form.optional_date("notice_published", "Enter the day the notice was published"),
        no_notice_reason: form.optional("no_notice_reason"),
        levelled: form.optional("levelled"),
    });
    let form = match read {
        Ok(facts) => match tender::record_engagement(&visit, &reference, facts).await {
            Ok(()) => return saved(&visit, &reference, Task::Meetings),
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    render(&visit, &reference, form).await
}

async fn add(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    const WHEN: &str = "Enter the day of the meeting";
    let read = fields.read(|form| {
        let at = read_instant(form, "starts", WHEN);
        if at.is_none() && fields.get("starts-day").is_none_or(str::is_empty) {
            form.error("starts-day", WHEN);
        }
        NewMeeting {
            kind: MeetingKind::Engagement,
            firm: form.required("firm", "Enter the firm's name"),
            provider: None,
            starts_at: at.unwrap_or_default(),
            place: form.required("place", "Enter where it takes place"),
        }
    });
    let form = match read {
        Ok(new) => match tender::arrange_meeting(&visit, &reference, new).await {
            Ok(()) => return visit.go_saying(format!("/tenders/{reference}/edit/meetings"), "Meeting added"),
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    let (dossier, _) = open(&visit, &reference).await?;
    let kept = form.values.iter().fold(stored(&dossier), |kept, (name, value)| kept.with(name, value));
    let kept = form.errors.into_iter().fold(kept, |kept, error| kept.refusing(error.field, error.text));
    render(&visit, &reference, kept).await
}
