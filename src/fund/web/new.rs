//! The form for a new fund, with the formula that is voted for it.

use super::{Choice, KEEP, WITH_FILE, choice, file_of, kind_words, school_choices, school_field, seen_by};
use crate::fund::{self, Gate, Member, NewFund};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::{Reader, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::fund::{FundKind, FundSharing, YearEnd};
use ::entity::money::Rate;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

/// No fund is opened with more headings.
const MOST_HEADINGS: usize = 30;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/funds/new", KEEP, show).post_files(
        "/clusters/{slug}/funds",
        KEEP,
        WITH_FILE,
        open,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<NewPage>()]
}

#[derive(Serialize)]
struct NewPage {
    form: FormView,
    slug: String,
    schools: Vec<Choice>,
    /// What the committee decided, or has to decide first.
    gate: Option<String>,
    kinds: Vec<Choice>,
    sharings: Vec<Choice>,
    year_ends: Vec<Choice>,
    approvals: [Choice; 2],
}

impl NewPage {
    fn of(slug: &str, members: &[Member], gate: Option<String>, form: FormView) -> Self {
        let hinted = |kind: &FundKind| Choice { hint: Some(hint(*kind).to_owned()), ..choice(kind, kind_words(*kind)) };
        Self {
            form,
            slug: slug.to_owned(),
            schools: school_choices(members),
            gate,
            kinds: FundKind::ALL.iter().map(hinted).collect(),
            sharings: FundSharing::ALL.iter().map(|sharing| choice(sharing, sharing_words(*sharing))).collect(),
            approvals: [1, 2].map(|people| choice(people, approval_words(people))),
            year_ends: YearEnd::ALL.iter().map(|rule| choice(rule, year_end_words(*rule))).collect(),
        }
    }
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "fund/new.html";
    fn samples() -> Vec<Self> {
        let refused = FormView::default().refusing("name", "Enter the fund's name");
        let waits = gate_words(&Gate::Waits);
        vec![Self::of("northgate", &[], None, FormView::default()), Self::of("northgate", &[], waits, refused)]
    }
}

/// What the committee decided that the next fund can be opened by, or that it decides first.
pub(super) fn gate_words(gate: &Gate) -> Option<String> {
    match gate {
        Gate::NotAsked => None,
        Gate::Decided(decision) => {
            let day = words::date(words::london_day(decision.decided_at));
            Some(format!("The committee decided “{}” on {day}: a fund can be opened by it.", decision.title))
        }
        Gate::Waits => Some(
            "The committee decides first, say its terms of reference: a fund is opened by a carried decision “Open a fund” in \
             published minutes, and none is left to open one by. Ask the clerk to put it on the agenda of a meeting; until then \
             the fund can be proposed."
                .to_owned(),
        ),
    }
}

fn hint(kind: FundKind) -> &'static str {
    match kind {
        FundKind::Running => {
            "Clerking, meetings, commissioning: what schools are charged for it is taken off their savings"
        }
        FundKind::Match => "Funding from outside that matches what each school puts in, up to a cap by pupils",
        FundKind::Delegated => "Money that schools or the authority hand to the cluster to decide on",
        FundKind::Pool => "Premiums of all schools pay the claims of any",
    }
}

pub(super) fn sharing_words(sharing: FundSharing) -> &'static str {
    match sharing {
        FundSharing::Pupils => "By pupils",
        FundSharing::Equal => "The same for every school",
        FundSharing::Contributions => "In proportion to what each school put in that year",
    }
}

pub(super) fn approval_words(people: i32) -> &'static str {
    if people == 1 { "One person of another school than the one that asks" } else { "Two people of two other schools" }
}

pub(super) fn year_end_words(rule: YearEnd) -> &'static str {
    match rule {
        YearEnd::Reserve => "A surplus goes to the reserve; a deficit comes out of it",
        YearEnd::Back => {
            "A surplus goes back to schools, a deficit is called in, in proportion to what each put in that year"
        }
    }
}

fn read(form: &Reader, members: &[Member]) -> NewFund {
    let amount = |name: &str| form.optional_money(name, "Enter an amount in pounds and pence, or leave it empty");
    let text = form.text("headings");
    let headings: Vec<String> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if headings.len() > MOST_HEADINGS || headings.iter().any(|name| name.chars().count() > 100) {
        form.error("headings", "Enter up to 30 headings of up to 100 characters, one a line");
    }
    NewFund {
        kind: form.choice("kind", FundKind::ALL, "Choose what the fund is for"),
        name: form.required("name", "Enter the fund's name"),
        purpose: form.required("purpose", "Enter what the money is for"),
        outcome: form.required("outcome", "Enter what is to come of it"),
        host: school_field(form, "host", members),
        sharing: form.choice("sharing", FundSharing::ALL, "Choose how it is shared"),
        year_end: form.choice("year_end", YearEnd::ALL, "Choose what happens at the year's end"),
        approvals: form.whole("approvals", 1..=2, "Choose how many people approve a payment"),
        per_pupil: amount("per_pupil"),
        match_total: amount("match_total"),
        penalty: amount("penalty"),
        penalty_terms: form.optional("penalty_terms"),
        claim_cap: amount("claim_cap"),
        pool_k: form.optional_quantity("pool_k", "Enter a number, like 50, or leave it empty"),
        pool_loading: form.optional_parsed::<Rate>("pool_loading", "Enter a percentage, like 5, or leave it empty"),
        headings,
        decision: form.optional("decision"),
        evidence: None,
    }
}

async fn render(visit: &Visit, slug: &str, form: FormView) -> Result<Response> {
    let (cluster, place) = fund::within_sight(visit, slug).await?;
    visit.actor.require(Action::KeepFund, &place)?;
    let members = fund::hosts(visit.read(), cluster.id).await?;
    let gate = gate_words(&fund::gate(visit, cluster.id).await?);
    let page = NewPage::of(slug, &members, gate, form.clone());
    let framed = frame(format!("New fund, {}", cluster.name)).back(format!("/clusters/{slug}/funds"), "Funds");
    visit.form_page(framed.seen_by(seen_by(&cluster)), &form, &page)
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    render(&visit, &slug, FormView::default()).await
}

async fn open(visit: Visit, Path(slug): Path<String>, mut upload: Upload) -> Result<Response> {
    let (cluster, _) = fund::within_sight(&visit, &slug).await?;
    let members = fund::hosts(visit.read(), cluster.id).await?;
    let new = match upload.fields.read(|form| read(form, &members)) {
        Ok(new) => NewFund { evidence: file_of(&mut upload), ..new },
        Err(form) => return render(&visit, &slug, form).await,
    };
    let said = if new.decision.is_some() { "The fund is open" } else { "The fund is proposed" };
    match fund::open(&visit, &cluster, new).await {
        Ok(id) => visit.go_saying(format!("/clusters/{slug}/funds/{id}"), said),
        Err(error) => render(&visit, &slug, upload.fields.refused(error)?).await,
    }
}
