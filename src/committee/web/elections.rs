//! Elections of the chair and the vice-chair: the list, and opening one.

use super::{CALL, Choice, May, SEE, choice, inside, instant, optional_instant};
use crate::committee::rules::{self, Phase, Stage};
use crate::committee::{self as verbs, NewElection, store};
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use ::entity::committee_election;
use ::entity::membership::Role;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

const OFFICES: [Role; 2] = [Role::Chair, Role::ViceChair];

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/elections", SEE, list).post("/clusters/{slug}/elections", CALL, open)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ElectionsPage>()]
}

#[derive(Clone, Serialize)]
struct Row {
    id: String,
    office: &'static str,
    state: &'static str,
    kind: &'static str,
    term_ends_on: NaiveDate,
    outcome: Option<String>,
}

#[derive(Serialize)]
struct ElectionsPage {
    form: FormView,
    slug: String,
    cluster: String,
    rows: Vec<Row>,
    offices: Vec<Choice>,
    /// Planned meetings that could elect.
    meetings: Vec<Choice>,
    may: May,
}

impl Page for ElectionsPage {
    const TEMPLATE: &'static str = "committee/elections.html";
    fn samples() -> Vec<Self> {
        let row = |outcome: Option<&str>| Row {
            id: "1".to_owned(),
            office: "Cluster chair",
            state: "Recorded",
            kind: "done",
            term_ends_on: NaiveDate::default(),
            outcome: outcome.map(str::to_owned),
        };
        let page = |rows, may, meetings| Self {
            form: FormView::default().refusing("office", "An election of this office is open already"),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            rows,
            offices: offices(),
            meetings,
            may,
        };
        vec![
            page(
                vec![row(Some("A. Example is elected with 5 votes")), row(None)],
                May::ALL,
                vec![choice(2, "Meeting 2")],
            ),
            page(Vec::new(), May::default(), Vec::new()),
        ]
    }
}

fn offices() -> Vec<Choice> {
    OFFICES.map(|office| choice(office, office.title())).to_vec()
}

async fn list(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    render(&visit, &slug, FormView::default()).await
}

async fn render(visit: &Visit, slug: &str, form: FormView) -> Result<Response> {
    let (cluster, place) = verbs::within_sight(visit, slug).await?;
    let may = May::of(visit, &place);
    let planned = match may.call {
        true => store::planned_or_coming(visit.read(), cluster.id, visit.now).await?,
        false => Vec::new(),
    };
    let option = |meeting: &::entity::committee_meeting::Model| {
        let day = words::short_date(words::london_day(meeting.starts_at));
        choice(meeting.number, format!("Meeting {}, {day}", meeting.number))
    };
    let is_planned = |meeting: &&::entity::committee_meeting::Model| rules::phase(meeting, visit.now) == Phase::Planned;
    let all = store::elections(visit.read(), cluster.id).await?;
    let page = ElectionsPage {
        form: form.clone(),
        slug: slug.to_owned(),
        cluster: cluster.name.clone(),
        rows: all.into_iter().map(|election| row(visit, election)).collect::<Result<_>>()?,
        offices: offices(),
        meetings: planned.iter().filter(is_planned).map(option).collect(),
        may,
    };
    let framed = inside("Elections", &cluster).back(format!("/clusters/{slug}/committee"), "Committee");
    visit.form_page(framed, &form, &page)
}

fn row(visit: &Visit, election: committee_election::Model) -> Result<Row> {
    let stage: Stage = rules::stage(&election, visit.now);
    let (state, kind) = stage.words();
    let result: Option<rules::ElectionResult> = election.result.map(serde_json::from_value).transpose()?;
    Ok(Row {
        id: election.id.to_string(),
        office: election.office.title(),
        state,
        kind,
        term_ends_on: election.term_ends_on,
        outcome: result.map(|result| result.outcome).or(election.called_off_reason),
    })
}

fn read(form: &Reader) -> NewElection {
    NewElection {
        office: form.choice("office", &OFFICES, "Choose the office"),
        nominations_until: instant(form, "until", "Enter until when people are put forward"),
        closes_at: optional_instant(form, "closes", "Enter when the online vote closes"),
        meeting: form.optional_parsed("meeting", "Choose a meeting"),
        term_ends_on: form.date("term", "Enter the last day of the term"),
    }
}

async fn open(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    match fields.read(read) {
        Ok(new) => match verbs::open_election(&visit, &slug, new).await {
            Ok(id) => {
                let said = "The election is open. Every member is asked by mail to put people forward";
                visit.go_saying(format!("/clusters/{slug}/elections/{id}"), said)
            }
            Err(error) => render(&visit, &slug, fields.refused(error)?).await,
        },
        Err(form) => render(&visit, &slug, form).await,
    }
}
