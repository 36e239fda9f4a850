//! Savings term by term, from invoices: a cluster's with its schools, and one school's.

mod page;
mod promise;
mod view;

use super::terms::page::TermsPage;
use crate::platform::access::Action;
use crate::platform::csv_out::Cell;
use crate::platform::error::{Error, Result};
use crate::platform::http::download;
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::savings::{self, TermLedger, categories_by_id, cluster_by_slug, place_of, school_seen};
use ::entity::exact::Exact;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;
use view::{Asked, Shown};

const MEMBERS: Who = Who::May(&[Action::SeeCluster]);
const STAFF: Who = Who::May(&[Action::SeeSchool]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/savings/terms", MEMBERS, of_cluster)
        .get("/clusters/{slug}/savings/terms.csv", MEMBERS, cluster_csv)
        .get("/schools/{urn}/savings/terms", STAFF, of_school)
        .get("/schools/{urn}/savings/terms.csv", STAFF, school_csv)
        .merge(promise::routes())
}

pub(super) fn pages() -> Vec<PageSample> {
    let mut pages = vec![PageSample::of::<TermsPage>()];
    pages.extend(promise::pages());
    pages
}

#[derive(Deserialize)]
struct Filter {
    year: Option<String>,
    by: Option<String>,
    page: Option<u64>,
}

impl Filter {
    fn asked(self, ledger: &TermLedger, visit: &Visit) -> Asked {
        let years = ledger.years();
        let wanted = self.year.filter(|year| year == view::ALL_YEARS || years.contains(year));
        let newest = || ledger.year_at(words::london_day(visit.now)).unwrap_or_default();
        let by = self.by.and_then(|by| by.parse().ok()).unwrap_or_default();
        Asked { year: wanted.unwrap_or_else(newest), by, page: self.page }
    }
}

async fn of_cluster(visit: Visit, Path(slug): Path<String>, Query(filter): Query<Filter>) -> Result<Response> {
    let cluster = cluster_by_slug(visit.read(), &slug).await?.ok_or(Error::NotFound)?;
    let place = place_of(visit.read(), cluster.id).await?;
    visit.actor.require_sight(Action::SeeCluster, &place)?;
    let ledger = savings::terms(visit.read(), cluster.id).await?;
    let asked = filter.asked(&ledger, &visit);
    let shown = Shown::load(&visit, ledger, asked).await?;
    let net = page::net(&visit, cluster.id, &shown).await?;
    let page = TermsPage::of_cluster(&visit, &cluster, &place, &shown, net);
    let form = page.form.clone();
    let frame = frame(format!("Savings by term, {}", cluster.name));
    let seen_by = format!("people of {} and its member schools", cluster.name);
    visit.form_page(frame.back(format!("/clusters/{slug}/savings"), "Savings").seen_by(seen_by), &form, &page)
}

async fn of_school(visit: Visit, Path(urn): Path<i32>, Query(filter): Query<Filter>) -> Result<Response> {
    let school = school_seen(&visit, urn).await?;
    let ledger = savings::of_school(visit.read(), school.id).await?;
    let asked = filter.asked(&ledger, &visit);
    let shown = Shown::load(&visit, ledger, asked).await?;
    let page = TermsPage::of_school(&visit, &school, &shown);
    let form = page.form.clone();
    let frame = frame(format!("Savings by term, {}", school.name)).back(format!("/schools/{urn}/savings"), "Savings");
    visit.form_page(frame.seen_by(format!("staff and governors of {}", school.name)), &form, &page)
}

async fn cluster_csv(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let cluster = cluster_by_slug(visit.read(), &slug).await?.ok_or(Error::NotFound)?;
    visit.actor.require_sight(Action::SeeCluster, &place_of(visit.read(), cluster.id).await?)?;
    let ledger = savings::terms(visit.read(), cluster.id).await?;
    csv(&visit, &format!("savings-by-term-{slug}"), &ledger).await
}

async fn school_csv(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let school = school_seen(&visit, urn).await?;
    let ledger = savings::of_school(visit.read(), school.id).await?;
    csv(&visit, &format!("savings-by-term-{urn}"), &ledger).await
}

const HEADINGS: [&str; 13] = [
    "School",
    "URN",
    "Service",
    "Provider",
    "Contract",
    "Year",
    "Term",
    "Before, £",
    "Expected, £",
    "Paid, £",
    "Saved, £",
    "Because of the price, £",
    "Because of the quantity, £",
];

async fn csv(visit: &Visit, name: &str, ledger: &TermLedger) -> Result<Response> {
    let categories = categories_by_id(visit.read()).await?;
    let number = |exact: Option<Exact>| exact.map_or_else(Cell::empty, |exact| Cell::number(exact.pounds()));
    let mut rows = vec![HEADINGS.map(Cell::text).to_vec()];
    for line in &ledger.lines {
        let Some(held) = ledger.held(line) else { continue };
        let school = held.part_of(line.school).map(|part| &part.school);
        let figures = &line.figures;
        rows.push(vec![
            Cell::text(school.map(|school| school.name.clone()).unwrap_or_default()),
            school.map_or_else(Cell::empty, |school| Cell::number(school.urn)),
            Cell::text(categories.get(&line.category).map(|category| category.name.clone()).unwrap_or_default()),
            Cell::text(held.provider.name.clone()),
            Cell::text(held.contract.title.clone()),
            Cell::text(line.year_words.clone()),
            Cell::text(line.term.words()),
            number(figures.compared.clone()),
            number(Some(figures.facts.agreed.clone())),
            number(figures.facts.paid.clone()),
            number(figures.realised()),
            number(figures.price_effect.clone()),
            number(figures.volume_effect.clone()),
        ]);
    }
    download::csv(name, &rows)
}
