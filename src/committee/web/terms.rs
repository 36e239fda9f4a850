//! The next version of the terms of reference.

use super::committee::chair_words;
use super::{Choice, SET, choice, inside, with_date};
use crate::committee::rules::{self, NewTerms};
use crate::committee::{self as verbs, Gate, store};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use ::entity::cluster_form::Form;
use ::entity::committee_item::DecisionKind;
use ::entity::committee_terms::{self, ChairFrom, Quorum};
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

/// The kinds that something waits for.
const GATED: [DecisionKind; 4] =
    [DecisionKind::SharingRule, DecisionKind::StartTender, DecisionKind::OpenFund, DecisionKind::AdoptRules];

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/committee/terms", SET, show).post("/clusters/{slug}/committee/terms", SET, set)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<TermsPage>()]
}

/// The form of the agreement in force.
#[derive(Clone, Serialize)]
pub(super) struct Arrangement {
    title: String,
    is_statutory: bool,
    source: &'static str,
    href: &'static str,
}

impl Arrangement {
    pub(super) fn of(form: Form) -> Self {
        let source = rules::source_of(form);
        Self {
            title: form.title().to_lowercase(),
            is_statutory: rules::is_statutory(form),
            source: source.map_or("", |source| source.name),
            href: source.map_or("", |source| source.href),
        }
    }
}

fn gate_words(gate: &Gate) -> Option<String> {
    match gate {
        Gate::NotAsked => None,
        Gate::Decided(decision) => {
            let day = words::date(words::london_day(decision.decided_at));
            Some(format!("The committee decided “{}” on {day}: new terms can be set by it.", decision.title))
        }
        Gate::Waits => Some(
            "The committee decides first, say the terms in force: new terms are set by a carried decision “Adopt new terms of \
             reference” in published minutes, and none is left to set any by. Put it on the agenda of a meeting."
                .to_owned(),
        ),
    }
}

#[derive(Serialize)]
struct TermsPage {
    form: FormView,
    slug: String,
    cluster: String,
    number: i32,
    /// What the agreement in force makes of the committee; without one, whoever sets the terms says it.
    arrangement: Option<Arrangement>,
    /// What the committee decided that the next version can be set by, or that it decides first.
    gate: Option<String>,
    quorums: Vec<Choice>,
    chairs: Vec<Choice>,
    gates: Vec<Choice>,
}

impl TermsPage {
    fn of(form: FormView, (slug, cluster): (&str, &str), number: i32, arrangement: Option<Arrangement>) -> Self {
        Self {
            form,
            slug: slug.to_owned(),
            cluster: cluster.to_owned(),
            number,
            arrangement,
            gate: None,
            quorums: vec![
                choice(Quorum::Half, "Half of the voting schools, rounded up"),
                choice(Quorum::Count, "A number of schools"),
            ],
            chairs: ChairFrom::ALL.iter().map(|from| choice(from, chair_words(*from))).collect(),
            gates: GATED.iter().map(|kind| choice(kind, kind.title())).collect(),
        }
    }
}

impl Page for TermsPage {
    const TEMPLATE: &'static str = "committee/terms.html";
    fn samples() -> Vec<Self> {
        let refused = FormView::default().refusing("quorum_count", "Enter how many schools make a quorum");
        let cluster = ("northgate", "Northgate Schools");
        let page = |form, arrangement: Option<Form>| Self::of(form, cluster, 2, arrangement.map(Arrangement::of));
        vec![
            page(FormView::default(), None),
            Self { gate: gate_words(&Gate::Waits), ..page(refused, Some(Form::SteeringGroup)) },
            page(FormView::default(), Some(Form::JointCommittee)),
        ]
    }
}

fn first_form(in_force: Option<&committee_terms::Model>, arrangement: Option<Form>, today: NaiveDate) -> FormView {
    let statutory = match arrangement {
        Some(form) => rules::is_statutory(form),
        None => in_force.is_some_and(|terms| terms.statutory),
    };
    let start = verbs::start_of_terms(in_force, statutory);
    let gates: Vec<&str> = start.gates.iter().map(|kind| kind.as_str()).collect();
    let form = with_date(FormView::default(), "starts", today)
        .with("quorum", start.quorum.as_str())
        .with("quorum_count", start.quorum_count.map(|count| count.to_string()).unwrap_or_default())
        .with("notice_days", start.notice_days.to_string())
        .with("meetings_a_year", start.meetings_a_year.to_string())
        .with("chair_from", start.chair_from.as_str())
        .with("gates", gates.join("\n"));
    let form = if statutory { form.with("statutory", "yes") } else { form };
    if start.independent_clerk { form.with("independent_clerk", "yes") } else { form }
}

async fn render(visit: &Visit, slug: &str, form: Option<FormView>) -> Result<Response> {
    let (cluster, place) = verbs::within_sight(visit, slug).await?;
    visit.actor.require(Action::SetTerms, &place)?;
    let today = words::london_day(visit.now);
    let in_force = store::in_force(visit.read(), cluster.id, today).await?;
    let agreement = verbs::agreement_in_force(visit.read(), cluster.id).await?.map(|agreement| agreement.form);
    let form = form.unwrap_or_else(|| first_form(in_force.as_ref(), agreement, today));
    let number = store::next_number(visit.read(), cluster.id).await?;
    let gate = verbs::gate(visit.read(), cluster.id, DecisionKind::AdoptRules, today).await?;
    let page = TermsPage::of(form.clone(), (slug, &cluster.name), number, agreement.map(Arrangement::of));
    let page = TermsPage { gate: gate_words(&gate), ..page };
    let framed = inside("Terms of reference", &cluster).back(format!("/clusters/{slug}/committee"), "Committee");
    visit.form_page(framed, &form, &page)
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    render(&visit, &slug, None).await
}

fn read(form: &Reader) -> NewTerms {
    let quorum = form.choice("quorum", Quorum::ALL, "Choose the quorum");
    let count = form.optional_parsed::<i32>("quorum_count", "Enter how many schools make a quorum, like 5");
    let count = count.filter(|_| quorum == Quorum::Count);
    if quorum == Quorum::Count && !count.is_some_and(|count| (1..=500).contains(&count)) {
        form.error("quorum_count", "Enter how many schools make a quorum, like 5");
    }
    let gates = form.many("gates");
    NewTerms {
        starts_on: form.date("starts", "Enter the day from which they hold"),
        statutory: form.ticked("statutory"),
        quorum,
        quorum_count: count,
        notice_days: form.whole("notice_days", 1..=60, "Enter the clear days' notice of a meeting, from 1 to 60"),
        meetings_a_year: form.whole("meetings_a_year", 1..=24, "Enter how many meetings a year, from 1 to 24"),
        chair_from: form.choice("chair_from", ChairFrom::ALL, "Choose who may chair"),
        independent_clerk: form.ticked("independent_clerk"),
        gates: GATED.into_iter().filter(|kind| gates.iter().any(|gate| gate == kind.as_str())).collect(),
    }
}

async fn set(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    match fields.read(read) {
        Ok(new) => match verbs::set_terms(&visit, &slug, new).await {
            Ok(number) => {
                let said = format!("Version {number} of the terms of reference is recorded");
                visit.go_saying(format!("/clusters/{slug}/committee"), &said)
            }
            Err(error) => render(&visit, &slug, Some(fields.refused(error)?)).await,
        },
        Err(form) => render(&visit, &slug, Some(form)).await,
    }
}
