//! The calendar of a cluster's contracts: notice, renewal, prices, ends, and who must decide by when.

use crate::contract::rules::calendar::{Day, Kind, days};
use crate::contract::rules::term::{Term, phase};
use crate::contract::{self, Held};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::download;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::ics::{Entry, When, calendar};
use crate::platform::words;
use ::entity::contract::ContractState;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

const MEMBERS: Who = Who::May(&[Action::SeeCluster]);

/// More days than are shown at once; the file has all of them.
const MOST_DAYS: usize = 100;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/contracts/calendar", MEMBERS, show).get(
        "/clusters/{slug}/contracts/calendar.ics",
        MEMBERS,
        file,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<CalendarPage>()]
}

#[derive(Serialize)]
struct Row {
    on: NaiveDate,
    contract: String,
    href: String,
    what: &'static str,
    who: &'static str,
    next_href: Option<String>,
    next_text: &'static str,
}

#[derive(Serialize)]
struct CalendarPage {
    slug: String,
    cluster: String,
    rows: Vec<Row>,
    more: usize,
}

impl Page for CalendarPage {
    const TEMPLATE: &'static str = "contract/calendar.html";
    fn samples() -> Vec<Self> {
        let row = |next: Option<&str>| Row {
            on: NaiveDate::default(),
            contract: "Finance support".to_owned(),
            href: "/contracts/1".to_owned(),
            what: Kind::Notice.words(),
            who: Kind::Notice.who(),
            next_href: next.map(str::to_owned),
            next_text: "Exit plan",
        };
        let page =
            |rows, more| Self { slug: "northgate".to_owned(), cluster: "Northgate Schools".to_owned(), rows, more };
        vec![page(vec![row(Some("/contracts/1/exit")), row(None)], 1), page(Vec::new(), 0)]
    }
}

/// The days of every contract in force or to come, the nearest first.
async fn loaded(visit: &Visit, slug: &str) -> Result<(::entity::cluster::Model, Vec<(Day, Held)>)> {
    let (cluster, _) = contract::cluster_within_sight(visit, slug).await?;
    let today = words::london_day(visit.now);
    let all = contract::of_cluster(visit.read(), cluster.id).await?;
    let running = all.into_iter().filter(|held| phase(&held.contract, today) == ContractState::Live);
    let mut found: Vec<(Day, Held)> = running
        .flat_map(|held| days(&Term::of(&held.contract), today).into_iter().map(move |day| (day, held.clone())))
        .collect();
    found.sort_by_key(|(day, held)| (*day, held.contract.id));
    Ok((cluster, found))
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let (cluster, found) = loaded(&visit, &slug).await?;
    let page = CalendarPage {
        more: found.len().saturating_sub(MOST_DAYS),
        rows: found.iter().take(MOST_DAYS).map(|(day, held)| row(*day, held)).collect(),
        cluster: cluster.name.clone(),
        slug,
    };
    let seen_by = format!("people of {} and its member schools", cluster.name);
    let frame = frame(format!("Calendar of contracts, {}", cluster.name));
    visit.page(frame.back(format!("/clusters/{}/contracts", page.slug), "Contracts").seen_by(seen_by), &page)
}

fn row(day: Day, held: &Held) -> Row {
    let contract = format!("/contracts/{}", held.contract.id);
    let (next_href, next_text) = match day.kind {
        Kind::Notice | Kind::Price => (Some(format!("{contract}/changes")), "Changes and prices"),
        Kind::Renewal | Kind::End => (Some(format!("{contract}/exit")), "Exit plan"),
        Kind::Consult => (None, ""),
    };
    Row {
        on: day.on,
        contract: held.contract.title.clone(),
        href: contract,
        what: day.kind.words(),
        who: day.kind.who(),
        next_href,
        next_text,
    }
}

async fn file(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let (cluster, found) = loaded(&visit, &slug).await?;
    let entry = |(day, held): &(Day, Held)| Entry {
        name: match day.kind {
            Kind::Price => format!("{}-{}-{}", held.contract.id, day.kind.code(), day.on),
            _ => format!("{}-{}", held.contract.id, day.kind.code()),
        },
        when: When::Day(day.on),
        summary: format!("{}: {}", held.contract.title, day.kind.words()),
        description: format!("{}. {}", held.provider.name, day.kind.who()),
        place: None,
        is_off: false,
    };
    let entries: Vec<Entry> = found.iter().map(entry).collect();
    let text = calendar("contracts", &format!("Contracts, {}", cluster.name), &entries, visit.now);
    Ok(download::attachment(&format!("contracts-{slug}.ics"), "text/calendar; charset=utf-8", text.into_bytes()))
}
