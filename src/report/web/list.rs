//! The reports of a cluster: what is published for everybody, and for members the drafts too.

use super::audience_words;
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::report::{self, Shelf};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/reports", Who::Public, show).post(
        "/clusters/{slug}/reports/naming/{urn}",
        Who::May(&[Action::AgreeForBody]),
        naming,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ListPage>()]
}

#[derive(Serialize)]
struct Row {
    href: String,
    term: String,
    audience: &'static str,
    edition: Option<i32>,
    published_at: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
struct Naming {
    urn: i32,
    school: String,
    agrees: bool,
}

#[derive(Serialize)]
struct ListPage {
    form: FormView,
    slug: String,
    cluster: String,
    is_member: bool,
    rows: Vec<Row>,
    naming: Vec<Naming>,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "report/list.html";
    fn samples() -> Vec<Self> {
        let row = |published: bool| Row {
            href: "/clusters/northgate/reports/2026-autumn/public".to_owned(),
            term: "Autumn term 2026".to_owned(),
            audience: "Everybody",
            edition: published.then_some(2),
            published_at: published.then_some(DateTime::UNIX_EPOCH),
        };
        let page = |is_member, rows, naming| Self {
            form: FormView::default(),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            is_member,
            rows,
            naming,
        };
        let own = |agrees| Naming { urn: 100_123, school: "Canal Side Primary".to_owned(), agrees };
        vec![
            page(false, Vec::new(), Vec::new()),
            page(true, vec![row(true), row(false)], vec![own(true), own(false)]),
            page(false, vec![row(true)], Vec::new()),
        ]
    }
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let shelf = report::shelf(&visit, &slug).await?;
    let title = format!("Reports of {}", shelf.cluster.name);
    visit.page(frame(title), &page(shelf))
}

fn page(shelf: Shelf) -> ListPage {
    let slug = shelf.cluster.slug.clone();
    let row = |one: report::OnShelf| Row {
        href: format!("/clusters/{slug}/reports/{}/{}", one.term.key(), one.audience),
        term: one.term.words(),
        audience: audience_words(one.audience),
        edition: one.published.map(|(edition, _)| edition).filter(|edition| *edition > 1),
        published_at: one.published.map(|(_, at)| at),
    };
    ListPage {
        form: FormView::default(),
        rows: shelf.reports.into_iter().map(row).collect(),
        naming: shelf
            .naming
            .into_iter()
            .map(|(school, agrees)| Naming { urn: school.urn, school: school.name, agrees })
            .collect(),
        is_member: shelf.is_member,
        cluster: shelf.cluster.name,
        slug: shelf.cluster.slug,
    }
}

async fn naming(visit: Visit, Path((slug, urn)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let (cluster, _) = report::within_sight(&visit, &slug).await?;
    let members = report::members_of(visit.read(), cluster.id).await?;
    let member = members.into_iter().find(|member| member.school.urn == urn).ok_or(Error::NotFound)?;
    let agrees = fields.read(|form| form.text("agrees") == "yes").unwrap_or_default();
    report::agree_to_naming(&visit, &member.school, agrees).await?;
    let said = if agrees {
        format!("Public reports published from now on may name {}", member.school.name)
    } else {
        format!("Public reports published from now on do not name {}", member.school.name)
    };
    visit.go_saying(format!("/clusters/{slug}/reports"), &said)
}
