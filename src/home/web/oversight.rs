//! An authority's page over the clusters of its schools.

use crate::home::oversight::{self, Oversight, Watched};
use crate::home::store::Costlier;
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::exact::Exact;
use ::entity::school;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/authorities/{code}/oversight", Who::May(&[Action::SeeOversight]), show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<OversightPage>()]
}

#[derive(Serialize)]
struct ClusterRow {
    href: String,
    name: String,
    schools: Vec<String>,
}

#[derive(Serialize)]
struct TenderRow {
    href: String,
    title: String,
    reference: String,
    cluster: String,
    state: &'static str,
    /// Until bids are opened: when they close. Nothing of them is known before.
    sealed_until: Option<DateTime<Utc>>,
    joined: usize,
    undecided: usize,
    left: Vec<String>,
    is_walled: bool,
}

#[derive(Serialize)]
struct CostlierRow {
    school: String,
    contract: String,
    href: String,
    before: Exact,
    after: Exact,
    more: Exact,
}

#[derive(Serialize)]
struct OversightPage {
    authority: String,
    clusters: Vec<ClusterRow>,
    tenders: Vec<TenderRow>,
    costlier: Vec<CostlierRow>,
}

impl Page for OversightPage {
    const TEMPLATE: &'static str = "home/oversight.html";
    fn samples() -> Vec<Self> {
        let words = str::to_owned;
        let tender = |sealed_until, left| TenderRow {
            href: words("/tenders/NG-2027-004"),
            title: words("Catering"),
            reference: words("NG-2027-004"),
            cluster: words("Northgate"),
            state: "Open for bids",
            sealed_until,
            joined: 7,
            undecided: 1,
            left,
            is_walled: sealed_until.is_some(),
        };
        let costlier = CostlierRow {
            school: words("Rose Hill Primary"),
            contract: words("Catering"),
            href: words("/contracts/1"),
            before: Exact::from(100),
            after: Exact::from(110),
            more: Exact::from(10),
        };
        let cluster =
            ClusterRow { href: words("/clusters/northgate"), name: words("Northgate"), schools: vec![words("A")] };
        let empty = Self { authority: words("Walsall"), clusters: vec![], tenders: vec![], costlier: vec![] };
        let tenders = vec![tender(Some(DateTime::UNIX_EPOCH), vec![]), tender(None, vec![words("B")])];
        vec![Self { authority: words("Walsall"), clusters: vec![cluster], tenders, costlier: vec![costlier] }, empty]
    }
}

async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response> {
    let seen = oversight::of(&visit, &code).await?;
    let frame = frame("Oversight").seen_by(format!("Officers of {}", seen.authority.name));
    visit.page(frame, &page(seen))
}

fn page(seen: Oversight) -> OversightPage {
    let cluster = |(cluster, schools): (::entity::cluster::Model, Vec<school::Model>)| ClusterRow {
        href: format!("/clusters/{}", cluster.slug),
        name: cluster.name,
        schools: schools.into_iter().map(|school| school.name).collect(),
    };
    OversightPage {
        authority: seen.authority.name,
        clusters: seen.clusters.into_iter().map(cluster).collect(),
        tenders: seen.tenders.into_iter().map(tender).collect(),
        costlier: seen.costlier.into_iter().map(|(school, row)| costlier(school, row)).collect(),
    }
}

fn tender(watched: Watched) -> TenderRow {
    let row = watched.tender;
    TenderRow {
        state: watched.state,
        sealed_until: row.deadline_at.filter(|_| row.opened_at.is_none()),
        href: format!("/tenders/{}", row.reference),
        title: row.title,
        reference: row.reference,
        cluster: watched.cluster,
        joined: watched.joined,
        undecided: watched.undecided,
        left: watched.left,
        is_walled: watched.is_walled,
    }
}

fn costlier(school: school::Model, row: Costlier) -> CostlierRow {
    let after = row.schedule.yearly_cost.exact();
    let before = row.schedule.baseline.map(|money| money.exact()).unwrap_or_else(|| after.clone());
    CostlierRow {
        school: school.name,
        href: format!("/contracts/{}", row.contract.id),
        contract: row.contract.title,
        more: &after - &before,
        before,
        after,
    }
}
