//! What the cluster costs to run and the funding it receives, year by year.

use super::{Choice, RECORD, SEE, choice, inside, opened};
use crate::cluster::{self as verbs, MoneyLine, NewEntry};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use ::entity::cluster_money::MoneyKind;
use ::entity::ids::ClusterMoneyId;
use ::entity::money::Money;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/money", SEE, show).post("/clusters/{slug}/money", RECORD, record).post(
        "/clusters/{slug}/money/{id}/remove",
        RECORD,
        remove,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<MoneyPage>()]
}

#[derive(Serialize)]
struct Entry {
    /// Of what was recorded by hand.
    id: Option<String>,
    kind: &'static str,
    purpose: String,
    amount: Money,
    recorded_on: Option<NaiveDate>,
    /// The fund whose ledger says so.
    fund: Option<String>,
    counts: bool,
}

#[derive(Serialize)]
struct Year {
    href: String,
    text: String,
    current: bool,
}

#[derive(Serialize)]
struct MoneyPage {
    form: FormView,
    slug: String,
    cluster: String,
    year: String,
    years: Vec<Year>,
    entries: Vec<Entry>,
    running_costs: Money,
    funding: Money,
    kinds: Vec<Choice>,
    may_record: bool,
}

impl Page for MoneyPage {
    const TEMPLATE: &'static str = "cluster/money.html";
    fn samples() -> Vec<Self> {
        let entry = |kind| Entry {
            id: Some("1".to_owned()),
            kind: kind_words(kind),
            purpose: "Clerk".to_owned(),
            amount: Money(25_000_000),
            recorded_on: Some(NaiveDate::default()),
            fund: None,
            counts: false,
        };
        let in_fund = || Entry {
            id: None,
            recorded_on: None,
            fund: Some("/clusters/northgate/funds/1".to_owned()),
            counts: true,
            ..entry(MoneyKind::RunningCost)
        };
        let page = |entries, may_record| Self {
            form: FormView::default(),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            year: words_of(2026),
            years: vec![Year { href: "?year=2026".to_owned(), text: words_of(2026), current: true }],
            entries,
            running_costs: Money(25_000_000),
            funding: Money(0),
            kinds: kinds(),
            may_record,
        };
        vec![
            page(Vec::new(), false),
            page(vec![in_fund(), entry(MoneyKind::RunningCost), entry(MoneyKind::Funding)], true),
            page(vec![entry(MoneyKind::Funding)], false),
        ]
    }
}

fn kind_words(kind: MoneyKind) -> &'static str {
    match kind {
        MoneyKind::RunningCost => "Running cost",
        MoneyKind::Funding => "Funding received",
    }
}

fn kinds() -> Vec<Choice> {
    MoneyKind::ALL.iter().map(|kind| choice(kind, kind_words(*kind))).collect()
}

/// "2026 to 2027".
fn words_of(year: i32) -> String {
    format!("{year} to {}", year + 1)
}

/// The financial year (April to March) that a day is in.
fn financial_year(day: NaiveDate) -> i32 {
    if day.month() < 4 { day.year() - 1 } else { day.year() }
}

#[derive(Deserialize)]
struct Asked {
    year: Option<i32>,
}

async fn show(visit: Visit, Path(slug): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    money_page(&visit, &slug, asked.year, FormView::default()).await
}

async fn money_page(visit: &Visit, slug: &str, asked: Option<i32>, mut form: FormView) -> Result<Response> {
    let (cluster, place) = opened(visit, slug).await?;
    let mut years = verbs::money_years(visit.read(), cluster.id).await?;
    let this_year = financial_year(words::london_day(visit.now));
    let year = asked.or(years.first().copied()).unwrap_or(this_year);
    if !years.contains(&year) {
        years.push(year);
        years.sort_by(|one, other| other.cmp(one));
    }
    if form.values.is_empty() {
        form = form.with("year", year.to_string());
    }
    let entries = verbs::all_money_in(visit.read(), cluster.id, year).await?;
    let counted = |kind| entries.iter().filter(move |entry| entry.kind == kind && entry.counts);
    let sum = |kind| counted(kind).map(|entry| entry.amount).sum();
    let link = |each: i32| Year { href: format!("?year={each}"), text: words_of(each), current: each == year };
    let page = MoneyPage {
        form: form.clone(),
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
        year: words_of(year),
        years: years.into_iter().map(link).collect(),
        running_costs: sum(MoneyKind::RunningCost),
        funding: sum(MoneyKind::Funding),
        entries: entries.into_iter().map(|line| entry(slug, line)).collect(),
        kinds: kinds(),
        may_record: visit.actor.may(Action::RecordAgreement, &place),
    };
    visit.form_page(inside("Costs and funding", &cluster), &form, &page)
}

fn entry(slug: &str, line: MoneyLine) -> Entry {
    Entry {
        id: line.recorded.as_ref().map(|row| row.id.to_string()),
        kind: kind_words(line.kind),
        purpose: line.purpose,
        amount: line.amount,
        recorded_on: line.recorded.map(|row| words::london_day(row.recorded_at)),
        fund: line.fund.map(|id| format!("/clusters/{slug}/funds/{id}")),
        counts: line.counts,
    }
}

async fn record(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let read = fields.read(|form| NewEntry {
        kind: form.choice("kind", MoneyKind::ALL, "Choose running cost or funding"),
        purpose: form.required("purpose", "Enter what it is for"),
        year: form.whole("year", 2000..=2100, "Enter the year in which the financial year starts, like 2026"),
        amount: form.money("amount", "Enter an amount in pounds and pence, like 1250 or 1250.50"),
    });
    match read {
        Ok(new) => {
            let year = new.year;
            match verbs::record_money(&visit, &cluster, new).await {
                Ok(()) => visit.go_saying(format!("/clusters/{slug}/money?year={year}"), "Recorded"),
                Err(error) => money_page(&visit, &slug, Some(year), fields.refused(error)?).await,
            }
        }
        Err(form) => money_page(&visit, &slug, None, form).await,
    }
}

async fn remove(visit: Visit, Path((slug, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let id: ClusterMoneyId = id.parse().map_err(|_| Error::NotFound)?;
    match fields.read(|form| form.required(&format!("reason-{id}"), "Enter why the entry is wrong")) {
        Ok(reason) => match verbs::remove_money(&visit, &cluster, id, &reason).await {
            Ok(()) => visit.go_saying(format!("/clusters/{slug}/money"), "The entry is removed"),
            Err(error) => money_page(&visit, &slug, None, fields.refused(error)?).await,
        },
        Err(form) => money_page(&visit, &slug, None, form).await,
    }
}
