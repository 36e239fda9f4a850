//! The list of clusters, founding one, and the page that anybody may read.

use super::{Choice, choice, kind_of};
use crate::cluster::{self as verbs, NewCluster, store};
use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};

const PAGE_SIZE: u64 = 50;
const FOUND: Who = Who::May(&[Action::FoundCluster]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters", Who::Public, list)
        .post("/clusters", FOUND, found)
        .get("/clusters/new", FOUND, new)
        .get("/clusters/{slug}", Who::Public, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ListPage>(), PageSample::of::<NewPage>(), PageSample::of::<OverviewPage>()]
}

#[derive(Serialize)]
struct ListRow {
    slug: String,
    name: String,
    schools: i64,
}

#[derive(Serialize)]
struct Paging {
    page: u64,
    pages: u64,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Serialize)]
struct ListPage {
    clusters: Vec<ListRow>,
    pages: Paging,
    may_found: bool,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "cluster/list.html";
    fn samples() -> Vec<Self> {
        let row = ListRow { slug: "northgate".to_owned(), name: "Northgate Schools".to_owned(), schools: 9 };
        let one = Paging { page: 1, pages: 1, previous: None, next: None };
        let many = Paging { page: 2, pages: 3, previous: Some("?page=1".into()), next: Some("?page=3".into()) };
        vec![
            Self { clusters: Vec::new(), pages: one, may_found: false },
            Self { clusters: vec![row], pages: many, may_found: true },
        ]
    }
}

#[derive(Deserialize)]
struct PageAsked {
    page: Option<u64>,
}

async fn list(visit: Visit, Query(asked): Query<PageAsked>) -> Result<Response> {
    let page = asked.page.unwrap_or(1).clamp(1, 10_000);
    let (found, total) = store::page_of(visit.read(), page, PAGE_SIZE).await?;
    let pages = total.div_ceil(PAGE_SIZE).max(1);
    let link = |page: u64| (1..=pages).contains(&page).then(|| format!("?page={page}"));
    let row = |(cluster, schools): (::entity::cluster::Model, i64)| ListRow {
        slug: cluster.slug,
        name: cluster.name,
        schools,
    };
    let shown = ListPage {
        clusters: found.into_iter().map(row).collect(),
        pages: Paging { page, pages, previous: link(page - 1), next: link(page + 1) },
        may_found: visit.actor.may_somewhere(Action::FoundCluster),
    };
    visit.page(frame("Clusters"), &shown)
}

#[derive(Serialize)]
struct NewPage {
    form: FormView,
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "cluster/new.html";
    fn samples() -> Vec<Self> {
        let refused = FormView::default().refusing("name", "Enter the cluster's name");
        vec![Self { form: FormView::default() }, Self { form: refused }]
    }
}

fn new_page(visit: &Visit, form: FormView) -> Result<Response> {
    visit.form_page(frame("Start a cluster").back("/clusters", "Clusters"), &form.clone(), &NewPage { form })
}

async fn new(visit: Visit) -> Result<Response> {
    new_page(&visit, FormView::default())
}

async fn found(visit: Visit, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| NewCluster {
        name: form.required("name", "Enter the cluster's name"),
        slug: form.text("slug"),
        reference_prefix: form.required("reference_prefix", "Enter two or three letters, like NG").to_uppercase(),
    });
    match read {
        Ok(new) => match verbs::found(&visit, new).await {
            Ok(cluster) => {
                let path = format!("/clusters/{}/officers", cluster.slug);
                visit.go_saying(path, &format!("{} is there. Appoint its chair", cluster.name))
            }
            Err(error) => new_page(&visit, fields.refused(error)?),
        },
        Err(form) => new_page(&visit, form),
    }
}

#[derive(Serialize)]
struct SchoolRow {
    name: String,
    kind: String,
    town: Option<String>,
    is_host: bool,
}

/// Anybody sees the name and the schools; members see who does what, and the way to the other pages.
#[derive(Serialize)]
struct OverviewPage {
    slug: String,
    name: String,
    schools: Vec<SchoolRow>,
    is_member: bool,
    /// Role and name.
    officers: Vec<Choice>,
    agreement: Option<i32>,
    /// For an authority that an agreement names: what each side promises in it.
    promises: Option<String>,
}

impl Page for OverviewPage {
    const TEMPLATE: &'static str = "cluster/overview.html";
    fn samples() -> Vec<Self> {
        let row = |is_host| SchoolRow {
            name: "Canal Side Primary".to_owned(),
            kind: "Community school".to_owned(),
            town: Some("Northgate".to_owned()),
            is_host,
        };
        let page = |is_member, agreement, officers| Self {
            slug: "northgate".to_owned(),
            name: "Northgate Schools".to_owned(),
            schools: vec![row(true), row(false)],
            is_member,
            officers,
            agreement,
            promises: (!is_member).then(|| "/clusters/northgate/agreement/2/promises".to_owned()),
        };
        vec![
            page(false, None, Vec::new()),
            Self { promises: None, ..page(false, None, Vec::new()) },
            page(true, None, Vec::new()),
            page(true, Some(2), vec![choice("Cluster chair", "A. Example")]),
        ]
    }
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let cluster = store::by_slug(visit.read(), &slug).await?.ok_or(Error::NotFound)?;
    let place = store::place_of(visit.read(), cluster.id).await?;
    let is_member = visit.actor.may(Action::SeeCluster, &place);
    let row = |member: store::Member| SchoolRow {
        is_host: cluster.host_school_id == Some(member.school.id),
        kind: kind_of(&member.school),
        town: member.school.town,
        name: member.school.name,
    };
    let page = OverviewPage {
        schools: store::members(visit.read(), cluster.id).await?.into_iter().map(row).collect(),
        officers: if is_member { officers(&visit, &cluster).await? } else { Vec::new() },
        agreement: store::agreement_in_force(visit.read(), cluster.id).await?.map(|agreement| agreement.version),
        promises: promises(&visit, &cluster).await?,
        slug: cluster.slug,
        name: cluster.name.clone(),
        is_member,
    };
    visit.page(frame(cluster.name), &page)
}

/// The newest version that asks the reader's authority to sign.
async fn promises(visit: &Visit, cluster: &::entity::cluster::Model) -> Result<Option<String>> {
    if !visit.actor.may_somewhere(Action::SignForAuthority) {
        return Ok(None);
    }
    let newest = store::newest_agreement(visit.read(), cluster.id).await?;
    let named = newest.filter(|newest| {
        newest.authority_id.is_some_and(|id| visit.actor.may(Action::SignForAuthority, &Place::provider(id)))
    });
    Ok(named.map(|version| format!("/clusters/{}/agreement/{}/promises", cluster.slug, version.version)))
}

async fn officers(visit: &Visit, cluster: &::entity::cluster::Model) -> Result<Vec<Choice>> {
    let all = store::officers(visit.read(), cluster.id).await?;
    let holders = |role: &::entity::membership::Role| {
        let held = all.iter().filter(|officer| officer.role == *role);
        held.map(|officer| choice(officer.role.title(), officer.name.clone())).collect::<Vec<_>>()
    };
    Ok(super::officers::OFFICES.iter().flat_map(holders).collect())
}
