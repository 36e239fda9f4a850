//! Staying and leaving: which body has said again that its school stays, and who has given notice.

use super::super::SEE;
use super::{AGREE, may_sign, notice_words};
use crate::cluster::rules::refresh::{SetDay, Standing};
use crate::cluster::web::{Choice, choice, inside, opened};
use crate::cluster::{self as verbs, Said, Stay};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use ::entity::ids::{LeavingNoticeId, SchoolId};
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

const MINUTE: &str = "Enter the reference of the minute, like FGB 12/3";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/agreement/yearly", SEE, show)
        .post("/clusters/{slug}/agreement/yearly", AGREE, refresh)
        .post("/clusters/{slug}/agreement/notice", AGREE, give_notice)
        .post("/clusters/{slug}/agreement/notice/{id}/back", AGREE, take_back)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<YearlyPage>()]
}

#[derive(Serialize)]
struct Row {
    school: String,
    said_on: NaiveDate,
    minute: String,
    due_on: NaiveDate,
    /// "Stays", "Due", "Overdue" or "Leaves".
    state: &'static str,
    kind: &'static str,
    leaves_on: Option<NaiveDate>,
    reason: Option<String>,
    /// The notice that the reader may take back.
    notice: Option<String>,
}

#[derive(Serialize)]
struct YearlyPage {
    form: FormView,
    slug: String,
    cluster: String,
    /// The version in force, its set day and the notice it asks for.
    version: Option<i32>,
    set_day: String,
    notice: String,
    rows: Vec<Row>,
    /// Members that the agreement in force does not bind.
    unbound: Vec<String>,
    /// Schools that the reader may speak for: whose word is due, and any.
    due: Vec<Choice>,
    leaving: Vec<Choice>,
}

impl Page for YearlyPage {
    const TEMPLATE: &'static str = "cluster/yearly.html";
    fn samples() -> Vec<Self> {
        let row = |state, leaves_on: Option<NaiveDate>| Row {
            school: "Canal Side Primary".to_owned(),
            said_on: NaiveDate::default(),
            minute: "FGB 12/3".to_owned(),
            due_on: NaiveDate::default(),
            state,
            kind: "done",
            reason: leaves_on.map(|_| "It joins a trust".to_owned()),
            notice: leaves_on.map(|_| "1".to_owned()),
            leaves_on,
        };
        let page = |version, rows, unbound, choices: Vec<Choice>| Self {
            form: FormView::default(),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            version,
            set_day: "31 March".to_owned(),
            notice: notice_words(6),
            rows,
            unbound,
            due: choices.clone(),
            leaving: choices,
        };
        let rows = vec![row("Stays", None), row("Leaves", Some(NaiveDate::default()))];
        vec![
            page(None, Vec::new(), Vec::new(), Vec::new()),
            page(Some(2), rows, vec!["Rose Hill".to_owned()], vec![choice("1", "Canal Side Primary")]),
        ]
    }
}

fn row(stay: &Stay, may: bool) -> Row {
    let (state, kind) = match (&stay.notice, stay.standing) {
        (Some(_), _) => ("Leaves", "plain"),
        (None, Standing::Settled) => ("Stays", "done"),
        (None, Standing::Open) => ("Due", "waiting"),
        (None, Standing::Overdue) => ("Overdue", "problem"),
    };
    Row {
        school: stay.member.school.name.clone(),
        said_on: stay.said_on,
        minute: stay.minute_reference.clone(),
        due_on: stay.due_on,
        state,
        kind,
        leaves_on: stay.notice.as_ref().map(|notice| notice.ends_on),
        reason: stay.notice.as_ref().map(|notice| notice.reason.clone()),
        notice: stay.notice.as_ref().filter(|_| may).map(|notice| notice.id.to_string()),
    }
}

async fn page(visit: &Visit, slug: &str, form: FormView) -> Result<Response> {
    let (cluster, place) = opened(visit, slug).await?;
    let found = verbs::stays(visit.read(), cluster.id, words::london_day(visit.now)).await?;
    let members = verbs::members(visit.read(), cluster.id).await?;
    let (version, stays) = match found {
        Some((version, stays)) => (Some(version), stays),
        None => (None, Vec::new()),
    };
    let may = |stay: &Stay| may_sign(visit, &place, stay.member.school.id);
    let choices = |wanted: &dyn Fn(&Stay) -> bool| -> Vec<Choice> {
        let mine = stays.iter().filter(|stay| stay.notice.is_none() && may(stay) && wanted(stay));
        mine.map(|stay| choice(stay.member.school.id, stay.member.school.name.clone())).collect()
    };
    let is_bound = |id: SchoolId| stays.iter().any(|stay| stay.member.school.id == id);
    let set_day = version.as_ref().map(|version| SetDay::stored(version.refresh_month, version.refresh_day));
    let page = YearlyPage {
        form: form.clone(),
        slug: slug.to_owned(),
        cluster: cluster.name.clone(),
        set_day: set_day.map(SetDay::words).unwrap_or_default(),
        notice: version.as_ref().map(|version| notice_words(version.notice_months)).unwrap_or_default(),
        version: version.map(|version| version.version),
        rows: stays.iter().map(|stay| row(stay, may(stay))).collect(),
        unbound: members.iter().filter(|each| !is_bound(each.school.id)).map(|each| each.school.name.clone()).collect(),
        due: choices(&|stay| stay.standing != Standing::Settled),
        leaving: choices(&|_| true),
    };
    let framed = inside("Staying and leaving", &cluster).back(format!("/clusters/{slug}/agreement"), "Agreement");
    visit.form_page(framed, &form, &page)
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    page(&visit, &slug, FormView::default()).await
}

fn said(form: &Reader, fields: [&str; 3], choose: &str) -> Option<Said> {
    let [school, minute, on] = fields;
    let chosen = form.optional_parsed::<SchoolId>(school, choose);
    if chosen.is_none() && form.text(school).is_empty() {
        form.error(school, choose);
    }
    let minute_reference = form.required(minute, MINUTE);
    let on = form.date(on, "Enter the day of the meeting");
    Some(Said { school: chosen?, minute_reference, on })
}

async fn refresh(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let names = ["school", "minute_reference", "refreshed_on"];
    match fields.read(|form| said(form, names, "Choose the school that stays")) {
        Ok(Some(said)) => match verbs::refresh(&visit, &cluster, said).await {
            Ok(()) => {
                visit.go_saying(format!("/clusters/{slug}/agreement/yearly"), "It is recorded that the school stays")
            }
            Err(error) => page(&visit, &slug, fields.refused(error)?).await,
        },
        Ok(None) => page(&visit, &slug, fields.view()).await,
        Err(form) => page(&visit, &slug, form).await,
    }
}

async fn give_notice(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let names = ["leaving_school", "leaving_minute", "given_on"];
    let read = fields.read(|form| {
        let said = said(form, names, "Choose the school that leaves");
        let reason = form.required("leaving_reason", "Enter why the school leaves");
        Some((said?, reason))
    });
    match read {
        Ok(Some((said, reason))) => match verbs::give_notice(&visit, &cluster, said, &reason).await {
            Ok(ends) => {
                let told = format!("Notice is given. The school's last day is {}", words::short_date(ends));
                visit.go_saying(format!("/clusters/{slug}/agreement/yearly"), &told)
            }
            Err(error) => page(&visit, &slug, fields.refused(error)?).await,
        },
        Ok(None) => page(&visit, &slug, fields.view()).await,
        Err(form) => page(&visit, &slug, form).await,
    }
}

async fn take_back(visit: Visit, Path((slug, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let id: LeavingNoticeId = id.parse().map_err(|_| Error::NotFound)?;
    match fields.read(|form| form.required(&format!("back-{id}"), "Enter why the notice is taken back")) {
        Ok(reason) => match verbs::take_back(&visit, &cluster, id, &reason).await {
            Ok(()) => visit.go_saying(format!("/clusters/{slug}/agreement/yearly"), "The notice is taken back"),
            Err(error) => page(&visit, &slug, fields.refused(error)?).await,
        },
        Err(form) => page(&visit, &slug, form).await,
    }
}
