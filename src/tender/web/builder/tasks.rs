//! The builder's front page: the tasks with their state, and what rules the value brings.

use super::{Builder, TEAM, open};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::tender::rules::readiness::Task;
use crate::tender::rules::{route, states};
use crate::tender::web::shared::{CoachView, StageItem, Tab, sample_tabs, sees_cluster, stages, tabs};
use crate::tender::{self, Dossier, store};
use ::entity::money::Money;
use ::entity::tender::TenderState;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/edit", TEAM, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<TasksPage>()]
}

/// A line of the task list.
#[derive(Serialize)]
struct TaskLine {
    text: &'static str,
    /// None: cannot start yet.
    href: Option<String>,
    status: String,
    kind: &'static str,
    hint: Option<String>,
}

#[derive(Serialize)]
struct Section {
    title: &'static str,
    tasks: Vec<TaskLine>,
}

/// What the whole-life value means.
#[derive(Serialize)]
struct RouteLine {
    value: Money,
    title: &'static str,
}

#[derive(Serialize)]
struct TasksPage {
    builder: Builder,
    tabs: Vec<Tab>,
    stages: Vec<StageItem>,
    state: &'static str,
    completed: usize,
    all: usize,
    sections: Vec<Section>,
    route: Option<RouteLine>,
    /// How near the threshold is as schools join.
    watch: Vec<String>,
    intending: u64,
    coach: CoachView,
    open: bool,
    /// The tasks are over: what was published changes by amendments alone.
    published: bool,
    may_cancel: bool,
    may_withdraw: bool,
    may_amend: bool,
}

impl Page for TasksPage {
    const TEMPLATE: &'static str = "tender/edit/tasks.html";
    fn samples() -> Vec<Self> {
        let line = |href: Option<&str>| TaskLine {
            text: "What you are buying",
            href: href.map(str::to_owned),
            status: "Completed".to_owned(),
            kind: "done",
            hint: href.map(|_| "Say what you need".to_owned()),
        };
        let [going_on, over] = CoachView::samples();
        let page = |open, route, coach| Self {
            builder: Builder::sample(true),
            tabs: sample_tabs(),
            stages: Vec::new(),
            state: "Draft",
            completed: 6,
            all: 13,
            sections: vec![Section { title: "Prepare", tasks: vec![line(None), line(Some("/x"))] }],
            route,
            watch: vec!["One more school's demand takes the tender over the threshold".to_owned()],
            intending: 2,
            coach,
            open,
            published: open,
            may_cancel: open,
            may_withdraw: open,
            may_amend: open,
        };
        vec![
            page(false, None, over),
            page(true, Some(RouteLine { value: Money(1_296_000_000), title: "Covered" }), going_on),
        ]
    }
}

const SECTIONS: &[(&str, &[Task])] = &[
    ("Prepare", &[Task::What, Task::Team, Task::Schools, Task::Demand, Task::Meetings]),
    (
        "Set the rules",
        &[Task::Lot, Task::Conditions, Task::Criteria, Task::Price, Task::Sharing, Task::Leaving, Task::Stages],
    ),
    ("Publish", &[Task::Dates, Task::Conflicts, Task::Documents, Task::Route]),
];

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let (dossier, place) = open(&visit, &reference).await?;
    let documents = store::documents(visit.read(), dossier.tender.id).await?.len();
    let mut sections: Vec<Section> =
        SECTIONS.iter().map(|(title, tasks)| section(title, tasks, &dossier, documents, visit.now)).collect();
    if !sees_cluster(&visit, &place) {
        without_cluster(&mut sections, &dossier.cluster.slug);
    }
    let lines = || sections.iter().flat_map(|section| &section.tasks);
    let (completed, all) = (lines().filter(|line| line.kind == "done").count(), lines().count());
    if let Some(last) = sections.last_mut() {
        last.tasks.push(check_line(&dossier, visit.now));
    }
    let phase = states::phase(&dossier.tender, visit.now);
    let open = phase == TenderState::Open;
    let may = |action| visit.actor.may(action, &place);
    let route = dossier.tender.estimated_value.zip(dossier.tender.route);
    let page = TasksPage {
        builder: Builder::of(&visit, &dossier, &place, Task::What),
        tabs: tabs(&visit, &dossier.tender, &place, "Tasks"),
        stages: stages(&dossier.tender, visit.now),
        state: states::words(phase),
        completed,
        all,
        sections,
        route: route.map(|(value, route)| RouteLine { value, title: route::title(route) }),
        watch: tender::watched(&visit, &dossier).await?.map(|watch| watch.sentences()).unwrap_or_default(),
        intending: store::intending(visit.read(), dossier.tender.id).await?,
        coach: CoachView::of(tender::coached(&visit, &dossier).await?, phase),
        open,
        published: dossier.tender.published_at.is_some(),
        may_cancel: may(Action::CancelTender) && states::BEFORE_A_CONTRACT.contains(&phase),
        may_withdraw: open && may(Action::RunTender),
        may_amend: open && may(Action::EditTender),
    };
    let frame = frame(format!("{} – {reference}", dossier.tender.title))
        .back(format!("/clusters/{}/tenders", dossier.cluster.slug), "Tenders")
        .seen_by("The tender's team, the cluster's officers and the auditor");
    visit.page(frame, &page)
}

fn section(title: &'static str, tasks: &[Task], dossier: &Dossier, documents: usize, now: DateTime<Utc>) -> Section {
    Section { title, tasks: tasks.iter().map(|task| line(*task, dossier, documents, now)).collect() }
}

fn line(task: Task, dossier: &Dossier, documents: usize, now: DateTime<Utc>) -> TaskLine {
    let published = dossier.tender.published_at.is_some();
    let lacking = if published { Vec::new() } else { dossier.lacking(task, now) };
    let unused = if published { "None" } else { "Optional" };
    let (status, kind) = match task {
        Task::Demand => demand_status(dossier),
        Task::Documents if documents == 0 => (unused.to_owned(), "plain"),
        Task::Documents => (format!("{documents} added"), "done"),
        Task::Meetings if dossier.meeting_firms.held.is_empty() => (unused.to_owned(), "plain"),
        Task::Stages if dossier.tender.procedure.is_none() => {
            (if published { "One stage" } else { unused }.to_owned(), "plain")
        }
        _ if lacking.is_empty() => ("Completed".to_owned(), "done"),
        _ if is_begun(task, dossier) => ("In progress".to_owned(), "progress"),
        _ => ("Not started".to_owned(), "waiting"),
    };
    TaskLine {
        text: task.title(),
        href: address(task, dossier),
        status,
        kind,
        hint: lacking.into_iter().next().filter(|_| kind == "progress"),
    }
}

/// A line that leads to the cluster's pages leads nowhere for somebody who may not open them.
fn without_cluster(sections: &mut [Section], slug: &str) {
    let base = format!("/clusters/{slug}/");
    for line in sections.iter_mut().flat_map(|section| &mut section.tasks) {
        line.href = line.href.take().filter(|href| !href.starts_with(&base));
    }
}

fn demand_status(dossier: &Dossier) -> (String, &'static str) {
    let (committed, all) = (dossier.commitment.committed.len(), dossier.commitment.all.len());
    match all {
        0 => ("Cannot start yet".to_owned(), "waiting"),
        _ if committed == all => (format!("{all} of {all} schools committed"), "done"),
        _ => (format!("{committed} of {all} schools committed"), "progress"),
    }
}

/// Where a task is done; demand is the cluster's page, once the schools were asked.
fn address(task: Task, dossier: &Dossier) -> Option<String> {
    let reference = &dossier.tender.reference;
    match task {
        Task::Demand if dossier.commitment.all.is_empty() => None,
        Task::Demand => Some(format!("/clusters/{}/demand/{reference}", dossier.cluster.slug)),
        _ => Some(format!("/tenders/{reference}/edit/{}", task.slug())),
    }
}

/// Whether anything was entered for a task that is not complete.
fn is_begun(task: Task, dossier: &Dossier) -> bool {
    let tender = &dossier.tender;
    match task {
        Task::What => !tender.need.is_empty(),
        Task::Team => !dossier.team.is_empty(),
        Task::Criteria => !dossier.criteria.is_empty(),
        Task::Price => dossier.price.ceiling.is_some() || dossier.price.target.is_some(),
        Task::Dates => tender.deadline_at.is_some(),
        Task::Conflicts => !dossier.assessments.is_empty() || tender.authority_hat.is_some(),
        Task::Route => tender.estimated_value.is_some(),
        Task::Leaving => tender.minimum_schools > 0,
        Task::Stages | Task::Meetings => true,
        Task::Lot | Task::Conditions | Task::Schools | Task::Demand | Task::Sharing | Task::Documents => false,
    }
}

fn check_line(dossier: &Dossier, now: DateTime<Utc>) -> TaskLine {
    let (status, kind) = match dossier.missing(now).len() {
        _ if dossier.tender.published_at.is_some() => ("Published".to_owned(), "done"),
        0 => ("Ready".to_owned(), "progress"),
        missing => (format!("{missing} to do"), "waiting"),
    };
    let href = Some(format!("/tenders/{}/edit/check", dossier.tender.reference));
    TaskLine { text: "Check and publish", href, status, kind, hint: None }
}
