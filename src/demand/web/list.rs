//! A school's demand sheets, the newest first.

use super::standing;
use crate::demand as verbs;
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/demand", Who::May(&[Action::SeeSchool]), show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ListPage>()]
}

#[derive(Serialize)]
struct Row {
    reference: String,
    service: String,
    title: String,
    due_at: DateTime<Utc>,
    is_open: bool,
    state: &'static str,
    kind: &'static str,
}

#[derive(Serialize)]
struct ClusterLink {
    slug: String,
    name: String,
}

#[derive(Serialize)]
struct ListPage {
    urn: i32,
    school: String,
    sheets: Vec<Row>,
    clusters: Vec<ClusterLink>,
    may_found: bool,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "demand/list.html";
    fn samples() -> Vec<Self> {
        let row = |is_open| Row {
            reference: "NG-2027-004".to_owned(),
            service: "Catering".to_owned(),
            title: "Catering 2027 to 2030".to_owned(),
            due_at: DateTime::UNIX_EPOCH,
            is_open,
            state: "To fill in",
            kind: "waiting",
        };
        let page = |sheets, clusters| Self {
            urn: 100123,
            school: "Canal Side Primary".to_owned(),
            sheets,
            clusters,
            may_found: true,
        };
        let cluster = ClusterLink { slug: "northgate".to_owned(), name: "Northgate Schools".to_owned() };
        let lone = Self { may_found: false, ..page(Vec::new(), Vec::new()) };
        vec![page(vec![row(true), row(false)], vec![cluster]), page(Vec::new(), Vec::new()), lone]
    }
}

async fn show(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let school = verbs::school_seen(&visit, urn).await?;
    let mut sheets = Vec::new();
    for (sheet, tender, category) in verbs::sheets_of(&visit, &school).await? {
        let (state, kind) = standing(&sheet);
        sheets.push(Row {
            reference: tender.reference,
            service: category.map(|category| category.name).unwrap_or_default(),
            title: tender.title,
            due_at: sheet.due_at,
            is_open: verbs::rules::is_open(&sheet, tender.state).is_ok(),
            state,
            kind,
        });
    }
    let clusters = verbs::clusters_of(&visit, &school).await?;
    let link = |cluster: ::entity::cluster::Model| ClusterLink { slug: cluster.slug, name: cluster.name };
    let page = ListPage {
        urn,
        school: school.name.clone(),
        sheets,
        clusters: clusters.into_iter().map(link).collect(),
        may_found: visit.actor.may_somewhere(Action::FoundCluster),
    };
    let framed = frame(format!("Demand, {}", school.name));
    visit.page(framed.seen_by(format!("{} staff and governors", school.name)), &page)
}
