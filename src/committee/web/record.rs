//! Who came to a meeting.

use super::{MINUTE, inside, meeting};
use crate::committee::rules::{Phase, Refusal};
use crate::committee::{self as verbs, Attendance, Meeting, store};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::committee_attendance::AttendedAs;
use ::entity::ids::{AssociateId, SchoolId};
use ::entity::vote::Capacity;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/meetings/{number}/attendance", MINUTE, show).post(
        "/clusters/{slug}/meetings/{number}/attendance",
        MINUTE,
        record,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<AttendancePage>()]
}

#[derive(Clone, Serialize)]
struct SchoolRow {
    school: String,
    people: Vec<Tick>,
}

/// A box to tick for somebody.
#[derive(Clone, Serialize)]
struct Tick {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct AttendancePage {
    form: FormView,
    slug: String,
    cluster: String,
    number: i32,
    at: DateTime<Utc>,
    schools: Vec<SchoolRow>,
    associates: Vec<Tick>,
    quorum: usize,
    voting_members: usize,
}

impl Page for AttendancePage {
    const TEMPLATE: &'static str = "committee/attendance.html";
    fn samples() -> Vec<Self> {
        let row = SchoolRow {
            school: "Canal Side Primary".to_owned(),
            people: vec![Tick { value: "1-representative".to_owned(), text: "A. Example, representative".to_owned() }],
        };
        let page = |associates| Self {
            form: FormView::default().with("came", "1-representative"),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            number: 2,
            at: DateTime::UNIX_EPOCH,
            schools: vec![row.clone()],
            associates,
            quorum: 5,
            voting_members: 9,
        };
        vec![page(Vec::new()), page(vec![Tick { value: "1".to_owned(), text: "C. Example".to_owned() }])]
    }
}

fn value(school: SchoolId, capacity: Capacity) -> String {
    format!("{school}_{capacity}")
}

/// What was recorded, as typed.
fn first_form(meeting: &Meeting, associates: &[(AssociateId, String)]) -> FormView {
    let came: Vec<String> = meeting
        .people
        .iter()
        .filter(|person| person.came)
        .map(|person| value(person.school, person.capacity))
        .collect();
    let of = |kind: AttendedAs| meeting.attendance.iter().filter(move |row| row.attended_as == kind);
    let observers: Vec<&str> = of(AttendedAs::Observer).map(|row| row.name.as_str()).collect();
    let sat = |(_, name): &&(AssociateId, String)| of(AttendedAs::Associate).any(|row| row.name == *name);
    let associates: Vec<String> = associates.iter().filter(sat).map(|(id, _)| id.to_string()).collect();
    FormView::default()
        .with("came", came.join("\n"))
        .with("associates", associates.join("\n"))
        .with("observers", observers.join("\n"))
}

async fn render(visit: &Visit, slug: &str, number: i32, form: Option<FormView>) -> Result<Response> {
    let (cluster, place, meeting) = verbs::meeting(visit, slug, number).await?;
    visit.actor.require(Action::MinuteMeeting, &place)?;
    if meeting.phase != Phase::MinutesDue {
        let refusal = if meeting.phase == Phase::Coming { Refusal::NotBegun } else { Refusal::Published };
        let form = FormView::default().refusing("main", refusal.to_string());
        return meeting::render(visit, slug, number, Some(form)).await;
    }
    let associates = store::associates(visit.read(), cluster.id).await?;
    let associates: Vec<(AssociateId, String)> = associates.into_iter().map(|row| (row.id, row.name)).collect();
    let form = form.unwrap_or_else(|| first_form(&meeting, &associates));
    let page = AttendancePage {
        form: form.clone(),
        slug: slug.to_owned(),
        cluster: cluster.name.clone(),
        number,
        at: meeting.meeting.starts_at,
        schools: schools(&meeting),
        associates: associates.into_iter().map(|(id, text)| Tick { value: id.to_string(), text }).collect(),
        quorum: meeting.quorum,
        voting_members: meeting.voting_members,
    };
    let framed = inside(&format!("Who came to meeting {number}"), &cluster);
    let back = format!("/clusters/{slug}/meetings/{number}");
    visit.form_page(framed.back(back, format!("Meeting {number}")), &form, &page)
}

fn schools(meeting: &Meeting) -> Vec<SchoolRow> {
    let mut rows: Vec<SchoolRow> = Vec::new();
    for person in &meeting.people {
        let text = format!("{}, {}", person.name, person.capacity);
        let person_box = Tick { value: value(person.school, person.capacity), text };
        match rows.last_mut().filter(|row| row.school == person.school_name) {
            Some(row) => row.people.push(person_box),
            None => rows.push(SchoolRow { school: person.school_name.clone(), people: vec![person_box] }),
        }
    }
    rows
}

async fn show(visit: Visit, Path((slug, number)): Path<(String, i32)>) -> Result<Response> {
    render(&visit, &slug, number, None).await
}

/// "id_representative".
fn came(value: &str) -> Result<(SchoolId, Capacity)> {
    let (school, capacity) = value.split_once('_').ok_or(Error::NotFound)?;
    let parts = (school.parse().ok(), capacity.parse().ok());
    match parts {
        (Some(school), Some(capacity)) => Ok((school, capacity)),
        _ => Err(Error::NotFound),
    }
}

async fn record(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| (form.many("came"), form.many("associates"), form.text("observers")));
    let (schools, associates, observers) = match read {
        Ok(read) => read,
        Err(form) => return render(&visit, &slug, number, Some(form)).await,
    };
    let new = Attendance {
        schools: schools.iter().map(|value| came(value)).collect::<Result<_>>()?,
        associates: associates.iter().filter_map(|id| id.parse().ok()).collect(),
        observers: observers.lines().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect(),
    };
    match verbs::record_attendance(&visit, &slug, number, new).await {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/meetings/{number}"), "Who came is recorded"),
        Err(error) => render(&visit, &slug, number, Some(fields.refused(error)?)).await,
    }
}
