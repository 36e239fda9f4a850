//! The chair, the vice-chair and the clerk, and the school that hosts the cluster.

use super::{Choice, MANAGE, SEE, choice, inside, opened};
use crate::cluster::{self as verbs, Appointment, store};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::Visit;
use ::entity::ids::SchoolId;
use ::entity::membership::Role;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

/// The roles that act for the whole cluster.
pub(super) const OFFICES: [Role; 3] = [Role::Chair, Role::ViceChair, Role::Clerk];
const APPOINT: Who = Who::May(&[Action::ManageCluster, Action::FoundCluster]);

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/officers", SEE, show).post("/clusters/{slug}/officers", APPOINT, appoint).post(
        "/clusters/{slug}/host",
        MANAGE,
        change_host,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<OfficersPage>()]
}

#[derive(Serialize)]
struct OfficerRow {
    office: &'static str,
    name: Option<String>,
    email: Option<String>,
    school: Option<String>,
}

#[derive(Serialize)]
struct OfficersPage {
    form: FormView,
    slug: String,
    cluster: String,
    officers: Vec<OfficerRow>,
    host: Option<String>,
    /// The offices that the reader may fill.
    offices: Vec<Choice>,
    schools: Vec<Choice>,
    may_manage: bool,
}

impl Page for OfficersPage {
    const TEMPLATE: &'static str = "cluster/officers.html";
    fn samples() -> Vec<Self> {
        let row = |name: Option<&str>| OfficerRow {
            office: "Cluster chair",
            name: name.map(str::to_owned),
            email: name.map(|_| "a@example.org".to_owned()),
            school: name.map(|_| "Canal Side Primary".to_owned()),
        };
        let page = |may, offices, host: Option<&str>| Self {
            form: FormView::default(),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            officers: vec![row(Some("A. Example")), row(None)],
            host: host.map(str::to_owned),
            offices,
            schools: vec![choice("1", "Canal Side Primary")],
            may_manage: may,
        };
        let offices = || OFFICES.map(|role| choice(role, role.title())).to_vec();
        vec![
            page(false, Vec::new(), None),
            page(true, offices(), Some("Canal Side Primary")),
            page(false, vec![choice("chair", "Cluster chair")], None),
        ]
    }
}

async fn officers_page(visit: &Visit, slug: &str, form: FormView) -> Result<Response> {
    let (cluster, place) = opened(visit, slug).await?;
    let people = store::officers(visit.read(), cluster.id).await?;
    let members = store::members(visit.read(), cluster.id).await?;
    let school_name =
        |id: SchoolId| members.iter().find(|member| member.school.id == id).map(|member| member.school.name.clone());
    let row = |role: Role| {
        let held = people.iter().find(|officer| officer.role == role);
        OfficerRow {
            office: role.title(),
            name: held.map(|officer| officer.name.clone()),
            email: held.map(|officer| officer.email.clone()),
            school: held.and_then(|officer| school_name(officer.school?)),
        }
    };
    let has_chair = people.iter().any(|officer| officer.role == Role::Chair);
    let host = cluster.host_school_id;
    let may_fill = |role: &&Role| verbs::may_appoint(&visit.actor, &place, host, has_chair, **role, None);
    let page = OfficersPage {
        form: form.clone(),
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
        officers: OFFICES.map(row).into(),
        host: host.and_then(school_name),
        offices: OFFICES.iter().filter(may_fill).map(|role| choice(role, role.title())).collect(),
        schools: members.iter().map(|member| choice(member.school.id, member.school.name.clone())).collect(),
        may_manage: visit.actor.may(Action::ManageCluster, &place),
    };
    visit.form_page(inside("Officers", &cluster), &form, &page)
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    officers_page(&visit, &slug, FormView::default()).await
}

async fn appoint(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let read = fields.read(|form| Appointment {
        role: form.choice("role", &OFFICES, "Choose an office"),
        school: form.optional_parsed("school", "Choose a school of the cluster"),
        name: form.required("name", "Enter the person's name"),
        email: form.email("email"),
    });
    match read {
        Ok(new) => match verbs::appoint(&visit, &cluster, new.clone()).await {
            Ok(_) => {
                let said = format!("{} is {} now", new.name, new.role.title().to_lowercase());
                visit.go_saying(format!("/clusters/{slug}/officers"), &said)
            }
            Err(error) => officers_page(&visit, &slug, fields.refused(error)?).await,
        },
        Err(form) => officers_page(&visit, &slug, form).await,
    }
}

async fn change_host(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    match fields.read(|form| form.optional_parsed::<SchoolId>("host", "Choose a school of the cluster")) {
        Ok(Some(host)) => match verbs::change_host(&visit, &cluster, host).await {
            Ok(()) => visit.go_saying(format!("/clusters/{slug}/officers"), "The host school is changed"),
            Err(error) => officers_page(&visit, &slug, fields.refused(error)?).await,
        },
        Ok(None) => {
            let form = fields.view().refusing("host", "Choose a school of the cluster");
            officers_page(&visit, &slug, form).await
        }
        Err(form) => officers_page(&visit, &slug, form).await,
    }
}
