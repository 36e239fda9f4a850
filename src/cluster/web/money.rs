//! What the cluster costs to run and the funding it receives, year by year.

use super::{Choice, RECORD, SEE, choice, inside, opened};
use crate::cluster::{self as verbs, NewEntry, store};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use ::entity::cluster_money::{self, MoneyKind};
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
    id: String,
    kind: &'static str,
    purpose: String,
    amount: Money,
    recorded_on: NaiveDate,
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
            id: "1".to_owned(),
            kind: kind_words(kind),
            purpose: "Clerk".to_owned(),
            amount: Money(25_000_000),
            recorded_on: NaiveDate::default(),
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
            page(vec![entry(MoneyKind::RunningCost), entry(MoneyKind::Funding)], true),
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
    let mut years = store::money_years(visit.read(), cluster.id).await?;
    let this_year = financial_year(words::london_day(visit.now));
    let year = asked.or(years.first().copied()).unwrap_or(this_year);
    if !years.contains(&year) {
        years.push(year);
        years.sort_by(|one, other| other.cmp(one));
    }
    if form.values.is_empty() {
        form = form.with("year", year.to_string());
    }
    let entries = store::money_in(visit.read(), cluster.id, year).await?;
    let sum = |kind| entries.iter().filter(|entry| entry.kind == kind).map(|entry| entry.amount).sum();
    let link = |each: i32| Year { href: format!("?year={each}"), text: words_of(each), current: each == year };
    let page = MoneyPage {
        form: form.clone(),
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
        year: words_of(year),
        years: years.into_iter().map(link).collect(),
        running_costs: sum(MoneyKind::RunningCost),
        funding: sum(MoneyKind::Funding),
        entries: entries.into_iter().map(entry).collect(),
        kinds: kinds(),
        may_record: visit.actor.may(Action::RecordAgreement, &place),
    };
    visit.form_page(inside("Costs and funding", &cluster), &form, &page)
}

fn entry(row: cluster_money::Model) -> Entry {
    Entry {
        id: row.id.to_string(),
        kind: kind_words(row.kind),
        purpose: row.purpose,
        amount: row.amount,
        recorded_on: words::london_day(row.recorded_at),
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
