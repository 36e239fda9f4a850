//! The committee of a cluster: its terms of reference, members, associates, and where its schools vote.

use super::{Choice, May, SEE, SET, choice, inside, parsed};
use crate::committee::{self as verbs, Elsewhere, rules, store};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::Visit;
use crate::platform::words;
use ::entity::agreement::Majority;
use ::entity::cluster_form::Form;
use ::entity::committee_terms::{self, ChairFrom};
use ::entity::ids::SchoolId;
use ::entity::membership::Role;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

const CHOOSE: Who = Who::May(&[Action::AgreeForBody]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/committee", SEE, show)
        .post("/clusters/{slug}/committee/associates", SET, add_associate)
        .post("/clusters/{slug}/committee/associates/{id}/end", SET, end_associate)
        .post("/clusters/{slug}/committee/votes-in", CHOOSE, choose)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<CommitteePage>()]
}

#[derive(Clone, Serialize)]
pub(super) struct TermsView {
    number: i32,
    starts_on: NaiveDate,
    statutory: bool,
    quorum: String,
    notice_days: i32,
    meetings_a_year: i32,
    chair: &'static str,
    clerk: &'static str,
    gates: Vec<&'static str>,
    is_coming: bool,
}

pub(super) fn chair_words(chair_from: ChairFrom) -> &'static str {
    match chair_from {
        ChairFrom::VotingMembers => "A school's representative or substitute",
        ChairFrom::VotingGovernors => "A governor who is a school's representative or substitute",
    }
}

impl TermsView {
    fn of(terms: &committee_terms::Model, today: NaiveDate) -> Self {
        Self {
            number: terms.number,
            starts_on: terms.starts_on,
            statutory: terms.statutory,
            quorum: rules::quorum_words(terms),
            notice_days: terms.notice_days,
            meetings_a_year: terms.meetings_a_year,
            chair: chair_words(terms.chair_from),
            clerk: if terms.independent_clerk { "Somebody from none of the schools" } else { "Anybody" },
            gates: rules::gates_of(&terms.gates).into_iter().map(|kind| kind.title()).collect(),
            is_coming: terms.starts_on > today,
        }
    }

    fn sample(is_coming: bool) -> Self {
        Self {
            number: 1,
            starts_on: NaiveDate::default(),
            statutory: !is_coming,
            quorum: "Half of the voting schools, rounded up".to_owned(),
            notice_days: 7,
            meetings_a_year: 3,
            chair: chair_words(ChairFrom::VotingGovernors),
            clerk: "Anybody",
            gates: if is_coming { Vec::new() } else { vec!["Open a fund"] },
            is_coming,
        }
    }
}

#[derive(Clone, Serialize)]
struct MemberRow {
    school: String,
    representative: Option<String>,
    substitute: Option<String>,
    /// None: it votes here. Else where it votes.
    votes_in: Option<String>,
    agreed: bool,
    is_host: bool,
    is_own: bool,
}

#[derive(Clone, Serialize)]
struct AssociateRow {
    id: String,
    name: String,
    role: String,
    since: NaiveDate,
}

#[derive(Serialize)]
struct ElsewhereRow {
    school: String,
    id: String,
    clusters: Vec<Choice>,
    votes_in: String,
    may_choose: bool,
}

#[derive(Serialize)]
struct CommitteePage {
    form: FormView,
    slug: String,
    cluster: String,
    terms: Option<TermsView>,
    versions: Vec<TermsView>,
    /// The form of the agreement in force asks for other terms.
    misfit: Option<String>,
    majority: &'static str,
    casting_vote: bool,
    /// Office and name.
    officers: Vec<Choice>,
    members: Vec<MemberRow>,
    associates: Vec<AssociateRow>,
    elsewhere: Vec<ElsewhereRow>,
    may: May,
}

impl Page for CommitteePage {
    const TEMPLATE: &'static str = "committee/committee.html";
    fn samples() -> Vec<Self> {
        let member = |other: Option<&str>| MemberRow {
            school: "Canal Side Primary".to_owned(),
            representative: other.is_none().then(|| "A. Example".to_owned()),
            substitute: other.map(|_| "B. Example".to_owned()),
            votes_in: other.map(str::to_owned),
            agreed: other.is_none(),
            is_host: other.is_none(),
            is_own: other.is_none(),
        };
        let associate = AssociateRow {
            id: "1".to_owned(),
            name: "C. Example".to_owned(),
            role: "The diocese".to_owned(),
            since: NaiveDate::default(),
        };
        let row = |may_choose| ElsewhereRow {
            school: "Canal Side Primary".to_owned(),
            id: "1".to_owned(),
            clusters: vec![choice("northgate", "Northgate Schools"), choice("phase", "Primary board")],
            votes_in: "Northgate Schools".to_owned(),
            may_choose,
        };
        let page = |may, terms: Option<TermsView>, full: bool| Self {
            form: FormView::default().refusing("name", "Enter the person's name"),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            versions: terms.iter().cloned().chain([TermsView::sample(true)]).filter(|_| full).collect(),
            misfit: if full { misfit(Form::JointCommittee, false) } else { None },
            terms,
            majority: "More votes for than against",
            casting_vote: full,
            officers: if full { vec![choice("Cluster chair", "A. Example")] } else { Vec::new() },
            members: vec![member(None), member(Some("Primary board"))],
            associates: if full { vec![associate.clone()] } else { Vec::new() },
            elsewhere: if full { vec![row(true), row(false)] } else { Vec::new() },
            may,
        };
        vec![page(May::default(), None, false), page(May::ALL, Some(TermsView::sample(false)), true)]
    }
}

/// Terms that were set for another form than the agreement now has.
fn misfit(form: Form, statutory: bool) -> Option<String> {
    let title = form.title().to_lowercase();
    match (rules::is_statutory(form), statutory) {
        (true, false) => Some(format!(
            "The agreement in force makes this a statutory {title}, and these terms were set before. At least 3 schools must \
             be present whatever they say. Set new terms for it."
        )),
        (false, true) => Some(format!(
            "These terms are those of a statutory joint committee, and the agreement in force makes it a {title}. Set new terms \
             for it."
        )),
        _ => None,
    }
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    render(&visit, &slug, FormView::default()).await
}

async fn render(visit: &Visit, slug: &str, form: FormView) -> Result<Response> {
    let (cluster, place) = verbs::within_sight(visit, slug).await?;
    let today = words::london_day(visit.now);
    let versions = store::versions(visit.read(), cluster.id).await?;
    let in_force = versions.iter().find(|terms| terms.starts_on <= today);
    let agreement = verbs::agreement_in_force(visit.read(), cluster.id).await?;
    let elsewhere = verbs::elsewhere(visit, cluster.id).await?;
    let page = CommitteePage {
        form: form.clone(),
        slug: slug.to_owned(),
        cluster: cluster.name.clone(),
        terms: in_force.map(|terms| TermsView::of(terms, today)),
        versions: versions.iter().map(|terms| TermsView::of(terms, today)).collect(),
        misfit: match (&agreement, in_force) {
            (Some(agreement), Some(terms)) => misfit(agreement.form, terms.statutory),
            _ => None,
        },
        majority: match agreement.as_ref().map(|agreement| agreement.majority) {
            Some(Majority::TwoThirds) => "Two thirds of the votes for and against",
            Some(Majority::Simple) | None => "More votes for than against",
        },
        casting_vote: agreement.is_some_and(|agreement| agreement.casting_vote),
        officers: officers(visit, &cluster).await?,
        members: members(visit, &cluster, &elsewhere).await?,
        associates: store::associates(visit.read(), cluster.id).await?.into_iter().map(associate_row).collect(),
        elsewhere: elsewhere.into_iter().map(elsewhere_row).collect(),
        may: May::of(visit, &place),
    };
    visit.form_page(inside("Committee", &cluster), &form, &page)
}

async fn officers(visit: &Visit, cluster: &::entity::cluster::Model) -> Result<Vec<Choice>> {
    let all = verbs::officers(visit.read(), cluster.id).await?;
    let holds = |role: Role| {
        let name = all.iter().find(|officer| officer.role == role).map(|officer| officer.name.clone());
        choice(role.title(), name.unwrap_or_else(|| "Nobody yet".to_owned()))
    };
    Ok([Role::Chair, Role::ViceChair, Role::Clerk].map(holds).to_vec())
}

async fn members(visit: &Visit, cluster: &::entity::cluster::Model, elsewhere: &[Elsewhere]) -> Result<Vec<MemberRow>> {
    let parties = verbs::parties(visit.read(), cluster.id).await?;
    let officers = verbs::officers(visit.read(), cluster.id).await?;
    let row = |member: verbs::Member| {
        let id = member.school.id;
        let who = |role: Role| {
            let held = officers.iter().find(|officer| officer.role == role && officer.school == Some(id));
            held.map(|officer| officer.name.clone())
        };
        let other = elsewhere.iter().find(|each| each.school.id == id);
        let other = other.and_then(|each| each.clusters.iter().find(|other| Some(other.id) == each.votes_in));
        MemberRow {
            representative: who(Role::Representative),
            substitute: who(Role::Substitute),
            votes_in: other.filter(|other| other.id != cluster.id).map(|other| other.name.clone()),
            agreed: parties.iter().any(|party| party.school.id == id),
            is_host: cluster.host_school_id == Some(id),
            is_own: visit.actor.may(Action::SeeSchool, &Place::school(id)),
            school: member.school.name,
        }
    };
    Ok(verbs::members(visit.read(), cluster.id).await?.into_iter().map(row).collect())
}

fn associate_row(row: ::entity::committee_associate::Model) -> AssociateRow {
    AssociateRow { id: row.id.to_string(), name: row.name, role: row.role, since: row.since }
}

fn elsewhere_row(each: Elsewhere) -> ElsewhereRow {
    let votes_in = each.clusters.iter().find(|cluster| Some(cluster.id) == each.votes_in);
    ElsewhereRow {
        votes_in: votes_in.map(|cluster| cluster.name.clone()).unwrap_or_default(),
        school: each.school.name,
        id: each.school.id.to_string(),
        clusters: each.clusters.into_iter().map(|cluster| choice(cluster.slug, cluster.name)).collect(),
        may_choose: each.may_choose,
    }
}

async fn add_associate(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let name = form.required("name", "Enter the person's name");
        (name, form.required("role", "Enter where they come from, like the diocese"))
    });
    let (name, role) = match read {
        Ok(read) => read,
        Err(form) => return render(&visit, &slug, form).await,
    };
    match verbs::add_associate(&visit, &slug, &name, &role).await {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/committee"), &format!("{name} sits on the committee")),
        Err(error) => render(&visit, &slug, fields.refused(error)?).await,
    }
}

async fn end_associate(visit: Visit, Path((slug, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    match verbs::end_associate(&visit, &slug, parsed(&id)?).await {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/committee"), "They sit on the committee no longer"),
        Err(error) => render(&visit, &slug, fields.refused(error)?).await,
    }
}

async fn choose(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    verbs::within_sight(&visit, &slug).await?;
    let read = fields.read(|form| {
        (form.optional_parsed::<SchoolId>("school", "Choose the school"), form.required("votes_in", "Choose a cluster"))
    });
    let (school, chosen) = match read {
        Ok((Some(school), chosen)) => (school, chosen),
        Ok((None, _)) => return render(&visit, &slug, fields.view().refusing("votes_in", "Choose the school")).await,
        Err(form) => return render(&visit, &slug, form).await,
    };
    match verbs::choose_voting_cluster(&visit, school, &chosen).await {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/committee"), "The school's vote counts there from now on"),
        Err(error) => render(&visit, &slug, fields.refused(error)?).await,
    }
}
