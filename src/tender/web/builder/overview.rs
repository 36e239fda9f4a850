//! What the tender takes from its cluster: the schools that take part, and how they share the cost.

use super::{Builder, TEAM, open, task_frame};
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::tender::Dossier;
use crate::tender::rules::readiness::Task;
use crate::tender::web::shared::sees_cluster;
use ::entity::agreement::SharingRule;
use ::entity::ids::SchoolId;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/edit/schools", TEAM, show_schools).get(
        "/tenders/{reference}/edit/sharing",
        TEAM,
        show_sharing,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<SchoolsPage>(), PageSample::of::<SharingPage>()]
}

#[derive(Serialize)]
struct SchoolRow {
    name: String,
    body: String,
    status: &'static str,
    kind: &'static str,
}

#[derive(Serialize)]
struct SchoolsPage {
    builder: Builder,
    /// The cluster's slug, for whoever may open its pages.
    slug: Option<String>,
    asked: bool,
    schools: Vec<SchoolRow>,
}

impl Page for SchoolsPage {
    const TEMPLATE: &'static str = "tender/edit/schools.html";
    fn samples() -> Vec<Self> {
        let row = SchoolRow {
            name: "Rose Hill".to_owned(),
            body: "Governing body of Rose Hill".to_owned(),
            status: "Committed",
            kind: "done",
        };
        let page = |asked: bool, schools| Self {
            builder: Builder::sample(true),
            slug: (!asked).then(|| "x".to_owned()),
            asked,
            schools,
        };
        vec![page(true, vec![row]), page(false, vec![])]
    }
}

async fn show_schools(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let (dossier, place) = open(&visit, &reference).await?;
    let asked = !dossier.commitment.all.is_empty();
    let row = |school: &::entity::school::Model| {
        let (status, kind) = status(&dossier, school.id, asked);
        SchoolRow { name: school.name.clone(), body: school.body_name(), status, kind }
    };
    let page = SchoolsPage {
        schools: dossier.members.iter().map(row).collect(),
        builder: Builder::of(&visit, &dossier, &place, Task::Schools),
        slug: sees_cluster(&visit, &place).then(|| dossier.cluster.slug.clone()),
        asked,
    };
    visit.page(task_frame(&dossier, Task::Schools.title()), &page)
}

fn status(dossier: &Dossier, school: SchoolId, asked: bool) -> (&'static str, &'static str) {
    if !asked {
        ("Will be asked", "waiting")
    } else if dossier.commitment.committed.contains(&school) {
        ("Committed", "done")
    } else if dossier.commitment.all.contains(&school) {
        ("Not committed yet", "progress")
    } else {
        ("Not taking part", "plain")
    }
}

#[derive(Serialize)]
struct SharingPage {
    builder: Builder,
    /// For whoever may open the cluster's pages.
    slug: Option<String>,
    /// The rule in plain English, and since when; none without an agreement in force.
    rule: Option<&'static str>,
    version: i32,
    since: Option<DateTime<Utc>>,
}

impl Page for SharingPage {
    const TEMPLATE: &'static str = "tender/edit/sharing.html";
    fn samples() -> Vec<Self> {
        let page =
            |rule, since| Self { builder: Builder::sample(true), slug: Some("x".to_owned()), rule, version: 2, since };
        vec![page(Some(SharingRule::PayAsNow.sentence()), Some(DateTime::UNIX_EPOCH)), page(None, None)]
    }
}

async fn show_sharing(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let (dossier, place) = open(&visit, &reference).await?;
    let agreement = dossier.agreement.as_ref();
    let page = SharingPage {
        builder: Builder::of(&visit, &dossier, &place, Task::Sharing),
        slug: sees_cluster(&visit, &place).then(|| dossier.cluster.slug.clone()),
        rule: agreement.map(|agreement| agreement.sharing_rule.sentence()),
        version: agreement.map_or(0, |agreement| agreement.version),
        since: agreement.and_then(|agreement| agreement.adopted_at),
    };
    visit.page(task_frame(&dossier, Task::Sharing.title()), &page)
}
