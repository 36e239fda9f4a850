//! All changes of a contract, the newest first, and what each of its years costs.

use super::{PARTIES, SEEN_BY, party, path_of};
use crate::contract::rules::change::{kind_words, scheduled_percent, state_words};
use crate::contract::rules::term::{Term, phase};
use crate::contract::store;
use crate::contract::{Seen, priced_years};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::contract::ContractState;
use ::entity::exact::Exact;
use ::entity::ids::*;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/contracts/{id}/changes", PARTIES, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ChangesPage>()]
}

#[derive(Serialize)]
struct Row {
    number: i32,
    kind: &'static str,
    what: String,
    starts_on: NaiveDate,
    state: &'static str,
    tag: &'static str,
}

/// What is added in a contract year, and what all schools then pay.
#[derive(Serialize)]
struct YearRow {
    year: String,
    percent: String,
    how: &'static str,
    cost: Option<String>,
}

#[derive(Serialize)]
struct ChangesPage {
    path: String,
    title: String,
    rows: Vec<Row>,
    years: Vec<YearRow>,
    may_change: bool,
    leave_href: Option<String>,
    may_price: bool,
}

impl Page for ChangesPage {
    const TEMPLATE: &'static str = "contract/changes.html";
    fn samples() -> Vec<Self> {
        let row = Row {
            number: 1,
            kind: "Variation",
            what: "Two visits a month".to_owned(),
            starts_on: NaiveDate::default(),
            state: "Agreed",
            tag: "done",
        };
        let year = |cost: Option<&str>| YearRow {
            year: "2027 to 2028".to_owned(),
            percent: "3.1".to_owned(),
            how: "As the price schedule says",
            cost: cost.map(str::to_owned),
        };
        let page = |rows, may_change| Self {
            path: "/contracts/1/changes".to_owned(),
            title: "Finance support".to_owned(),
            rows,
            years: vec![year(Some("24960.00")), year(None)],
            may_change,
            leave_href: may_change.then(|| "/contracts/1/changes/leaving/100123".to_owned()),
            may_price: may_change,
        };
        vec![page(vec![row], true), page(Vec::new(), false)]
    }
}

async fn show(visit: Visit, Path(id): Path<ContractId>) -> Result<Response> {
    let seen = party(&visit, id).await?;
    let held = &seen.held;
    let is_live = phase(&held.contract, words::london_day(visit.now)) == ContractState::Live;
    let changes = store::changes(visit.read(), [id]).await?;
    let row = |change: ::entity::contract_change::Model| {
        let (state, tag) = state_words(change.state);
        let kind = kind_words(change.kind);
        Row { number: change.number, kind, what: change.what, starts_on: change.starts_on, state, tag }
    };
    let page = ChangesPage {
        path: path_of(id),
        title: held.contract.title.clone(),
        rows: changes.into_iter().rev().map(row).collect(),
        years: years(&seen),
        may_change: is_live && visit.actor.may(Action::ChangeContract, &seen.place),
        leave_href: leaves(&visit, &seen).filter(|_| is_live),
        may_price: is_live && visit.actor.may(Action::SignForProvider, &Place::provider(held.provider.id)),
    };
    let frame = frame(format!("Changes, {}", held.contract.title));
    visit.page(frame.back(format!("/contracts/{id}"), held.contract.title.clone()).seen_by(SEEN_BY), &page)
}

/// Where somebody gives notice for the school that they act for.
fn leaves(visit: &Visit, seen: &Seen) -> Option<String> {
    let held = &seen.held;
    held.contract.notice_on?;
    let may_sign = |school: SchoolId| visit.actor.may(Action::SignForBody, &Place::school(school));
    let own = held.parts.iter().find(|part| may_sign(part.school.id))?;
    Some(format!("{}/leaving/{}", path_of(held.contract.id), own.school.urn))
}

/// The years from the second on: the clock brings each, as the schedule says or as the provider published it.
fn years(seen: &Seen) -> Vec<YearRow> {
    let held = &seen.held;
    let term = Term::of(&held.contract);
    let priced = held.priced();
    let year = |number: i32| {
        let percent = scheduled_percent(&held.schedule, number);
        let first = term.year(number).0;
        let cost: Exact = held.agreed(priced.as_ref(), number, first).iter().map(|(_, cost)| cost).sum();
        YearRow {
            year: term.year_words(number),
            percent: percent.terminating().unwrap_or_else(|| percent.decimals(2)),
            how: if priced_years(held).contains(&number) {
                "As the provider published it"
            } else {
                "As the price schedule says"
            },
            cost: seen.is_buyer.then(|| cost.pounds()),
        }
    };
    (2..=term.years()).map(year).collect()
}
