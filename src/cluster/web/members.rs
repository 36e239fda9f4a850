//! The schools of a cluster, who votes for each, and how one joins or leaves.

use super::{Choice, MANAGE, SEE, choice, inside, kind_of, opened};
use crate::cluster::{self as verbs, Appointment, store};
use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::Visit;
use ::entity::membership::Role;
use ::entity::{cluster, school};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

const NAME_VOTER: Who = Who::May(&[Action::ManageCluster, Action::AgreeForBody]);
const SCHOOLS_FOUND: u64 = 20;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/members", SEE, show)
        .post("/clusters/{slug}/members", MANAGE, add)
        .get("/clusters/{slug}/members/{urn}", SEE, show_one)
        .post("/clusters/{slug}/members/{urn}", NAME_VOTER, appoint)
        .post("/clusters/{slug}/members/{urn}/leave", MANAGE, leave)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<MembersPage>(), PageSample::of::<MemberPage>()]
}

#[derive(Clone, Serialize)]
struct Row {
    urn: i32,
    name: String,
    kind: String,
    body: String,
    federation: Option<String>,
    voter: Option<String>,
    substitute: Option<String>,
    joined_on: NaiveDate,
    left_on: Option<NaiveDate>,
    is_host: bool,
    is_own: bool,
}

#[derive(Serialize)]
struct Found {
    urn: i32,
    name: String,
    detail: String,
}

#[derive(Serialize)]
struct MembersPage {
    form: FormView,
    slug: String,
    cluster: String,
    schools: Vec<Row>,
    former: Vec<Row>,
    may_manage: bool,
    has_chair: bool,
    /// What was looked for in the register, and what was found.
    looked_for: Option<String>,
    found: Vec<Found>,
}

fn a_row() -> Row {
    Row {
        urn: 100123,
        name: "Canal Side Primary".to_owned(),
        kind: "Community school".to_owned(),
        body: "Governing body of Canal Side Primary".to_owned(),
        federation: Some("Waterside Federation".to_owned()),
        voter: Some("A. Example".to_owned()),
        substitute: None,
        joined_on: NaiveDate::default(),
        left_on: None,
        is_host: true,
        is_own: true,
    }
}

impl Page for MembersPage {
    const TEMPLATE: &'static str = "cluster/members.html";
    fn samples() -> Vec<Self> {
        let other = Row { is_host: false, is_own: false, federation: None, voter: None, ..a_row() };
        let left = Row { left_on: Some(NaiveDate::default()), ..other.clone() };
        let page = |may_manage, looked_for: Option<&str>, found| Self {
            form: FormView::default(),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            schools: vec![a_row(), other.clone()],
            former: vec![left.clone()],
            may_manage,
            has_chair: may_manage,
            looked_for: looked_for.map(str::to_owned),
            found,
        };
        let found = Found { urn: 100124, name: "Rose Hill".to_owned(), detail: "Northgate, academy".to_owned() };
        vec![page(false, None, Vec::new()), page(true, Some("Rose"), vec![found]), page(true, Some("x"), Vec::new())]
    }
}

#[derive(Deserialize)]
struct Asked {
    find: Option<String>,
}

async fn show(visit: Visit, Path(slug): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    let form = FormView::default().with("find", asked.find.unwrap_or_default());
    members_page(&visit, &slug, form).await
}

async fn members_page(visit: &Visit, slug: &str, form: FormView) -> Result<Response> {
    let (cluster, place) = opened(visit, slug).await?;
    let may_manage = visit.actor.may(Action::ManageCluster, &place);
    let officers = store::officers(visit.read(), cluster.id).await?;
    let rows = store::all_members(visit.read(), cluster.id).await?;
    let rows: Vec<Row> = rows.iter().map(|member| row(visit, &cluster, member, &officers)).collect();
    let (former, schools): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.left_on.is_some());
    let looked_for = form.values.get("find").map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let found = match (&looked_for, may_manage) {
        (Some(words), true) => find(visit, words, &schools).await?,
        _ => Vec::new(),
    };
    let page = MembersPage {
        form: form.clone(),
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
        schools,
        former,
        may_manage,
        has_chair: officers.iter().any(|officer| officer.role == Role::Chair),
        looked_for,
        found,
    };
    visit.form_page(inside("Members", &cluster), &form, &page)
}

async fn find(visit: &Visit, words: &str, schools: &[Row]) -> Result<Vec<Found>> {
    let found = store::find_schools(visit.read(), words, SCHOOLS_FOUND).await?;
    let is_new = |school: &school::Model| schools.iter().all(|row| row.urn != school.urn);
    let shown = |school: school::Model| Found {
        urn: school.urn,
        detail: [school.town.clone(), Some(kind_of(&school))].into_iter().flatten().collect::<Vec<_>>().join(", "),
        name: school.name,
    };
    Ok(found.into_iter().filter(is_new).map(shown).collect())
}

fn row(visit: &Visit, cluster: &cluster::Model, member: &store::Member, officers: &[store::Officer]) -> Row {
    let who = |role: Role| {
        let mut of_school = officers.iter().filter(|officer| officer.school == Some(member.school.id));
        of_school.find(|officer| officer.role == role).map(|officer| officer.name.clone())
    };
    Row {
        urn: member.school.urn,
        name: member.school.name.clone(),
        kind: kind_of(&member.school),
        body: member.school.body_name(),
        federation: member.school.federation_name.clone(),
        voter: who(Role::Representative),
        substitute: who(Role::Substitute),
        joined_on: member.member.joined_on,
        left_on: member.member.left_on,
        is_host: cluster.host_school_id == Some(member.school.id),
        is_own: visit.actor.may(Action::SeeSchool, &Place::school(member.school.id)),
    }
}

async fn add(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let read = fields.read(|form| form.parsed::<i32>("urn", "Enter the six digits of the school's URN", 0));
    let again = |form: FormView| {
        let typed = form.values.get("urn").cloned().unwrap_or_default();
        form.with("find", typed)
    };
    match read {
        Ok(urn) => match verbs::add_school(&visit, &cluster, urn).await {
            Ok(school) => {
                visit.go_saying(format!("/clusters/{slug}/members"), &format!("{} is in the cluster", school.name))
            }
            Err(error) => members_page(&visit, &slug, again(fields.refused(error)?)).await,
        },
        Err(form) => members_page(&visit, &slug, again(form)).await,
    }
}

/// One school in the cluster: its voters, and how it leaves.
#[derive(Serialize)]
struct MemberPage {
    form: FormView,
    slug: String,
    cluster: String,
    school: Row,
    roles: Vec<Choice>,
    may_appoint: bool,
    may_manage: bool,
}

impl Page for MemberPage {
    const TEMPLATE: &'static str = "cluster/member.html";
    fn samples() -> Vec<Self> {
        let page = |may, school: Row| Self {
            form: FormView::default(),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            school,
            roles: voters(),
            may_appoint: may,
            may_manage: may,
        };
        let left = Row { left_on: Some(NaiveDate::default()), is_host: false, federation: None, ..a_row() };
        let other = Row { is_host: false, voter: None, substitute: Some("B. Example".to_owned()), ..a_row() };
        vec![page(false, a_row()), page(true, a_row()), page(true, other), page(true, left)]
    }
}

fn voters() -> Vec<Choice> {
    [Role::Representative, Role::Substitute].map(|role| choice(role, role.title())).to_vec()
}

async fn member(visit: &Visit, slug: &str, urn: i32) -> Result<(cluster::Model, Place, store::Member)> {
    let (cluster, place) = opened(visit, slug).await?;
    let all = store::all_members(visit.read(), cluster.id).await?;
    let found = all.into_iter().find(|member| member.school.urn == urn).ok_or(Error::NotFound)?;
    Ok((cluster, place, found))
}

async fn member_page(visit: &Visit, slug: &str, urn: i32, form: FormView) -> Result<Response> {
    let (cluster, place, member) = member(visit, slug, urn).await?;
    let officers = store::officers(visit.read(), cluster.id).await?;
    let (role, school) = (Role::Representative, Some(member.school.id));
    let page = MemberPage {
        form: form.clone(),
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
        school: row(visit, &cluster, &member, &officers),
        roles: voters(),
        may_appoint: verbs::may_appoint(&visit.actor, &place, cluster.host_school_id, true, role, school),
        may_manage: visit.actor.may(Action::ManageCluster, &place),
    };
    let framed = inside(&member.school.name, &cluster).back(format!("/clusters/{slug}/members"), "Members");
    visit.form_page(framed, &form, &page)
}

async fn show_one(visit: Visit, Path((slug, urn)): Path<(String, i32)>) -> Result<Response> {
    member_page(&visit, &slug, urn, FormView::default()).await
}

async fn appoint(visit: Visit, Path((slug, urn)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let (cluster, _, member) = member(&visit, &slug, urn).await?;
    let read = fields.read(|form| Appointment {
        role: form.choice("role", &[Role::Representative, Role::Substitute], "Choose representative or substitute"),
        school: Some(member.school.id),
        name: form.required("name", "Enter the person's name"),
        email: form.email("email"),
    });
    match read {
        Ok(new) => match verbs::appoint(&visit, &cluster, new.clone()).await {
            Ok(_) => {
                let said = format!("{} is {} now", new.name, new.role.title().to_lowercase());
                visit.go_saying(format!("/clusters/{slug}/members/{urn}"), &said)
            }
            Err(error) => member_page(&visit, &slug, urn, fields.refused(error)?).await,
        },
        Err(form) => member_page(&visit, &slug, urn, form).await,
    }
}

async fn leave(visit: Visit, Path((slug, urn)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let (cluster, _, member) = member(&visit, &slug, urn).await?;
    let read = fields.read(|form| {
        (form.date("left_on", "Enter the day it left"), form.required("reason", "Enter why the school leaves"))
    });
    match read {
        Ok((left_on, reason)) => match verbs::leave(&visit, &cluster, &member.school, left_on, &reason).await {
            Ok(()) => {
                let said = format!("{} has left the cluster", member.school.name);
                visit.go_saying(format!("/clusters/{slug}/members"), &said)
            }
            Err(error) => member_page(&visit, &slug, urn, fields.refused(error)?).await,
        },
        Err(form) => member_page(&visit, &slug, urn, form).await,
    }
}
