//! One change: what and why, what it does to each school's cost, its ground, who decided, and what is to be done.

use super::{OFFICERS, PARTIES, SEEN_BY, path_of};
use crate::contract::change::{Costs, approve, refuse, sign_as_joining_body, sign_as_provider};
use crate::contract::rules::change::{ground_words, kind_words, state_words};
use crate::contract::store;
use crate::contract::{Seen, names_of};
use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::contract_change::{ChangeKind, ChangeState, Model};
use ::entity::ids::*;
use ::entity::money::Money;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use std::collections::HashMap;

const DECIDE: Who = Who::May(&[Action::ChangeContract, Action::SignForProvider]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/contracts/{id}/changes/{number}", PARTIES, show)
        .post("/contracts/{id}/changes/{number}/approve", OFFICERS, approved)
        .post("/contracts/{id}/changes/{number}/refuse", DECIDE, refused)
        .post("/contracts/{id}/changes/{number}/sign-provider", super::SELLERS, provider_signed)
        .post("/contracts/{id}/changes/{number}/sign", super::BODIES, body_signed)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ChangePage>()]
}

/// One school's cost before and after.
#[derive(Clone, Serialize)]
struct CostRow {
    school: String,
    own: bool,
    before: Option<Money>,
    after: Option<Money>,
    change: Option<String>,
}

#[derive(Clone, Serialize)]
struct Fact {
    key: &'static str,
    value: String,
}

#[derive(Serialize)]
struct ChangePage {
    form: FormView,
    path: String,
    title: String,
    number: i32,
    kind: &'static str,
    state: &'static str,
    tag: &'static str,
    what: String,
    facts: Vec<Fact>,
    costs: Vec<CostRow>,
    refused: Option<String>,
    may_approve: bool,
    /// The reader proposed it, so another must approve.
    is_proposer: bool,
    may_refuse: bool,
    may_sign_as_provider: bool,
    may_sign_as_body: bool,
}

impl Page for ChangePage {
    const TEMPLATE: &'static str = "contract/change.html";
    fn samples() -> Vec<Self> {
        let cost = |own: bool, before: Option<Money>, after: Option<Money>| CostRow {
            school: "Canal Side Primary".to_owned(),
            own,
            before,
            after,
            change: before.and(after).map(|_| "-10.00".to_owned()),
        };
        let page = |state: ChangeState, costs: Vec<CostRow>| Self {
            form: FormView::default(),
            path: "/contracts/1/changes/1".to_owned(),
            title: "Finance support".to_owned(),
            number: 1,
            kind: kind_words(ChangeKind::Variation),
            state: state_words(state).0,
            tag: state_words(state).1,
            what: "Two visits a month".to_owned(),
            facts: vec![Fact { key: "Why", value: "More to do".to_owned() }],
            costs,
            refused: (state == ChangeState::Refused).then(|| "Too dear".to_owned()),
            may_approve: state == ChangeState::Proposed,
            is_proposer: state == ChangeState::Approved,
            may_refuse: state == ChangeState::Proposed,
            may_sign_as_provider: state == ChangeState::Approved,
            may_sign_as_body: state == ChangeState::Approved,
        };
        let some = Some(Money(31_200_000));
        let costs = || vec![cost(true, some, some), cost(false, None, some), cost(false, some, None)];
        vec![
            page(ChangeState::Proposed, costs()),
            page(ChangeState::Approved, costs()),
            page(ChangeState::Refused, Vec::new()),
            page(ChangeState::InForce, costs()),
        ]
    }
}

type At = (ContractId, i32);

async fn show(visit: Visit, Path(at): Path<At>) -> Result<Response> {
    render(&visit, at, FormView::default()).await
}

async fn approved(visit: Visit, Path(at): Path<At>, fields: Fields) -> Result<Response> {
    let result = approve(&visit, at.0, at.1).await;
    done(&visit, at, &fields, result, "Approved. It is in force once everybody has signed").await
}

async fn refused(visit: Visit, Path(at): Path<At>, fields: Fields) -> Result<Response> {
    match fields.read(|form| form.required("why", "Enter why it is refused")) {
        Ok(why) => done(&visit, at, &fields, refuse(&visit, at.0, at.1, &why).await, "The change is refused").await,
        Err(form) => render(&visit, at, form).await,
    }
}

async fn provider_signed(visit: Visit, Path(at): Path<At>, fields: Fields) -> Result<Response> {
    done(&visit, at, &fields, sign_as_provider(&visit, at.0, at.1).await, "Signed for the provider").await
}

async fn body_signed(visit: Visit, Path(at): Path<At>, fields: Fields) -> Result<Response> {
    match fields.read(|form| form.required("minute", "Enter the minute of your body's decision")) {
        Ok(minute) => {
            let result = sign_as_joining_body(&visit, at.0, at.1, &minute).await;
            done(&visit, at, &fields, result, "Signed for your body").await
        }
        Err(form) => render(&visit, at, form).await,
    }
}

async fn done(visit: &Visit, at: At, fields: &Fields, result: Result<()>, said: &str) -> Result<Response> {
    match result {
        Ok(()) => visit.go_saying(format!("{}/{}", path_of(at.0), at.1), said),
        Err(error) => render(visit, at, fields.refused(error)?).await,
    }
}

async fn render(visit: &Visit, (id, number): At, form: FormView) -> Result<Response> {
    let seen = match super::party(visit, id).await {
        Err(Error::NotFound) => joining_party(visit, id, number).await?,
        other => other?,
    };
    let changes = store::changes(visit.read(), [id]).await?;
    let row = changes.into_iter().find(|change| change.number == number).ok_or(Error::NotFound)?;
    let held = &seen.held;
    let names = store::schools(visit.read(), row.school_id).await?;
    let people = if seen.is_buyer { deciders(visit, &row).await? } else { HashMap::new() };
    let (state, tag) = state_words(row.state);
    let is_proposer = row.proposed_by.is_some() && row.proposed_by == visit.actor.account;
    let officer = visit.actor.may(Action::ChangeContract, &seen.place);
    let sells = visit.actor.may(Action::SignForProvider, &Place::provider(held.provider.id));
    let is_open = matches!(row.state, ChangeState::Proposed | ChangeState::Approved);
    let signing = row.state == ChangeState::Approved;
    let signs = |school: SchoolId| visit.actor.may(Action::SignForBody, &Place::school(school));
    let joins = row.kind == ChangeKind::Joining && row.body_at.is_none() && row.school_id.is_some_and(signs);
    let name = |school: SchoolId| {
        let own = held.part_of(school).map(|part| part.school.name.clone());
        own.or_else(|| names.get(&school).map(|school| school.name.clone())).unwrap_or_default()
    };
    let page = ChangePage {
        form: form.clone(),
        path: format!("{}/{number}", path_of(id)),
        title: held.contract.title.clone(),
        number,
        kind: kind_words(row.kind),
        state,
        tag,
        what: row.what.clone(),
        facts: facts(&row, &people),
        costs: if seen.is_buyer { costs(visit, &row, name) } else { Vec::new() },
        refused: row.refused_words.clone(),
        may_approve: officer && row.state == ChangeState::Proposed && !is_proposer,
        is_proposer: officer && row.state == ChangeState::Proposed && is_proposer,
        may_refuse: is_open && (officer || sells),
        may_sign_as_provider: signing && sells && row.provider_at.is_none(),
        may_sign_as_body: signing && joins,
    };
    let frame = frame(format!("Change {number}, {}", held.contract.title));
    visit.form_page(frame.back(path_of(id), "Changes").seen_by(SEEN_BY), &form, &page)
}

/// The school that is to join is no party yet, and may read its own change.
async fn joining_party(visit: &Visit, id: ContractId, number: i32) -> Result<Seen> {
    let seen = crate::contract::seen(visit, id).await?;
    let changes = store::changes(visit.read(), [id]).await?;
    let school = changes.iter().find(|change| change.number == number).and_then(|change| change.school_id);
    let may = school.is_some_and(|school| visit.actor.may(Action::SeeSchool, &Place::school(school)));
    if may { Ok(seen) } else { Err(Error::NotFound) }
}

type People = HashMap<AccountId, String>;

/// The people who proposed and approved it: for the buyers, who ask each other.
async fn deciders(visit: &Visit, row: &Model) -> Result<People> {
    names_of(visit.read(), [row.proposed_by, row.second_by].into_iter().flatten()).await
}

fn facts(row: &Model, people: &People) -> Vec<Fact> {
    let fact = |key: &'static str, value: String| Fact { key, value };
    let by = |key: &'static str, instant: Option<DateTime<Utc>>, person: Option<AccountId>| {
        let day = words::short_date(words::london_day(instant?));
        let name = person.and_then(|person| people.get(&person));
        Some(fact(key, name.map_or_else(|| day.clone(), |name| format!("{day}, by {name}"))))
    };
    let at = |key: &'static str, instant: Option<DateTime<Utc>>| by(key, instant, None);
    let first: NaiveDate = row.starts_on;
    let mut facts = vec![fact("Why", row.why.clone()), fact("From", words::short_date(first))];
    facts.extend(row.volume_effect.clone().map(|effect| fact("Effect on quantities", effect)));
    facts.extend(row.described.map(|described| {
        let value = if described { "Yes, as the proposer states" } else { "No" };
        fact("The notice describes the school", value.to_owned())
    }));
    facts.extend(
        row.maximum_value.map(|most| fact("Highest value in the notice", ::entity::money::plain_price(&most.exact()))),
    );
    facts.extend(row.ground.map(|ground| fact("Ground, as the proposer records it", ground_words(ground).to_owned())));
    facts.extend(row.ground_words.clone().map(|words| fact("How it applies", words)));
    facts.extend(by("Proposed", Some(row.proposed_at), row.proposed_by));
    facts.extend(by("Approved by a second person", row.second_at, row.second_by));
    facts.extend(at("Signed by the school's body", row.body_at));
    facts.extend(row.minute_reference.clone().map(|minute| fact("Minute", minute)));
    facts.extend(at("Signed by the provider", row.provider_at));
    facts
}

fn costs(visit: &Visit, row: &Model, name: impl Fn(SchoolId) -> String) -> Vec<CostRow> {
    let read = |stored: &serde_json::Value| -> Costs { serde_json::from_value(stored.clone()).unwrap_or_default() };
    let (before, after) = (read(&row.before), read(&row.after));
    if before == after {
        return Vec::new();
    }
    let own = visit.actor.worn.as_ref().and_then(|worn| worn.for_school());
    let mut schools: Vec<SchoolId> = before.keys().chain(after.keys()).copied().collect();
    schools.sort_unstable();
    schools.dedup();
    let cost = |school: SchoolId| {
        let (before, after) = (before.get(&school).copied(), after.get(&school).copied());
        let change = before.zip(after).map(|(before, after)| (after.exact() - before.exact()).pounds());
        CostRow { school: name(school), own: own == Some(school), before, after, change }
    };
    schools.into_iter().map(cost).collect()
}
