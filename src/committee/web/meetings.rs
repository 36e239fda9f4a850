//! The meetings of a committee, and planning the next.

use super::{CALL, SEE, inside, instant};
use crate::committee::{self as verbs, NewMeeting, rules, store};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use ::entity::committee_meeting;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

const ROWS_OF_A_PAGE: u64 = 20;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/meetings", SEE, list).get("/clusters/{slug}/meetings/new", CALL, new).post(
        "/clusters/{slug}/meetings/new",
        CALL,
        plan,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<MeetingsPage>(), PageSample::of::<NewPage>()]
}

#[derive(Clone, Serialize)]
struct Row {
    number: i32,
    at: DateTime<Utc>,
    place: String,
    state: &'static str,
    kind: &'static str,
}

#[derive(Serialize)]
struct MeetingsPage {
    slug: String,
    cluster: String,
    rows: Vec<Row>,
    pages: Paging,
    may_call: bool,
    has_terms: bool,
}

impl Page for MeetingsPage {
    const TEMPLATE: &'static str = "committee/meetings.html";
    fn samples() -> Vec<Self> {
        let row = Row {
            number: 1,
            at: DateTime::UNIX_EPOCH,
            place: "Canal Side".to_owned(),
            state: "Called",
            kind: "waiting",
        };
        let page = |rows: Vec<Row>, may_call, has_terms| Self {
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            pages: Paging::of(60, ROWS_OF_A_PAGE, Some(2), &[]),
            rows,
            may_call,
            has_terms,
        };
        vec![page(vec![row], true, true), page(Vec::new(), true, false), page(Vec::new(), false, true)]
    }
}

#[derive(Deserialize)]
struct Asked {
    page: Option<u64>,
}

async fn list(visit: Visit, Path(slug): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    let (cluster, place) = verbs::within_sight(&visit, &slug).await?;
    let may_call = visit.actor.may(Action::CallMeeting, &place);
    let total = store::count_of(visit.read(), cluster.id, may_call).await?;
    let pages = Paging::of(total, ROWS_OF_A_PAGE, asked.page, &[]);
    let found = store::page_of(visit.read(), cluster.id, may_call, (pages.skipped(), ROWS_OF_A_PAGE)).await?;
    let row = |meeting: committee_meeting::Model| {
        let (state, kind) = rules::phase(&meeting, visit.now).words();
        Row { number: meeting.number, at: meeting.starts_at, place: meeting.place, state, kind }
    };
    let terms = store::in_force(visit.read(), cluster.id, words::london_day(visit.now)).await?;
    let page = MeetingsPage {
        slug,
        cluster: cluster.name.clone(),
        rows: found.into_iter().map(row).collect(),
        pages,
        may_call,
        has_terms: terms.is_some(),
    };
    visit.page(inside("Meetings", &cluster), &page)
}

#[derive(Serialize)]
struct NewPage {
    form: FormView,
    slug: String,
    cluster: String,
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "committee/meeting_new.html";
    fn samples() -> Vec<Self> {
        let form = FormView::default().refusing("starts-day", "The meeting must be later than now");
        vec![Self { form, slug: "northgate".to_owned(), cluster: "Northgate Schools".to_owned() }]
    }
}

async fn new_page(visit: &Visit, slug: &str, form: FormView) -> Result<Response> {
    let (cluster, place) = verbs::within_sight(visit, slug).await?;
    visit.actor.require(Action::CallMeeting, &place)?;
    let page = NewPage { form: form.clone(), slug: slug.to_owned(), cluster: cluster.name.clone() };
    let framed = inside("Plan a meeting", &cluster).back(format!("/clusters/{slug}/meetings"), "Meetings");
    visit.form_page(framed, &form, &page)
}

async fn new(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    new_page(&visit, &slug, FormView::default()).await
}

pub(super) fn read(form: &Reader) -> NewMeeting {
    NewMeeting {
        starts_at: instant(form, "starts", "Enter the day of the meeting"),
        place: form.required("place", "Enter where it is, or the link to join by"),
    }
}

async fn plan(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    match fields.read(read) {
        Ok(new) => match verbs::plan(&visit, &slug, new).await {
            Ok(number) => {
                let said = "The meeting is planned. Prepare the agenda, then call it";
                visit.go_saying(format!("/clusters/{slug}/meetings/{number}"), said)
            }
            Err(error) => new_page(&visit, &slug, fields.refused(error)?).await,
        },
        Err(form) => new_page(&visit, &slug, form).await,
    }
}
