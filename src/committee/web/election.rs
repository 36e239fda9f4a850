//! One election: who stands, the reader's vote, and the result.

use super::{CALL, Choice, MINUTE, May, SEE, choice, inside, parsed};
use crate::committee::rules::Stage;
use crate::committee::{self as verbs, ElectionFacts, MeetingBallots};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::Visit;
use ::entity::ids::{AccountId, ElectionId};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

const PUT_FORWARD: Who = Who::May(&[Action::PutForward]);
const VOTE: Who = Who::May(&[Action::Vote]);
/// The answer of a school that votes for nobody.
const ABSTAIN: &str = "abstain";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/elections/{id}", SEE, show)
        .post("/clusters/{slug}/elections/{id}/stand", PUT_FORWARD, put_forward)
        .post("/clusters/{slug}/elections/{id}/stand/{account}/withdraw", PUT_FORWARD, withdraw)
        .post("/clusters/{slug}/elections/{id}/vote", VOTE, cast)
        .post("/clusters/{slug}/elections/{id}/record", MINUTE, record)
        .post("/clusters/{slug}/elections/{id}/call-off", CALL, call_off)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ElectionPage>()]
}

#[derive(Clone, Serialize)]
struct Standing {
    account: String,
    name: String,
    school: String,
    /// Once it is recorded.
    votes: Option<usize>,
    is_elected: bool,
    may_withdraw: bool,
}

#[derive(Clone, Serialize)]
struct SchoolLine {
    school: String,
    field: String,
}

#[derive(Serialize)]
struct ElectionPage {
    form: FormView,
    slug: String,
    cluster: String,
    id: String,
    office: &'static str,
    state: &'static str,
    kind: &'static str,
    nominations_until: DateTime<Utc>,
    closes_at: Option<DateTime<Utc>>,
    meeting: Option<i32>,
    term_ends_on: NaiveDate,
    stands: Vec<Standing>,
    eligible: Vec<Choice>,
    /// "4 of 9 schools have voted".
    voted: Option<String>,
    own_school: Option<String>,
    has_voted: bool,
    ballot: Vec<Choice>,
    outcome: Option<String>,
    called_off_reason: Option<String>,
    lines: Vec<SchoolLine>,
    can_put_forward: bool,
    can_vote: bool,
    can_record: bool,
    can_call_off: bool,
}

impl Page for ElectionPage {
    const TEMPLATE: &'static str = "committee/election.html";
    fn samples() -> Vec<Self> {
        let standing = |votes: Option<usize>| Standing {
            account: "1".to_owned(),
            name: "A. Example".to_owned(),
            school: "Canal Side Primary".to_owned(),
            votes,
            is_elected: votes.is_some(),
            may_withdraw: votes.is_none(),
        };
        let page = |stage: Stage, online: bool, stands: Vec<Standing>| Self {
            form: FormView::default().refusing("nominee", "Choose one of those who stand"),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            id: "1".to_owned(),
            office: "Cluster chair",
            state: stage.words().0,
            kind: stage.words().1,
            nominations_until: DateTime::UNIX_EPOCH,
            closes_at: online.then_some(DateTime::UNIX_EPOCH),
            meeting: (!online).then_some(2),
            term_ends_on: NaiveDate::default(),
            stands,
            eligible: vec![choice("1", "A. Example, Canal Side Primary")],
            voted: online.then(|| "4 of 9 schools have voted".to_owned()),
            own_school: online.then(|| "Canal Side Primary".to_owned()),
            has_voted: online,
            ballot: vec![choice("1", "A. Example")],
            outcome: (stage == Stage::Recorded).then(|| "A. Example is elected with 5 votes".to_owned()),
            called_off_reason: (stage == Stage::CalledOff).then(|| "Nobody stands".to_owned()),
            lines: if online {
                Vec::new()
            } else {
                vec![SchoolLine { school: "S".to_owned(), field: "ballot-1".to_owned() }]
            },
            can_put_forward: stage == Stage::Nominating,
            can_vote: stage == Stage::Voting,
            can_record: stage == Stage::ToRecord,
            can_call_off: stage == Stage::Nominating,
        };
        vec![
            page(Stage::Nominating, true, Vec::new()),
            page(Stage::Voting, true, vec![standing(None)]),
            page(Stage::ToRecord, true, vec![standing(None)]),
            page(Stage::ToRecord, false, vec![standing(None)]),
            page(Stage::Recorded, false, vec![standing(Some(5))]),
            page(Stage::CalledOff, true, Vec::new()),
        ]
    }
}

async fn render(visit: &Visit, slug: &str, id: ElectionId, form: Option<FormView>) -> Result<Response> {
    let (cluster, place, facts) = verbs::election(visit, slug, id).await?;
    let form = form.unwrap_or_else(|| first_form(&facts));
    let may = May::of(visit, &place);
    let may_put_forward = visit.actor.may(Action::PutForward, &place);
    let page = page((slug, &cluster.name), &facts, (form.clone(), may, may_put_forward), visit.actor.account);
    let framed = inside(&format!("Election of the {}", facts.election.office.title().to_lowercase()), &cluster);
    visit.form_page(framed.back(format!("/clusters/{slug}/elections"), "Elections"), &form, &page)
}

/// The reader's own vote is filled in.
fn first_form(facts: &ElectionFacts) -> FormView {
    let cast = facts.own.as_ref().and_then(|(_, cast)| cast.as_ref());
    let value = cast.map(|vote| vote.nominee.map_or_else(|| ABSTAIN.to_owned(), |nominee| nominee.to_string()));
    FormView::default().with("nominee", value.unwrap_or_default())
}

fn page(
    (slug, cluster): (&str, &str),
    facts: &ElectionFacts,
    (form, may, may_put_forward): (FormView, May, bool),
    reader: Option<AccountId>,
) -> ElectionPage {
    let election = &facts.election;
    let (state, kind) = facts.stage.words();
    let is_online = election.closes_at.is_some();
    let is_nominating = facts.stage == Stage::Nominating;
    let stands_already = |account: AccountId| facts.stands.iter().any(|row| row.account_id == account);
    let ballot = facts.stands.iter().map(|row| choice(row.account_id, row.name.clone()));
    ElectionPage {
        form,
        slug: slug.to_owned(),
        cluster: cluster.to_owned(),
        id: election.id.to_string(),
        office: election.office.title(),
        state,
        kind,
        nominations_until: election.nominations_until,
        closes_at: election.closes_at,
        meeting: facts.meeting.as_ref().map(|meeting| meeting.number),
        term_ends_on: election.term_ends_on,
        stands: facts.stands.iter().map(|row| standing(row, facts, (is_nominating, reader))).collect(),
        eligible: facts
            .eligible
            .iter()
            .filter(|each| !stands_already(each.account))
            .map(|each| choice(each.account, format!("{}, {}", each.name, each.school_name)))
            .collect(),
        voted: (is_online && matches!(facts.stage, Stage::Voting | Stage::ToRecord))
            .then(|| format!("{} of {} schools have voted", facts.voted, facts.seats.len())),
        own_school: facts.own.as_ref().map(|(school, _)| school.clone()),
        has_voted: facts.own.as_ref().is_some_and(|(_, cast)| cast.is_some()),
        ballot: ballot.chain([choice(ABSTAIN, "Abstain")]).collect(),
        outcome: facts.result.as_ref().map(|result| result.outcome.clone()),
        called_off_reason: election.called_off_reason.clone(),
        lines: facts
            .there
            .iter()
            .map(|(id, school)| SchoolLine { school: school.clone(), field: format!("ballot-{id}") })
            .collect(),
        can_put_forward: is_nominating && may_put_forward,
        can_vote: facts.stage == Stage::Voting && facts.own.is_some() && !facts.stands.is_empty(),
        can_record: facts.stage == Stage::ToRecord && may.minute && (is_online || !facts.there.is_empty()),
        can_call_off: may.call && !matches!(facts.stage, Stage::Recorded | Stage::CalledOff),
    }
}

fn standing(
    row: &::entity::committee_nomination::Model,
    facts: &ElectionFacts,
    (is_nominating, reader): (bool, Option<AccountId>),
) -> Standing {
    let result = facts.result.as_ref();
    let votes = result.and_then(|result| result.votes.iter().find(|(account, _, _)| *account == row.account_id));
    let seat = facts.seats.iter().find(|seat| seat.school == row.school_id);
    Standing {
        account: row.account_id.to_string(),
        name: row.name.clone(),
        school: seat.map(|seat| seat.name.clone()).unwrap_or_default(),
        votes: votes.map(|(_, _, votes)| *votes),
        is_elected: result.is_some_and(|result| result.elected == Some(row.account_id)),
        may_withdraw: is_nominating && (reader == Some(row.account_id) || reader == Some(row.nominated_by)),
    }
}

async fn show(visit: Visit, Path((slug, id)): Path<(String, String)>) -> Result<Response> {
    render(&visit, &slug, parsed(&id)?, None).await
}

async fn done(
    visit: &Visit,
    (slug, id): (&str, ElectionId),
    fields: &Fields,
    result: Result<()>,
    said: &str,
) -> Result<Response> {
    match result {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/elections/{id}"), said),
        Err(error) => render(visit, slug, id, Some(fields.refused(error)?)).await,
    }
}

async fn put_forward(visit: Visit, Path((slug, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let id = parsed(&id)?;
    match fields.read(|form| form.optional_parsed::<AccountId>("nominee", "Choose who stands")) {
        Ok(Some(nominee)) => {
            let put = verbs::put_forward(&visit, &slug, id, nominee).await;
            done(&visit, (&slug, id), &fields, put, "They stand for election").await
        }
        Ok(None) => render(&visit, &slug, id, Some(fields.view().refusing("nominee", "Choose who stands"))).await,
        Err(form) => render(&visit, &slug, id, Some(form)).await,
    }
}

async fn withdraw(visit: Visit, Path(at): Path<(String, String, String)>, fields: Fields) -> Result<Response> {
    let (slug, id, account) = at;
    let id = parsed(&id)?;
    let withdrawn = verbs::withdraw_nomination(&visit, &slug, id, parsed(&account)?).await;
    done(&visit, (&slug, id), &fields, withdrawn, "They stand no longer").await
}

/// An account, or an abstention.
fn nominee(text: &str) -> Result<Option<AccountId>> {
    if text == ABSTAIN { Ok(None) } else { parsed(text).map(Some) }
}

async fn cast(visit: Visit, Path((slug, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let id = parsed(&id)?;
    match fields.read(|form| form.required("nominee", "Choose whom your school votes for, or abstain")) {
        Ok(text) => {
            let cast = verbs::cast(&visit, &slug, id, nominee(&text)?).await;
            done(&visit, (&slug, id), &fields, cast, "Your school's vote is in. You can change it until voting closes")
                .await
        }
        Err(form) => render(&visit, &slug, id, Some(form)).await,
    }
}

async fn record(visit: Visit, Path((slug, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let id = parsed(&id)?;
    let (_, _, facts) = verbs::election(&visit, &slug, id).await?;
    let read = fields.read(|form| {
        let cast = |school: &(::entity::ids::SchoolId, String)| {
            form.optional(&format!("ballot-{}", school.0)).map(|text| (school.0, text))
        };
        facts.there.iter().filter_map(cast).collect::<Vec<_>>()
    });
    let typed = match read {
        Ok(typed) => typed,
        Err(form) => return render(&visit, &slug, id, Some(form)).await,
    };
    let mut ballots = MeetingBallots::new();
    for (school, text) in typed {
        ballots.insert(school, nominee(&text)?);
    }
    match verbs::record_election(&visit, &slug, id, &ballots).await {
        Ok(result) => visit.go_saying(format!("/clusters/{slug}/elections/{id}"), &result.outcome),
        Err(error) => render(&visit, &slug, id, Some(fields.refused(error)?)).await,
    }
}

async fn call_off(visit: Visit, Path((slug, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let id = parsed(&id)?;
    match fields.read(|form| form.required("reason", "Enter why the election is called off")) {
        Ok(reason) => {
            let off = verbs::call_off_election(&visit, &slug, id, &reason).await;
            done(&visit, (&slug, id), &fields, off, "The election is called off").await
        }
        Err(form) => render(&visit, &slug, id, Some(form)).await,
    }
}
