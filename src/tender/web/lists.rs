//! Lists of tenders: a cluster's own, and those that the public may read; and the form that starts one.

use super::shared::{PageQuery, Pagination};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender::rules::states::{self, Stage};
use crate::tender::store::{self, Listed};
use crate::tender::{self, ClusterDesk, NewTender, Start};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders", Who::Public, show_public)
        .get("/audit", Who::May(&[Action::ReadRecords]), show_records)
        .get("/clusters/{slug}/tenders", Who::May(&[Action::SeeCluster]), show_clusters)
        .get("/clusters/{slug}/tenders/new", Who::May(&[Action::CreateTender]), show_new)
        .post("/clusters/{slug}/tenders/new", Who::May(&[Action::CreateTender]), create)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![
        PageSample::of::<TendersPage>(),
        PageSample::of::<RecordsPage>(),
        PageSample::of::<ClusterTendersPage>(),
        PageSample::of::<NewTenderPage>(),
    ]
}

/// A tender in a list.
#[derive(Serialize)]
struct Row {
    reference: String,
    title: String,
    cluster: String,
    schools: i64,
    /// "Open for bids".
    state: &'static str,
    stage: &'static str,
    deadline: Option<DateTime<Utc>>,
}

impl Row {
    fn of(listed: Listed, now: DateTime<Utc>) -> Self {
        Self {
            state: states::words(states::phase(&listed.tender, now)),
            stage: states::stage(&listed.tender, now).title(),
            deadline: listed.tender.deadline_at,
            reference: listed.tender.reference,
            title: listed.tender.title,
            cluster: listed.cluster,
            schools: listed.schools,
        }
    }

    fn sample() -> Self {
        Self {
            reference: "NG-2027-004".to_owned(),
            title: "Catering 2027 to 2030".to_owned(),
            cluster: "Northgate cluster".to_owned(),
            schools: 9,
            state: "Open for bids",
            stage: Stage::Open.title(),
            deadline: Some(DateTime::UNIX_EPOCH),
        }
    }
}

/// Tenders that anybody may read.
#[derive(Serialize)]
struct TendersPage {
    open: bool,
    rows: Vec<Row>,
    pages: Pagination,
}

impl Page for TendersPage {
    const TEMPLATE: &'static str = "tender/tenders.html";
    fn samples() -> Vec<Self> {
        let closed = Row { deadline: None, ..Row::sample() };
        let page = |open, rows| Self { open, rows, pages: Pagination::new("/tenders?", 1, 2) };
        vec![page(true, vec![Row::sample()]), page(false, vec![closed]), page(true, vec![]), page(false, vec![])]
    }
}

#[derive(Deserialize)]
struct Shown {
    show: Option<String>,
    page: Option<u64>,
}

async fn show_public(visit: Visit, Query(query): Query<Shown>) -> Result<Response> {
    let open = query.show.as_deref() != Some("closed");
    let found = store::published(visit.read(), open, visit.now, query.page.unwrap_or(1)).await?;
    let path = if open { "/tenders?" } else { "/tenders?show=closed&" };
    let pages = Pagination::of(path, &found);
    let rows = found.rows.into_iter().map(|listed| Row::of(listed, visit.now)).collect();
    visit.page(frame(if open { "Open tenders" } else { "Closed tenders" }), &TendersPage { open, rows, pages })
}

/// The record of every published tender, for the auditor.
#[derive(Serialize)]
struct RecordsPage {
    rows: Vec<Row>,
    pages: Pagination,
}

impl Page for RecordsPage {
    const TEMPLATE: &'static str = "tender/records.html";
    fn samples() -> Vec<Self> {
        let page = |rows| Self { rows, pages: Pagination::new("/audit?", 1, 2) };
        vec![page(vec![Row::sample()]), page(vec![])]
    }
}

async fn show_records(visit: Visit, Query(query): Query<PageQuery>) -> Result<Response> {
    let found = store::recorded(visit.read(), query.number()).await?;
    let pages = Pagination::of("/audit?", &found);
    let rows = found.rows.into_iter().map(|listed| Row::of(listed, visit.now)).collect();
    visit.page(frame("Records").seen_by("Auditors"), &RecordsPage { rows, pages })
}

/// A cluster's tenders as far as the reader may know of them.
#[derive(Serialize)]
struct ClusterTendersPage {
    cluster: String,
    slug: String,
    rows: Vec<Row>,
    pages: Pagination,
    may_create: bool,
}

impl Page for ClusterTendersPage {
    const TEMPLATE: &'static str = "tender/cluster_tenders.html";
    fn samples() -> Vec<Self> {
        let page = |rows, may_create| Self {
            cluster: "Northgate cluster".to_owned(),
            slug: "northgate".to_owned(),
            rows,
            pages: Pagination::new("/clusters/northgate/tenders?", 2, 2),
            may_create,
        };
        let draft = Row { deadline: None, schools: 0, ..Row::sample() };
        vec![page(vec![Row::sample(), draft], true), page(vec![], true), page(vec![], false)]
    }
}

async fn show_clusters(visit: Visit, Path(slug): Path<String>, Query(query): Query<PageQuery>) -> Result<Response> {
    let ClusterDesk { cluster, place, sight } = tender::cluster_desk(&visit, &slug).await?;
    let found = store::of_cluster(visit.read(), cluster.id, &sight, query.number()).await?;
    let page = ClusterTendersPage {
        pages: Pagination::of(&format!("/clusters/{slug}/tenders?"), &found),
        rows: found.rows.into_iter().map(|listed| Row::of(listed, visit.now)).collect(),
        may_create: visit.actor.may(Action::CreateTender, &place),
        cluster: cluster.name,
        slug,
    };
    visit.page(frame("Tenders").seen_by("Members of the cluster; drafts only their team"), &page)
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
}

/// Starts a tender.
#[derive(Serialize)]
struct NewTenderPage {
    form: FormView,
    slug: String,
    categories: Vec<Choice>,
    starts: Vec<Choice>,
    /// Without an agreement in force nothing can start.
    has_agreement: bool,
}

impl Page for NewTenderPage {
    const TEMPLATE: &'static str = "tender/new.html";
    fn samples() -> Vec<Self> {
        let page = |form, has_agreement| Self {
            form,
            slug: "northgate".to_owned(),
            categories: vec![Choice { value: "catering".to_owned(), text: "Catering".to_owned() }],
            starts: starts(&[]),
            has_agreement,
        };
        let refused = FormView::default().refusing("title", "Enter a title, like Catering 2027 to 2030");
        vec![page(FormView::default(), true), page(refused, true), page(FormView::default(), false)]
    }
}

/// What a tender can start from, as the form sends it.
const USUAL: &str = "usual";
const CRITERIA: &str = "criteria";

fn starts(copyable: &[::entity::tender::Model]) -> Vec<Choice> {
    let choice = |value: &str, text: String| Choice { value: value.to_owned(), text };
    let mut all = vec![
        choice(USUAL, "The usual words, terms, criteria and dates for this service".to_owned()),
        choice(CRITERIA, "The usual criteria only".to_owned()),
    ];
    let copy = |tender: &::entity::tender::Model| {
        choice(&tender.reference, format!("A copy of {}, {}", tender.reference, tender.title))
    };
    all.extend(copyable.iter().map(copy));
    all
}

fn read_start(text: &str) -> Start {
    match text {
        USUAL => Start::Usual,
        "" | CRITERIA => Start::Criteria,
        reference => Start::Copy(reference.to_owned()),
    }
}

/// What an address may fill the form with.
#[derive(Deserialize)]
struct Begun {
    category: Option<String>,
    title: Option<String>,
    contract_start: Option<NaiveDate>,
}

async fn show_new(visit: Visit, Path(slug): Path<String>, Query(begun): Query<Begun>) -> Result<Response> {
    let form = FormView::default()
        .with("term_years", "3")
        .with("start", USUAL)
        .with("category", begun.category.unwrap_or_default())
        .with("title", begun.title.unwrap_or_default());
    let form = match begun.contract_start {
        Some(day) => form
            .with("contract_start-day", day.day().to_string())
            .with("contract_start-month", day.month().to_string())
            .with("contract_start-year", day.year().to_string()),
        None => form,
    };
    render_new(&visit, &slug, form).await
}

async fn render_new(visit: &Visit, slug: &str, form: FormView) -> Result<Response> {
    let ClusterDesk { place, cluster, .. } = tender::cluster_desk(visit, slug).await?;
    visit.actor.require(Action::CreateTender, &place)?;
    let categories = tender::categories(visit).await?;
    let choice = |(value, text): (String, String)| Choice { value, text };
    let page = NewTenderPage {
        form: form.clone(),
        slug: slug.to_owned(),
        categories: categories.into_iter().map(choice).collect(),
        starts: starts(&store::copyable(visit.read(), cluster.id).await?),
        has_agreement: tender::has_agreement(visit, cluster.id).await?,
    };
    let frame = frame("Start a tender").back(format!("/clusters/{slug}/tenders"), "Tenders");
    visit.form_page(frame.seen_by("The cluster's chair and clerk"), &form, &page)
}

async fn create(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let new = NewTender {
            category: form.required("category", "Choose what you are buying"),
            title: form.required("title", "Enter a title, like Catering 2027 to 2030"),
            contract_start: form.date("contract_start", "Enter the day the contract starts"),
            term_years: form.whole("term_years", 1..=10, "Enter a number of years from 1 to 10"),
        };
        (new, read_start(&form.text("start")))
    });
    match read {
        Ok((new, start)) => match tender::create_from(&visit, &slug, new, start).await {
            Ok(reference) => visit.go_saying(format!("/tenders/{reference}/edit"), &format!("You started {reference}")),
            Err(error) => render_new(&visit, &slug, fields.refused(error)?).await,
        },
        Err(form) => render_new(&visit, &slug, form).await,
    }
}
