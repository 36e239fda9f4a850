//! Lists of contracts: a cluster's, a school's, a provider's, and everybody's.

use super::Row;
use crate::contract::{self, store};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};

const ROWS_OF_A_PAGE: u64 = 25;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/contracts", Who::May(&[Action::SeeCluster]), of_cluster)
        .get("/schools/{urn}/contracts", Who::May(&[Action::SeeSchool]), of_school)
        .get("/organisation/contracts", Who::May(&[Action::SeeOrganisation]), of_organisation)
        .get("/contracts", Who::Public, of_everybody)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![
        PageSample::of::<ClusterContractsPage>(),
        PageSample::of::<SchoolContractsPage>(),
        PageSample::of::<OrganisationContractsPage>(),
        PageSample::of::<PublicContractsPage>(),
    ]
}

#[derive(Serialize)]
struct ClusterContractsPage {
    slug: String,
    cluster: String,
    rows: Vec<Row>,
    may_record: bool,
    /// The contracts of its schools that end together.
    aligned_path: Option<String>,
}

impl Page for ClusterContractsPage {
    const TEMPLATE: &'static str = "contract/of_cluster.html";
    fn samples() -> Vec<Self> {
        let page = |rows, may_record| Self {
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            rows,
            may_record,
            aligned_path: may_record.then(|| "/clusters/northgate/aligned".to_owned()),
        };
        vec![page(Row::samples(), true), page(Vec::new(), false)]
    }
}

async fn of_cluster(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let (cluster, place) = contract::cluster_within_sight(&visit, &slug).await?;
    let today = words::london_day(visit.now);
    let all = contract::of_cluster(visit.read(), cluster.id).await?;
    let page = ClusterContractsPage {
        rows: all.iter().map(|held| Row::of(held, today)).collect(),
        may_record: visit.actor.may(Action::RecordContract, &place),
        aligned_path: visit.actor.may(Action::SeeAligned, &place).then(|| format!("/clusters/{slug}/aligned")),
        cluster: cluster.name.clone(),
        slug,
    };
    let seen_by = format!("people of {} and its member schools", cluster.name);
    visit.page(frame(format!("Contracts, {}", cluster.name)).seen_by(seen_by), &page)
}

/// A school's part of one contract.
#[derive(Serialize)]
struct OwnRow {
    contract: Row,
    own_cost: ::entity::money::Money,
    enter_href: Option<String>,
    rating_href: Option<String>,
}

#[derive(Serialize)]
struct SchoolContractsPage {
    urn: i32,
    school: String,
    rows: Vec<OwnRow>,
}

impl Page for SchoolContractsPage {
    const TEMPLATE: &'static str = "contract/of_school.html";
    fn samples() -> Vec<Self> {
        let own = |(row, enters): (Row, bool)| OwnRow {
            own_cost: row.yearly,
            contract: row,
            enter_href: enters.then(|| "/schools/100123/savings/actuals/1".to_owned()),
            rating_href: enters.then(|| "/schools/100123/contracts/1/rating".to_owned()),
        };
        let rows = Row::samples().into_iter().zip([true, false]).map(own).collect();
        let page = |rows| Self { urn: 100_123, school: "Canal Side Primary".to_owned(), rows };
        vec![page(rows), page(Vec::new())]
    }
}

async fn of_school(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let school = contract::school_seen(&visit, urn).await?;
    let today = words::london_day(visit.now);
    let may_enter = visit.actor.may(Action::EnterActuals, &crate::platform::access::Place::school(school.id));
    let contracts = store::of_school(visit.read(), school.id).await?;
    let own = |held: &store::Held| {
        let part = held.part_of(school.id)?;
        let signed = held.contract.live_at.is_some();
        Some(OwnRow {
            contract: Row::of(held, today),
            own_cost: part.row.yearly_cost,
            enter_href: (may_enter && signed).then(|| format!("/schools/{urn}/savings/actuals/{}", held.contract.id)),
            rating_href: signed.then(|| format!("/schools/{urn}/contracts/{}/rating", held.contract.id)),
        })
    };
    let rows = store::held(visit.read(), contracts).await?.iter().filter_map(own).collect();
    let page = SchoolContractsPage { urn, school: school.name.clone(), rows };
    let title = format!("Cluster contracts, {}", school.name);
    visit.page(frame(title).seen_by(format!("staff and governors of {}", school.name)), &page)
}

#[derive(Serialize)]
struct OrganisationContractsPage {
    rows: Vec<Row>,
}

impl Page for OrganisationContractsPage {
    const TEMPLATE: &'static str = "contract/of_organisation.html";
    fn samples() -> Vec<Self> {
        vec![Self { rows: Row::samples() }, Self { rows: Vec::new() }]
    }
}

async fn of_organisation(visit: Visit) -> Result<Response> {
    let today = words::london_day(visit.now);
    let rows = contract::of_own_organisation(&visit).await?.iter().map(|held| Row::of(held, today)).collect();
    let title = frame("Your contracts").back("/organisation", "Your organisation");
    visit.page(title.seen_by("people of your organisation"), &OrganisationContractsPage { rows })
}

#[derive(Serialize)]
struct Pages {
    page: u64,
    pages: u64,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Serialize)]
struct PublicContractsPage {
    rows: Vec<Row>,
    total: u64,
    pages: Pages,
}

impl Page for PublicContractsPage {
    const TEMPLATE: &'static str = "contract/public.html";
    fn samples() -> Vec<Self> {
        let pages = |page: u64, pages: u64| Pages {
            page,
            pages,
            previous: (page > 1).then(|| "?page=1".to_owned()),
            next: (page < pages).then(|| "?page=3".to_owned()),
        };
        vec![
            Self { rows: Row::samples(), total: 60, pages: pages(2, 3) },
            Self { rows: Vec::new(), total: 0, pages: pages(1, 1) },
        ]
    }
}

#[derive(Deserialize)]
struct Asked {
    page: Option<u64>,
}

async fn of_everybody(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let (contracts, total) = store::public_page(visit.read(), page, ROWS_OF_A_PAGE).await?;
    let today = words::london_day(visit.now);
    let rows = store::held(visit.read(), contracts).await?.iter().map(|held| Row::of(held, today)).collect();
    let last = total.div_ceil(ROWS_OF_A_PAGE).max(1);
    let pages = Pages {
        page,
        pages: last,
        previous: (page > 1).then(|| format!("?page={}", page - 1)),
        next: (page < last).then(|| format!("?page={}", page + 1)),
    };
    visit.page(frame("Contracts"), &PublicContractsPage { rows, total, pages })
}
