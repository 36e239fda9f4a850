//! Which form of arrangement is for these schools, with the rule that it rests on; before founding, for ticked kinds.

use super::{SEE, inside, opened};
use crate::cluster::rules::form::{Finding, Form, Kind, about, committee_defaults, findings, recommended, sources};
use crate::cluster::store;
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/form", Who::Public, before).get("/clusters/{slug}/form", SEE, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<BeforePage>(), PageSample::of::<FormPage>()]
}

/// Whom a sentence is about, and the sentence.
#[derive(Clone, Serialize)]
struct About {
    who: String,
    what: &'static str,
}

#[derive(Clone, Serialize)]
struct SourceLink {
    name: &'static str,
    href: &'static str,
}

/// One form as the rules find it.
#[derive(Clone, Serialize)]
struct Row {
    title: &'static str,
    about: &'static str,
    recommended: bool,
    conditions: Vec<About>,
    refusals: Vec<About>,
    sources: Vec<SourceLink>,
    /// How its committee decides, where a rule sets that.
    committee: Option<String>,
    /// Where its agreement is written.
    href: Option<String>,
}

fn row(found: &Finding, first: Form, name: &dyn Fn(Kind) -> String, href: Option<String>) -> Row {
    let about_of = |all: &[(Kind, &'static str)]| -> Vec<About> {
        all.iter().map(|(kind, what)| About { who: name(*kind), what }).collect()
    };
    let defaults = committee_defaults(found.form);
    let committee = format!(
        "At least {} must be present, the chair decides a tie, and whoever is in none of the governing bodies does not vote \
         on money.",
        defaults.least_quorum
    );
    Row {
        title: found.form.title(),
        about: about(found.form),
        recommended: found.form == first,
        conditions: about_of(&found.conditions),
        refusals: about_of(&found.refusals),
        sources: sources(found.form).iter().map(|each| SourceLink { name: each.name, href: each.href }).collect(),
        committee: defaults.by_regulation.then_some(committee),
        href: href.filter(|_| found.fits()),
    }
}

/// Those that are for all of the schools, and the others.
fn rows(
    kinds: &BTreeSet<Kind>,
    name: &dyn Fn(Kind) -> String,
    href: &dyn Fn(Form) -> Option<String>,
) -> (Vec<Row>, Vec<Row>) {
    let first = recommended(kinds);
    let all = findings(kinds).into_iter().map(|found| row(&found, first, name, href(found.form)));
    all.partition(|row| row.refusals.is_empty())
}

#[derive(Serialize)]
struct Tick {
    name: &'static str,
    value: &'static str,
    text: &'static str,
}

/// For whoever thinks of founding a cluster.
#[derive(Serialize)]
struct BeforePage {
    form: FormView,
    ticks: Vec<Tick>,
    fitting: Vec<Row>,
    others: Vec<Row>,
    may_found: bool,
}

fn ticks() -> Vec<Tick> {
    Kind::ALL.map(|kind| Tick { name: kind.word(), value: "yes", text: kind.title() }).into()
}

fn sample_rows() -> (Vec<Row>, Vec<Row>) {
    let kinds = BTreeSet::from([Kind::Community, Kind::Voluntary, Kind::Foundation]);
    rows(&kinds, &|kind| kind.title().to_owned(), &|form| {
        Some(format!("/clusters/northgate/agreement/new?form={form}"))
    })
}

impl Page for BeforePage {
    const TEMPLATE: &'static str = "cluster/form_before.html";
    fn samples() -> Vec<Self> {
        let page =
            |fitting, others, may_found| Self { form: FormView::default(), ticks: ticks(), fitting, others, may_found };
        let (fitting, others) = sample_rows();
        vec![page(Vec::new(), Vec::new(), false), page(fitting, others, true)]
    }
}

async fn before(visit: Visit, Query(asked): Query<BTreeMap<String, String>>) -> Result<Response> {
    let kinds: BTreeSet<Kind> = asked.keys().filter_map(|word| Kind::named(word)).collect();
    let form = kinds.iter().fold(FormView::default(), |form, kind| form.with(kind.word(), "yes"));
    let (fitting, others) = match kinds.is_empty() {
        true => (Vec::new(), Vec::new()),
        false => rows(&kinds, &|kind| words::in_sentence(kind.title()), &|_| None),
    };
    let may_found = visit.actor.may_somewhere(Action::FoundCluster);
    let page = BeforePage { form, ticks: ticks(), fitting, others, may_found };
    visit.page(frame("Which arrangement fits").back("/clusters", "Clusters"), &page)
}

/// The form that a version says.
#[derive(Clone, Serialize)]
struct Chosen {
    title: &'static str,
    reason: String,
    version: i32,
    in_force: bool,
}

#[derive(Serialize)]
struct FormPage {
    slug: String,
    cluster: String,
    /// What kinds of school the cluster has, and which schools they are.
    kinds: Vec<(&'static str, String)>,
    chosen: Vec<Chosen>,
    fitting: Vec<Row>,
    others: Vec<Row>,
    /// Federations with several schools in the cluster.
    federations: Vec<String>,
    has_church: bool,
    may_record: bool,
}

impl Page for FormPage {
    const TEMPLATE: &'static str = "cluster/form.html";
    fn samples() -> Vec<Self> {
        let chosen = |in_force| Chosen {
            title: Form::SteeringGroup.title(),
            reason: "One of us is an academy".to_owned(),
            version: 2,
            in_force,
        };
        let page = |chosen, federations, may_record| {
            let (fitting, others) = sample_rows();
            Self {
                slug: "northgate".to_owned(),
                cluster: "Northgate Schools".to_owned(),
                kinds: vec![(Kind::Community.title(), "Canal Side Primary".to_owned())],
                chosen,
                fitting,
                others,
                has_church: may_record,
                federations,
                may_record,
            }
        };
        vec![
            page(Vec::new(), Vec::new(), false),
            page(vec![chosen(true), chosen(false)], vec!["Waterside Federation".to_owned()], true),
        ]
    }
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let (cluster, place) = opened(&visit, &slug).await?;
    let members = store::members(visit.read(), cluster.id).await?;
    let may_record = visit.actor.may(Action::RecordAgreement, &place);
    let mut by_kind = BTreeMap::<Kind, Vec<String>>::new();
    for member in &members {
        by_kind.entry(Kind::of(&member.school)).or_default().push(member.school.name.clone());
    }
    let name = |kind: Kind| by_kind.get(&kind).map(|names| words::listed(names)).unwrap_or_default();
    let href = |form: Form| may_record.then(|| format!("/clusters/{slug}/agreement/new?form={form}"));
    let kinds: BTreeSet<Kind> = by_kind.keys().copied().collect();
    let (fitting, others) = rows(&kinds, &name, &href);
    let page = FormPage {
        cluster: cluster.name.clone(),
        kinds: kinds.iter().map(|kind| (kind.title(), name(*kind))).collect(),
        chosen: chosen(&visit, &cluster).await?,
        fitting,
        others,
        federations: federations(&members),
        has_church: kinds.contains(&Kind::Voluntary),
        may_record,
        slug: slug.clone(),
    };
    visit.page(inside("Form of arrangement", &cluster).back(format!("/clusters/{slug}/agreement"), "Agreement"), &page)
}

/// What the version in force says, and the newest where it is another.
async fn chosen(visit: &Visit, cluster: &::entity::cluster::Model) -> Result<Vec<Chosen>> {
    let in_force = store::agreement_in_force(visit.read(), cluster.id).await?;
    let newest = store::newest_agreement(visit.read(), cluster.id).await?;
    let newest = newest.filter(|newest| in_force.as_ref().is_none_or(|in_force| in_force.version < newest.version));
    let versions = in_force.into_iter().chain(newest);
    Ok(versions
        .map(|version| Chosen {
            title: version.form.title(),
            reason: version.form_reason,
            version: version.version,
            in_force: version.adopted_at.is_some(),
        })
        .collect())
}

fn federations(members: &[store::Member]) -> Vec<String> {
    let mut counts = BTreeMap::<&str, usize>::new();
    for name in members.iter().filter_map(|member| member.school.federation_name.as_deref()) {
        *counts.entry(name).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name.to_owned()).collect()
}
