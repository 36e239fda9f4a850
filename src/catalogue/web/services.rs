//! What is offered, for anybody to see: the categories, and the listings of one.

use super::shown::area_name;
use super::{Choice, choice, school_words};
use crate::catalogue::rules::PriceSight;
use crate::catalogue::rules::price_sight;
use crate::catalogue::store::{self, Named, Sought};
use crate::catalogue::{authorities, kind_words, reader};
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::price::form::guide;
use ::entity::listing::ListingKind;
use ::entity::provider::ProviderKind;
use ::entity::school::Phase;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

const ROWS_OF_A_PAGE: u64 = 20;

pub(super) fn routes() -> Routes {
    Routes::new().get("/services", Who::Public, show_categories).get("/services/{category}", Who::Public, show_category)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<CategoriesPage>(), PageSample::of::<CategoryPage>()]
}

#[derive(Serialize)]
struct CategoryRow {
    href: String,
    name: String,
    listings: i64,
}

#[derive(Serialize)]
struct CategoriesPage {
    rows: Vec<CategoryRow>,
}

impl Page for CategoriesPage {
    const TEMPLATE: &'static str = "catalogue/categories.html";
    fn samples() -> Vec<Self> {
        let row = |listings| CategoryRow { href: "/services/hr".to_owned(), name: "HR".to_owned(), listings };
        vec![Self { rows: vec![row(0), row(1), row(7)] }]
    }
}

async fn show_categories(visit: Visit) -> Result<Response> {
    let counts = store::counts(visit.read()).await?;
    let row = |category: ::entity::category::Model| CategoryRow {
        href: format!("/services/{}", category.slug),
        listings: counts.get(&category.id).copied().unwrap_or(0),
        name: category.name,
    };
    let rows = store::categories(visit.read()).await?.into_iter().map(row).collect();
    visit.page(frame("Services and prices"), &CategoriesPage { rows })
}

/// One published listing of the list.
#[derive(Serialize)]
struct Row {
    href: String,
    title: String,
    summary: String,
    provider: String,
    provider_href: String,
    kind: &'static str,
    is_sla: bool,
    /// "from 3p a meal".
    price: Option<String>,
    is_expired: bool,
}

impl Row {
    fn of(found: Named, is_of_a_school: bool, today: NaiveDate) -> Result<Self> {
        let schedule = serde_json::from_value(found.version.schedule)?;
        let sight = price_sight(found.listing.price_visibility, is_of_a_school, false);
        Ok(Row {
            href: format!("/services/{}/{}", found.category.slug, found.listing.slug),
            title: found.version.title,
            summary: found.version.summary,
            provider_href: format!("/providers/{}", found.provider.slug),
            kind: kind_words(found.provider.kind),
            provider: found.provider.name,
            is_sla: found.listing.kind == ListingKind::Sla,
            price: guide(&schedule, &found.category.shape).filter(|_| sight != PriceSight::SignIn),
            is_expired: found.version.valid_to.is_some_and(|last| last < today),
        })
    }
}

#[derive(Serialize)]
struct CategoryPage {
    form: FormView,
    name: String,
    path: String,
    rows: Vec<Row>,
    found: u64,
    is_filtered: bool,
    pages: Paging,
    areas: Vec<Choice>,
    phases: Vec<Choice>,
    providers: Vec<Choice>,
    /// Where the reader's own school compares.
    compare: Option<String>,
}

impl Page for CategoryPage {
    const TEMPLATE: &'static str = "catalogue/category.html";
    fn samples() -> Vec<Self> {
        let row = |is_sla: bool| Row {
            href: "/services/catering/meals".to_owned(),
            title: "Meals".to_owned(),
            summary: "Meals cooked in school".to_owned(),
            provider: "Provider A".to_owned(),
            provider_href: "/providers/a".to_owned(),
            kind: "Firm",
            is_sla,
            price: is_sla.then(|| "from 3p a meal".to_owned()),
            is_expired: is_sla,
        };
        let page = |rows: Vec<Row>, is_filtered: bool| Self {
            form: FormView::default().with("area", "335"),
            name: "Catering".to_owned(),
            path: "/services/catering".to_owned(),
            found: rows.len() as u64,
            pages: Paging::of(21, ROWS_OF_A_PAGE, None, &[]),
            areas: area_choices(),
            phases: phase_choices(),
            providers: provider_choices(),
            compare: is_filtered.then(|| "/schools/100123/compare/catering".to_owned()),
            rows,
            is_filtered,
        };
        vec![page(vec![row(true), row(false)], false), page(Vec::new(), true), page(Vec::new(), false)]
    }
}

fn area_choices() -> Vec<Choice> {
    authorities().iter().map(|(code, _)| choice(*code, area_name(code))).collect()
}

fn phase_choices() -> Vec<Choice> {
    let real = Phase::ALL.iter().filter(|phase| **phase != Phase::NotApplicable);
    real.map(|phase| choice(phase.as_str(), school_words(phase.as_str()))).collect()
}

fn provider_choices() -> Vec<Choice> {
    ProviderKind::ALL.iter().map(|kind| choice(kind.as_str(), kind_words(*kind))).collect()
}

/// The filters of the address; what is none of the choices filters nothing.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    area: String,
    #[serde(default)]
    phase: String,
    #[serde(default)]
    provider: String,
    page: Option<u64>,
}

impl Asked {
    fn sought(&self) -> Sought {
        let known = authorities().iter().find(|(code, _)| *code == self.area);
        Sought {
            area: known.map(|(code, _)| (*code).to_owned()),
            phase: self.phase.parse().ok(),
            provider: self.provider.parse().ok(),
        }
    }

    fn form(&self) -> FormView {
        FormView::default().with("area", &self.area).with("phase", &self.phase).with("provider", &self.provider)
    }
}

async fn show_category(visit: Visit, Path(slug): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    let category = store::category_by_slug(visit.read(), &slug).await?.ok_or(Error::NotFound)?;
    let sought = asked.sought();
    let found = store::count_sought(visit.read(), category.id, &sought).await?;
    let kept = [("area", asked.area.as_str()), ("phase", &asked.phase), ("provider", &asked.provider)];
    let pages = Paging::of(found, ROWS_OF_A_PAGE, asked.page, &kept);
    let listings = store::sought(visit.read(), category.id, &sought, pages.skipped(), ROWS_OF_A_PAGE).await?;
    let reader = reader(&visit).await?;
    let today = words::london_day(visit.now);
    let rows: Result<Vec<Row>> =
        listings.into_iter().map(|listing| Row::of(listing, reader.is_of_a_school, today)).collect();
    let page = CategoryPage {
        form: asked.form(),
        path: format!("/services/{slug}"),
        rows: rows?,
        found,
        is_filtered: sought != Sought::default(),
        pages,
        areas: area_choices(),
        phases: phase_choices(),
        providers: provider_choices(),
        compare: reader.compare(&slug),
        name: category.name.clone(),
    };
    visit.page(frame(format!("{} services", category.name)).back("/services", "Services"), &page)
}
