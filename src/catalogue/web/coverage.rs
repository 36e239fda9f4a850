//! Where an organisation offers what, how many schools are there, and where it offers nothing.

use super::{Choice, choice};
use crate::catalogue::coverage::{Coverage, Offered, coverage};
use crate::catalogue::{self, Spread, authority_name, regions, spread};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use axum::extract::Query;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub(super) fn routes() -> Routes {
    Routes::new().get("/organisation/coverage", Who::May(&[Action::SeeOrganisation]), show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<CoveragePage>()]
}

#[derive(Serialize)]
struct Row {
    category: String,
    href: String,
    listings: usize,
    authorities: usize,
    schools: i64,
}

/// What is not covered of a region.
#[derive(Serialize)]
struct Gap {
    region: &'static str,
    schools: i64,
    /// "Walsall (129 schools)".
    areas: Vec<String>,
}

#[derive(Serialize)]
struct CoveragePage {
    form: FormView,
    rows: Vec<Row>,
    categories: Vec<Choice>,
    /// "Catering", or everything together.
    what: String,
    spread: Vec<Spread>,
    gaps: Vec<Gap>,
}

impl Page for CoveragePage {
    const TEMPLATE: &'static str = "catalogue/coverage.html";
    fn samples() -> Vec<Self> {
        let row = Row {
            category: "Catering".to_owned(),
            href: "?category=catering".to_owned(),
            listings: 2,
            authorities: 1,
            schools: 129,
        };
        let gap = Gap { region: "West Midlands", schools: 40, areas: vec!["Dudley (40 schools)".to_owned()] };
        let page = |rows, gaps| Self {
            form: FormView::default(),
            rows,
            categories: vec![choice("catering", "Catering")],
            what: "Catering".to_owned(),
            spread: spread(&["335".to_owned()].into()),
            gaps,
        };
        vec![page(vec![row], vec![gap]), page(Vec::new(), Vec::new())]
    }
}

#[derive(Deserialize)]
struct Asked {
    category: Option<String>,
}

async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let provider = catalogue::own_provider(&visit).await?;
    let held = coverage(&visit, provider.id).await?;
    let chosen = held.offered.iter().find(|one| Some(&one.category.slug) == asked.category.as_ref());
    let codes = chosen.map_or_else(|| held.all(), |one| one.codes.clone());
    let page = CoveragePage {
        form: FormView::default().with("category", asked.category.clone().unwrap_or_default()),
        rows: held.offered.iter().map(|one| row(&held, one)).collect(),
        categories: held.offered.iter().map(|one| choice(&one.category.slug, &one.category.name)).collect(),
        what: chosen.map_or_else(|| "Everything together".to_owned(), |one| one.category.name.clone()),
        gaps: gaps(&held, &codes),
        spread: if held.offered.is_empty() { Vec::new() } else { spread(&codes) },
    };
    let head = frame("Coverage").back("/organisation", "Organisation");
    visit.page(head.seen_by(format!("{} staff", provider.name)), &page)
}

fn row(held: &Coverage, one: &Offered) -> Row {
    Row {
        category: one.category.name.clone(),
        href: format!("?category={}", one.category.slug),
        listings: one.listings,
        authorities: one.codes.len(),
        schools: held.schools_in(&one.codes),
    }
}

/// The authorities that are not covered, in the regions of which some are; where nothing is offered there is no gap.
fn gaps(held: &Coverage, codes: &BTreeSet<String>) -> Vec<Gap> {
    let of_region = |region: &crate::catalogue::Region| {
        let (covered, open): (Vec<&str>, Vec<&str>) = region.codes.iter().partition(|code| codes.contains(**code));
        let named = |code: &&str| {
            let schools = held.schools.get(*code).copied().unwrap_or(0);
            format!(
                "{} ({})",
                authority_name(code).unwrap_or(code),
                crate::platform::words::plural(schools, "school", "schools")
            )
        };
        let of_gap: BTreeSet<String> = open.iter().map(|code| (*code).to_owned()).collect();
        (!covered.is_empty() && !open.is_empty()).then(|| Gap {
            region: region.name,
            schools: held.schools_in(&of_gap),
            areas: open.iter().map(named).collect(),
        })
    };
    regions().iter().filter_map(of_region).collect()
}
