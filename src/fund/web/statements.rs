//! What each school has in a fund, year by year, as a page and as a file.

use super::{InFund, SEE, Year, inside, opened, path_of, school_names, this_year};
use crate::fund::rules::{Statement, Statements, year_words};
use crate::fund::{self, Seen};
use crate::platform::csv_out::Cell;
use crate::platform::error::Result;
use crate::platform::http::download;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::ids::SchoolId;
use ::entity::money::Money;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::Datelike;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The most years that can be gone back from one page.
const YEARS_SHOWN: i32 = 10;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/funds/{id}/statements", SEE, show).get(
        "/clusters/{slug}/funds/{id}/statements.csv",
        SEE,
        csv,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<StatementsPage>()]
}

#[derive(Clone, Serialize)]
struct Row {
    name: String,
    own: bool,
    opening: Money,
    contributed: Money,
    grants: Money,
    spending: Money,
    moved: Money,
    closing: Money,
    owes: Money,
}

fn row(of: &Statement, name: String, own: bool) -> Row {
    Row {
        name,
        own,
        opening: of.opening,
        contributed: of.contributed,
        grants: of.grants,
        spending: of.spending,
        moved: of.moved,
        closing: of.closing,
        owes: of.owes,
    }
}

#[derive(Serialize)]
struct StatementsPage {
    path: String,
    year: String,
    asked: i32,
    years: Vec<Year>,
    rows: Vec<Row>,
    total: Row,
    bank: Money,
    owed: Money,
}

impl Page for StatementsPage {
    const TEMPLATE: &'static str = "fund/statements.html";
    fn samples() -> Vec<Self> {
        let of = |name: &str, own| row(&Statement::default(), name.to_owned(), own);
        vec![Self {
            path: "/clusters/northgate/funds/1".to_owned(),
            year: "2026 to 2027".to_owned(),
            asked: 2026,
            years: vec![Year { href: "?year=2026".to_owned(), text: "2026 to 2027".to_owned(), current: true }],
            rows: vec![of("Rose Hill", true), of("All together", false)],
            total: of("The fund", false),
            bank: Money(0),
            owed: Money(0),
        }]
    }
}

#[derive(Deserialize)]
struct Asked {
    year: Option<i32>,
}

async fn gather(
    visit: &Visit,
    at: &InFund,
    asked: &Asked,
) -> Result<(Seen, i32, Statements, HashMap<SchoolId, String>)> {
    let seen = opened(visit, at).await?;
    let year = asked.year.unwrap_or_else(|| this_year(visit)).clamp(2000, 2100);
    let found = fund::statements_of(visit.read(), &seen.fund, year).await?;
    let names = school_names(visit, seen.cluster.id).await?;
    Ok((seen, year, found, names))
}

fn rows(found: &Statements, names: &HashMap<SchoolId, String>, own: Option<SchoolId>) -> Vec<Row> {
    let name = |of: &Statement| of.school.and_then(|school| names.get(&school).cloned()).unwrap_or_default();
    let schools = found.schools.iter().map(|of| row(of, name(of), of.school == own && own.is_some()));
    schools.chain([row(&found.together, "All schools together".to_owned(), false)]).collect()
}

async fn show(visit: Visit, Path(at): Path<InFund>, Query(asked): Query<Asked>) -> Result<Response> {
    let (seen, year, found, names) = gather(&visit, &at, &asked).await?;
    let own = visit.actor.worn.as_ref().and_then(|worn| worn.for_school());
    let first = seen.fund.proposed_at.year() - 1;
    let years = (first..=this_year(&visit)).rev().take(usize::try_from(YEARS_SHOWN).unwrap_or_default());
    let link = |each: i32| Year { href: format!("?year={each}"), text: year_words(each), current: each == year };
    let page = StatementsPage {
        path: path_of(&seen),
        year: year_words(year),
        asked: year,
        years: years.map(link).collect(),
        rows: rows(&found, &names, own),
        total: row(&found.total, "The fund".to_owned(), false),
        bank: found.bank,
        owed: found.total.owes,
    };
    visit.page(inside("Statements", &seen, "statements"), &page)
}

async fn csv(visit: Visit, Path(at): Path<InFund>, Query(asked): Query<Asked>) -> Result<Response> {
    let (seen, year, found, names) = gather(&visit, &at, &asked).await?;
    let head =
        ["School", "Opening", "Put in", "Share of grants", "Share of spending", "Moved", "Balance", "Owes the fund"];
    let mut lines = vec![head.map(Cell::text).to_vec()];
    let total = row(&found.total, "The fund".to_owned(), false);
    for each in rows(&found, &names, None).into_iter().chain([total]) {
        let figures = [each.opening, each.contributed, each.grants, each.spending, each.moved, each.closing, each.owes];
        lines.push([Cell::text(each.name)].into_iter().chain(figures.map(Cell::number)).collect());
    }
    download::csv(&format!("fund-{}-{year}", seen.cluster.slug), &lines)
}
