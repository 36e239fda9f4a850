//! The minutes of a meeting: drafted from the facts, edited, published, approved.

use super::{MINUTE, agenda, inside, meeting, parsed};
use crate::committee::rules::{Phase, may_minute};
use crate::committee::{self as verbs};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

const LONGEST: usize = 50_000;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/meetings/{number}/minutes", MINUTE, show)
        .post("/clusters/{slug}/meetings/{number}/minutes", MINUTE, save)
        .post("/clusters/{slug}/meetings/{number}/minutes/draft", MINUTE, draft)
        .post("/clusters/{slug}/meetings/{number}/minutes/publish", MINUTE, publish)
        .post("/clusters/{slug}/meetings/{number}/minutes/approve", MINUTE, approve)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<MinutesPage>()]
}

#[derive(Serialize)]
struct MinutesPage {
    form: FormView,
    slug: String,
    cluster: String,
    number: i32,
    at: DateTime<Utc>,
    has_draft: bool,
    is_published: bool,
    has_attendance: bool,
}

impl Page for MinutesPage {
    const TEMPLATE: &'static str = "committee/minutes.html";
    fn samples() -> Vec<Self> {
        let page = |has_draft, is_published| Self {
            form: FormView::default().with("minutes", "Words").refusing("minutes", "Write the minutes"),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            number: 2,
            at: DateTime::UNIX_EPOCH,
            has_draft,
            is_published,
            has_attendance: is_published,
        };
        vec![page(false, false), page(true, false), page(true, true)]
    }
}

async fn render(visit: &Visit, slug: &str, number: i32, form: Option<FormView>) -> Result<Response> {
    let (cluster, place, meeting) = verbs::meeting(visit, slug, number).await?;
    visit.actor.require(Action::MinuteMeeting, &place)?;
    if let Err(refusal) = may_minute(&meeting.meeting, visit.now) {
        let form = FormView::default().refusing("main", refusal.to_string());
        return meeting::render(visit, slug, number, Some(form)).await;
    }
    let words = meeting.meeting.minutes.clone();
    let has_draft = words.is_some();
    let form = form.unwrap_or_else(|| FormView::default().with("minutes", words.unwrap_or_default()));
    let page = MinutesPage {
        form: form.clone(),
        slug: slug.to_owned(),
        cluster: cluster.name.clone(),
        number,
        at: meeting.meeting.starts_at,
        has_draft,
        is_published: meeting.phase == Phase::Published,
        has_attendance: !meeting.attendance.is_empty(),
    };
    let framed = inside(&format!("Minutes of meeting {number}"), &cluster);
    let back = format!("/clusters/{slug}/meetings/{number}");
    let seen_by = format!("the clerk of {}, until the minutes are published", cluster.name);
    visit.form_page(framed.seen_by(seen_by).back(back, format!("Meeting {number}")), &form, &page)
}

async fn show(visit: Visit, Path((slug, number)): Path<(String, i32)>) -> Result<Response> {
    render(&visit, &slug, number, None).await
}

async fn save(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let text = form.text_up_to("minutes", LONGEST);
        if text.is_empty() {
            form.error("minutes", "Write the minutes, or draft them from what was recorded");
        }
        text
    });
    let text = match read {
        Ok(text) => text,
        Err(form) => return render(&visit, &slug, number, Some(form)).await,
    };
    match verbs::save_minutes(&visit, &slug, number, Some(text)).await {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/meetings/{number}/minutes"), "The minutes are saved"),
        Err(error) => render(&visit, &slug, number, Some(fields.refused(error)?)).await,
    }
}

async fn draft(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    match verbs::save_minutes(&visit, &slug, number, None).await {
        Ok(()) => visit.go_saying(
            format!("/clusters/{slug}/meetings/{number}/minutes"),
            "The minutes are drafted from what was recorded. Edit them",
        ),
        Err(error) => render(&visit, &slug, number, Some(fields.refused(error)?)).await,
    }
}

async fn publish(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    match verbs::publish(&visit, &slug, number).await {
        Ok(version) => {
            let said = match version {
                Some(version) => format!(
                    "The minutes are published. Version {version} of the agreement is proposed with the rule that was carried"
                ),
                None => "The minutes are published to the members".to_owned(),
            };
            visit.go_saying(format!("/clusters/{slug}/meetings/{number}"), &said)
        }
        Err(error) => render(&visit, &slug, number, Some(fields.refused(error)?)).await,
    }
}

async fn approve(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let by = match fields.read(|form| form.required("approved_at", "Choose the meeting that approved them")) {
        Ok(by) => by,
        Err(form) => return meeting::render(&visit, &slug, number, Some(form)).await,
    };
    let approved = verbs::approve(&visit, &slug, number, parsed(&by)?).await;
    agenda::done(&visit, (&slug, number), &fields, approved, "The minutes are approved and stand").await
}
