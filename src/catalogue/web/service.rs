//! One published listing, for anybody to see, with every version of it.

use super::shown::Shown;
use super::versions::{self, Listed, VersionRow};
use crate::catalogue::rules::{self, Phase, PriceSight, price_sight};
use crate::catalogue::{self, Reader, Said, Score, kind_words, reader, score_words, store};
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::category::Model as Category;
use ::entity::listing::{ListingKind, Model as Listing};
use ::entity::listing_version::Model as Version;
use ::entity::provider::Model as Provider;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// So many ratings stand on the listing itself; all have a page of their own.
const NEWEST_RATINGS: u64 = 3;

pub(super) fn routes() -> Routes {
    Routes::new().get("/services/{category}/{listing}", Who::Public, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ListingPage>()]
}

#[derive(Serialize)]
struct ListingPage {
    shown: Shown,
    category: String,
    provider: String,
    provider_href: String,
    provider_kind: &'static str,
    is_sla: bool,
    is_withdrawn: bool,
    /// It is being withdrawn: its last day.
    last_day: Option<NaiveDate>,
    withdrawal_reason: Option<String>,
    /// The prices of a later version and the day from which they hold.
    next: Option<Next>,
    /// Another version than the one that is offered: the address of that.
    newest: Option<String>,
    number: i32,
    versions: Vec<VersionRow>,
    compare: Option<String>,
    /// Where the reader's school orders it.
    order: Option<String>,
    /// "4.3 of 5 from 12 schools".
    rating: String,
    /// What schools show of their ratings, and how many there are.
    shown_ratings: u64,
    newest_ratings: Vec<RatingRow>,
    ratings_path: String,
}

/// A rating that a school shows, in short.
#[derive(Serialize)]
struct RatingRow {
    school: String,
    score: &'static str,
    words: String,
    is_replied: bool,
}

impl RatingRow {
    fn sample() -> Self {
        let (school, words) = ("Canal Side Primary".to_owned(), "Menus are better".to_owned());
        RatingRow { school, score: score_words(4), words, is_replied: true }
    }

    fn of(said: catalogue::Said) -> Self {
        RatingRow {
            school: said.school.name,
            score: score_words(said.rating.score),
            words: said.rating.words,
            is_replied: said.reply.is_some(),
        }
    }
}

impl Page for ListingPage {
    const TEMPLATE: &'static str = "catalogue/listing.html";
    fn samples() -> Vec<Self> {
        let page = |is_full: bool, sight| Self {
            shown: Shown::sample(is_full, sight),
            category: "Catering".to_owned(),
            provider: "Provider A".to_owned(),
            provider_href: "/providers/a".to_owned(),
            provider_kind: "Firm",
            is_sla: is_full,
            is_withdrawn: is_full,
            last_day: (!is_full).then(NaiveDate::default),
            withdrawal_reason: is_full.then(|| "We stop cooking".to_owned()),
            next: (!is_full)
                .then(|| Next { href: "/services/catering/meals?version=2".to_owned(), from: NaiveDate::default() }),
            newest: is_full.then(|| "/services/catering/meals".to_owned()),
            number: 1,
            versions: versions::samples(),
            compare: is_full.then(|| "/schools/100123/compare/catering".to_owned()),
            order: is_full.then(|| "/schools/100123/orders/new?listing=1".to_owned()),
            rating: "4.3 of 5 from 3 schools".to_owned(),
            shown_ratings: u64::from(is_full),
            newest_ratings: is_full.then(RatingRow::sample).into_iter().collect(),
            ratings_path: "/services/catering/meals/ratings".to_owned(),
        };
        vec![page(true, PriceSight::Full), page(false, PriceSight::Guide), page(false, PriceSight::SignIn)]
    }
}

/// A version that is published and not yet offered.
#[derive(Serialize)]
struct Next {
    href: String,
    from: NaiveDate,
}

#[derive(Deserialize)]
struct Asked {
    version: Option<i32>,
}

/// The listing of an address with whose it is and its versions, the newest first. One query.
pub(super) async fn found(
    visit: &Visit,
    category: &str,
    slug: &str,
) -> Result<(Category, Listing, Provider, Vec<Version>)> {
    let category = catalogue::held_category(visit, category).await?.ok_or(Error::NotFound)?;
    let found = store::listing_with_versions(visit.read(), category.id, slug).await?;
    let (listing, provider, versions) = found.ok_or(Error::NotFound)?;
    Ok((category, listing, provider, versions))
}

/// The version with this number, or the one that is offered.
async fn version_of(visit: &Visit, listing: &Listing, versions: &[Version], asked: Option<i32>) -> Result<Version> {
    let found = match asked {
        Some(number) => store::version_numbered(visit.read(), listing.id, number).await?,
        None => versions.iter().find(|version| Some(version.id) == listing.version_id).cloned(),
    };
    found.ok_or(Error::NotFound)
}

/// The score of a listing, its newest ratings and how many there are. No query for one that nobody rated.
async fn opinions(visit: &Visit, listing: &Listing, reader: &Reader) -> Result<(Score, Vec<Said>, u64)> {
    if !listing.is_rated {
        return Ok(Default::default());
    }
    let score = catalogue::scores_of(visit, [listing.id]).await?.remove(&listing.id).unwrap_or_default();
    let rows = (0, NEWEST_RATINGS);
    let (said, total) = catalogue::ratings_shown(visit, listing.id, reader.is_of_a_school, rows).await?;
    Ok((score, said, total))
}

async fn show(
    visit: Visit,
    Path((category, slug)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (category, listing, provider, versions) = found(&visit, &category, &slug).await?;
    let version = version_of(&visit, &listing, &versions, asked.version).await?;
    let reader = match visit.own_urn() {
        Some(urn) if listing.kind != ListingKind::Sla => catalogue::reader_at(&visit, Some(urn)),
        _ => reader(&visit).await?,
    };
    let sight = price_sight(listing.price_visibility, reader.is_of_a_school, reader.is_of(provider.id));
    let path = format!("/services/{}/{slug}", category.slug);
    let today = words::london_day(visit.now);
    let offered = versions.iter().find(|version| Some(version.id) == listing.version_id);
    let phase = rules::phase(&listing, offered, today);
    let next = versions.iter().find(|version| Some(version.id) == listing.next_version_id);
    let shown = Shown::with_certificates(&visit, &listing, version.clone(), &category.shape, sight).await?;
    let order = reader.order(&visit, &listing, &version, &rules::areas_of(&version)?);
    let (score, said, shown_ratings) = opinions(&visit, &listing, &reader).await?;
    let number = version.number;
    let listed = Listed { listing: &listing, phase, path: &path, on_page: Some(number), names: HashMap::new() };
    let page = ListingPage {
        shown,
        provider_href: format!("/providers/{}", provider.slug),
        provider_kind: kind_words(provider.kind),
        provider: provider.name,
        is_sla: listing.kind == ListingKind::Sla,
        is_withdrawn: phase == Phase::Withdrawn,
        last_day: offered.and_then(|version| version.withdraws_on).filter(|_| phase == Phase::Withdrawing),
        withdrawal_reason: listing.withdrawal_reason.clone(),
        next: next.map(|next| Next { href: format!("{path}?version={}", next.number), from: next.valid_from }),
        newest: (Some(version.id) != listing.version_id).then(|| path.clone()),
        number,
        versions: versions.iter().map(|version| listed.row(version)).collect(),
        compare: reader.compare(&category.slug).filter(|_| phase.is_offered()),
        order: order.filter(|_| phase.is_offered()),
        rating: score.words(),
        shown_ratings,
        newest_ratings: said.into_iter().map(RatingRow::of).collect(),
        ratings_path: format!("{path}/ratings"),
        category: category.name.clone(),
    };
    let back = frame(page.shown.title()).back(format!("/services/{}", category.slug), category.name);
    visit.page(back, &page)
}
