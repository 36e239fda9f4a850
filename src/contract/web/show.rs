//! One contract: a summary for everybody, its terms and schools for its parties.

use super::signing::{SignerRow, signers};
use crate::contract::describe;
use crate::contract::rules::outturn::Delivered;
use crate::contract::rules::term::{notice_is_near, phase, words as state_words};
use crate::contract::store::{Held, Part};
use crate::contract::unit_name;
use crate::contract::{self, Seen};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::chart::{Heading, LineChart, Period};
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::contract::ContractState;
use ::entity::exact::Exact;
use ::entity::ids::*;
use ::entity::money::{Money, plain_number, plain_price};
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/contracts/{id}", Who::Public, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ContractPage>()]
}

/// What only the parties see.
#[derive(Clone, Serialize)]
struct Inside {
    price: Vec<String>,
    notice_on: Option<NaiveDate>,
    notice_is_near: bool,
    provider_signed_on: Option<NaiveDate>,
    sign_as_provider: Option<String>,
    schools: Vec<SchoolRow>,
    /// What each school pays is for the buyers alone.
    shows_costs: bool,
    years: Vec<YearRow>,
    chart: Option<LineChart>,
    end_href: Option<String>,
    end_asked: bool,
    savings_href: Option<String>,
    changes_href: Option<String>,
    reviews_href: Option<String>,
    exit_href: Option<String>,
    signers: Vec<SignerRow>,
    /// For the cluster's officers and representatives.
    concerns_href: Option<String>,
}

#[derive(Clone, Serialize)]
struct SchoolRow {
    name: String,
    own: bool,
    quantities: Vec<String>,
    cost: Money,
    body: String,
    signed_on: Option<NaiveDate>,
    minute: Option<String>,
    sign_href: Option<String>,
    enter_href: Option<String>,
}

#[derive(Clone, Serialize)]
struct YearRow {
    year: String,
    expected: String,
    actual: Option<String>,
    /// Actual minus expected.
    change: Option<String>,
    entered: usize,
    of: usize,
}

#[derive(Serialize)]
struct ContractPage {
    title: String,
    state: &'static str,
    kind: &'static str,
    provider: String,
    cluster: String,
    service: String,
    schools: usize,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    yearly: Money,
    total: Option<String>,
    how_bought: Option<String>,
    ended_reason: Option<String>,
    inside: Option<Inside>,
}

impl Page for ContractPage {
    const TEMPLATE: &'static str = "contract/show.html";
    fn samples() -> Vec<Self> {
        let page = |state: ContractState, total: Option<&str>, inside: Option<Inside>| Self {
            title: "Catering 2027 to 2030".to_owned(),
            state: state_words(state).0,
            kind: state_words(state).1,
            provider: "A".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            service: "Catering".to_owned(),
            schools: 9,
            starts_on: NaiveDate::default(),
            ends_on: NaiveDate::default(),
            yearly: Money(120_000_000),
            total: total.map(str::to_owned),
            how_bought: total.map(|_| "Tender NG-2027-004".to_owned()),
            ended_reason: (state == ContractState::Terminated).then(|| "The provider closed".to_owned()),
            inside,
        };
        vec![
            page(ContractState::Signing, Some("36000.00"), Some(Inside::sample(true))),
            page(ContractState::Live, None, Some(Inside::sample(false))),
            page(ContractState::Terminated, None, None),
        ]
    }
}

impl Inside {
    fn sample(buyer: bool) -> Inside {
        let year = |actual: Option<&str>| YearRow {
            year: "2027 to 2028".to_owned(),
            expected: "12000.00".to_owned(),
            actual: actual.map(str::to_owned),
            change: actual.map(|_| "-10.00".to_owned()),
            entered: 9,
            of: 9,
        };
        let school = |signed: bool| SchoolRow {
            name: "Canal Side Primary".to_owned(),
            own: !signed,
            quantities: vec!["18,810 meals".to_owned()],
            cost: Money(16_970_000),
            body: "Governing body of Canal Side Primary".to_owned(),
            signed_on: signed.then(NaiveDate::default),
            minute: signed.then(|| "Minute 4".to_owned()),
            sign_href: (!signed && buyer).then(|| "/contracts/1/sign/100123".to_owned()),
            enter_href: signed.then(|| "/schools/100123/savings/actuals/1".to_owned()),
        };
        Inside {
            price: vec!["Management: 3p a meal".to_owned()],
            notice_on: buyer.then(NaiveDate::default),
            notice_is_near: buyer,
            provider_signed_on: (!buyer).then(NaiveDate::default),
            sign_as_provider: buyer.then(|| "/contracts/1/sign-provider".to_owned()),
            schools: vec![school(true), school(false)],
            shows_costs: buyer,
            years: vec![year(Some("11990.00")), year(None)],
            chart: None,
            end_href: buyer.then(|| "/contracts/1/end".to_owned()),
            end_asked: buyer,
            reviews_href: buyer.then(|| "/contracts/1/reviews".to_owned()),
            exit_href: buyer.then(|| "/contracts/1/exit".to_owned()),
            signers: if buyer { vec![SignerRow::sample(true), SignerRow::sample(false)] } else { Vec::new() },
            changes_href: buyer.then(|| "/contracts/1/changes".to_owned()),
            savings_href: buyer.then(|| "/clusters/northgate/savings".to_owned()),
            concerns_href: buyer.then(|| "/contracts/1/concerns".to_owned()),
        }
    }
}

async fn show(visit: Visit, Path(id): Path<ContractId>) -> Result<Response> {
    let seen = contract::seen(&visit, id).await?;
    let today = words::london_day(visit.now);
    let held = &seen.held;
    let (state, kind) = state_words(phase(&held.contract, today));
    let signers = if seen.is_buyer { signers(&visit, held).await? } else { Vec::new() };
    let page = ContractPage {
        title: held.contract.title.clone(),
        state,
        kind,
        provider: held.provider.name.clone(),
        cluster: held.cluster.name.clone(),
        service: held.category.name.clone(),
        schools: held.parts.len(),
        starts_on: held.contract.starts_on,
        ends_on: held.contract.ends_on,
        yearly: held.yearly_cost(),
        total: held.priced().map(|priced| priced.whole_life.pounds()),
        how_bought: held.contract.how_bought.clone(),
        ended_reason: held.contract.ended_reason.clone().filter(|_| held.contract.state == ContractState::Terminated),
        inside: (seen.is_buyer || seen.is_seller).then(|| inside(&visit, &seen, signers, today)),
    };
    let mut title = frame(held.contract.title.clone());
    if visit.actor.may(Action::SeeCluster, &seen.place) {
        title = title.back(format!("/clusters/{}/contracts", held.cluster.slug), "Contracts of the cluster");
    }
    let public = "everybody sees the summary; the terms and the schools are for the cluster's schools and the provider";
    visit.page(if page.inside.is_some() { title.seen_by(public) } else { title }, &page)
}

fn inside(visit: &Visit, seen: &Seen, signers: Vec<SignerRow>, today: NaiveDate) -> Inside {
    let held = &seen.held;
    let contract = &held.contract;
    let signing = contract.state == ContractState::Signing;
    let may_sign = signing && contract.provider_signed_at.is_none();
    let sells = visit.actor.may(Action::SignForProvider, &Place::provider(held.provider.id));
    let may_end = phase(contract, today) == ContractState::Live && visit.actor.may(Action::EndContract, &seen.place);
    let years = held.outturn();
    let offices = Place { clusters: vec![held.cluster.id], ..Place::default() };
    let concerns = contract.live_at.is_some() && visit.actor.may(Action::SeeConcern, &offices);
    Inside {
        price: describe(&held.schedule, &held.category.shape),
        notice_on: contract.notice_on,
        notice_is_near: notice_is_near(contract.notice_on, today),
        provider_signed_on: contract.provider_signed_at.map(words::london_day),
        sign_as_provider: (may_sign && sells).then(|| format!("/contracts/{}/sign-provider", contract.id)),
        schools: held.parts.iter().map(|part| school_row(visit, held, part)).collect(),
        shows_costs: seen.is_buyer,
        chart: seen.is_buyer.then(|| chart(&years)).flatten(),
        years: if seen.is_buyer { years.iter().map(year_row).collect() } else { Vec::new() },
        end_href: may_end.then(|| format!("/contracts/{}/end", contract.id)),
        end_asked: contract.end_asked_by.is_some(),
        changes_href: contract.live_at.is_some().then(|| format!("/contracts/{}/changes", contract.id)),
        reviews_href: contract.live_at.is_some().then(|| format!("/contracts/{}/reviews", contract.id)),
        exit_href: contract.live_at.is_some().then(|| format!("/contracts/{}/exit", contract.id)),
        signers,
        savings_href: seen.is_buyer.then(|| format!("/clusters/{}/savings", held.cluster.slug)),
        concerns_href: concerns.then(|| format!("/contracts/{}/concerns", contract.id)),
    }
}

fn school_row(visit: &Visit, held: &Held, part: &Part) -> SchoolRow {
    let place = Place::school(part.school.id);
    let waits = held.contract.state == ContractState::Signing && part.row.signed_at.is_none();
    let quantity = |(unit, volume): (&String, &Exact)| {
        format!("{} {}", plain_number(volume), unit_name(&held.category.shape, unit, volume))
    };
    let id = held.contract.id;
    let urn = part.school.urn;
    let may_sign = waits && visit.actor.may(Action::SignForBody, &place);
    let may_enter = held.contract.live_at.is_some() && visit.actor.may(Action::EnterActuals, &place);
    SchoolRow {
        name: part.school.name.clone(),
        own: visit.actor.worn.as_ref().and_then(|worn| worn.for_school()) == Some(part.school.id),
        quantities: part.volumes().iter().map(quantity).collect(),
        cost: part.row.yearly_cost,
        body: part.row.body_name.clone(),
        signed_on: part.row.signed_at.map(words::london_day),
        minute: part.row.minute_reference.clone(),
        sign_href: may_sign.then(|| format!("/contracts/{id}/sign/{urn}")),
        enter_href: may_enter.then(|| format!("/schools/{urn}/savings/actuals/{id}")),
    }
}

fn year_row(year: &Delivered) -> YearRow {
    YearRow {
        year: year.words.clone(),
        expected: year.expected.pounds(),
        actual: year.actual.as_ref().map(Exact::pounds),
        change: year.actual.as_ref().map(|actual| (actual - &year.expected).pounds()),
        entered: year.entered,
        of: year.of,
    }
}

/// Drawn once something was paid.
fn chart(years: &[Delivered]) -> Option<LineChart> {
    let amount = |exact: &Exact| Money::rounded(exact).map(|money| money.0).unwrap_or_default();
    let paid = years.iter().filter_map(|year| year.actual.as_ref()).next_back()?;
    let period = |year: &Delivered| Period {
        name: year.words.clone(),
        expected: amount(&year.expected),
        actual: year.actual.as_ref().map(amount),
    };
    let periods: Vec<Period> = years.iter().map(period).collect();
    let heading = Heading {
        id: "outturn".to_owned(),
        finding: "What the contract was to cost, and what was paid".to_owned(),
        table: "Expected and actual cost by year".to_owned(),
    };
    let expected = years.last().map(|year| plain_price(&year.expected)).unwrap_or_default();
    LineChart::new(heading, &periods, [&format!("Expected: {expected}"), &format!("Actual: {}", plain_price(paid))])
}
