//! The pages of contracts.

mod actuals;
mod calendar;
mod change;
mod end;
mod invoices;
mod lists;
mod record;
mod reviews;
mod show;
mod sign;
mod signing;

use super::rules::term::{notice_is_near, phase, words as state_words};
use super::store::Held;
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::Routes;
use ::entity::money::Money;
use chrono::NaiveDate;
use serde::Serialize;

pub fn routes() -> Routes {
    Routes::new()
        .merge(lists::routes())
        .merge(record::routes())
        .merge(show::routes())
        .merge(sign::routes())
        .merge(end::routes())
        .merge(actuals::routes())
        .merge(invoices::routes())
        .merge(change::routes())
        .merge(reviews::routes())
        .merge(calendar::routes())
}

pub fn pages() -> Vec<PageSample> {
    [
        lists::pages(),
        record::pages(),
        show::pages(),
        sign::pages(),
        end::pages(),
        actuals::pages(),
        invoices::pages(),
        change::pages(),
        reviews::pages(),
        calendar::pages(),
    ]
    .concat()
}

/// An answer to choose.
#[derive(Clone, Debug, Serialize)]
struct Choice {
    value: String,
    text: String,
}

/// One contract in a list.
#[derive(Clone, Debug, Serialize)]
struct Row {
    href: String,
    title: String,
    service: String,
    provider: String,
    cluster: String,
    cluster_href: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    notice_on: Option<NaiveDate>,
    notice_is_near: bool,
    schools: usize,
    /// First year of all its schools together.
    yearly: Money,
    /// The whole term; none where the stored price does not fit the schools.
    total: Option<String>,
    state: &'static str,
    kind: &'static str,
}

impl Row {
    fn of(held: &Held, today: NaiveDate) -> Row {
        let contract = &held.contract;
        let (state, kind) = state_words(phase(contract, today));
        Row {
            href: format!("/contracts/{}", contract.id),
            title: contract.title.clone(),
            service: held.category.name.clone(),
            provider: held.provider.name.clone(),
            cluster: held.cluster.name.clone(),
            cluster_href: format!("/clusters/{}", held.cluster.slug),
            starts_on: contract.starts_on,
            ends_on: contract.ends_on,
            notice_on: contract.notice_on,
            notice_is_near: notice_is_near(contract.notice_on, today),
            schools: held.parts.len(),
            yearly: held.yearly_cost(),
            total: held.priced().map(|priced| priced.whole_life.pounds()),
            state,
            kind,
        }
    }

    fn samples() -> Vec<Row> {
        let row = |notice_is_near: bool, total: Option<&str>| Row {
            href: "/contracts/1".to_owned(),
            title: "Catering 2027 to 2030".to_owned(),
            service: "Catering".to_owned(),
            provider: "A".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            cluster_href: "/clusters/northgate".to_owned(),
            starts_on: NaiveDate::default(),
            ends_on: NaiveDate::default(),
            notice_on: notice_is_near.then(NaiveDate::default),
            notice_is_near,
            schools: 9,
            yearly: Money(120_000_000),
            total: total.map(str::to_owned),
            state: "In force",
            kind: "done",
        };
        vec![row(true, Some("36000.00")), row(false, None)]
    }
}
