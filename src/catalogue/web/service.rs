//! One published listing, for anybody to see, with every version of it.

use super::shown::{Shown, sample_content, sample_shape};
use crate::catalogue::rules::{PriceSight, price_sight};
use crate::catalogue::{self, kind_words, reader, score_words, store};
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::listing::{ListingKind, ListingState, Model as Listing};
use ::entity::listing_version::Model as Version;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// So many ratings stand on the listing itself; all have a page of their own.
const NEWEST_RATINGS: u64 = 3;

pub(super) fn routes() -> Routes {
    Routes::new().get("/services/{category}/{listing}", Who::Public, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ListingPage>()]
}

/// One version in the list of changes.
#[derive(Serialize)]
pub(super) struct VersionRow {
    href: String,
    number: i32,
    title: String,
    published_at: DateTime<Utc>,
    is_shown: bool,
}

impl VersionRow {
    pub(super) fn of(version: &Version, path: &str, shown: Option<i32>) -> Self {
        VersionRow {
            href: format!("{path}?version={}", version.number),
            number: version.number,
            title: version.title.clone(),
            published_at: version.published_at,
            is_shown: Some(version.number) == shown,
        }
    }
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
    /// Not the newest version: the address of that.
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
        let versions = |shown: i32| {
            let row = |number| VersionRow {
                href: "/services/catering/meals?version=1".to_owned(),
                number,
                title: "Meals".to_owned(),
                published_at: DateTime::UNIX_EPOCH,
                is_shown: number == shown,
            };
            vec![row(2), row(1)]
        };
        let page = |is_full: bool, sight| Self {
            shown: Shown::content(sample_content(is_full), &sample_shape(), sight, NaiveDate::MAX),
            category: "Catering".to_owned(),
            provider: "Provider A".to_owned(),
            provider_href: "/providers/a".to_owned(),
            provider_kind: "Firm",
            is_sla: is_full,
            is_withdrawn: is_full,
            newest: is_full.then(|| "/services/catering/meals".to_owned()),
            number: 1,
            versions: versions(1),
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

#[derive(Deserialize)]
struct Asked {
    version: Option<i32>,
}

/// The version asked for, or the newest.
async fn version_of(visit: &Visit, listing: &Listing, asked: Option<i32>) -> Result<(Version, Vec<Version>)> {
    let versions = store::versions_of(visit.read(), listing.id).await?;
    let found = match asked {
        Some(number) => store::version_numbered(visit.read(), listing.id, number).await?,
        None => versions.first().cloned(),
    };
    Ok((found.ok_or(Error::NotFound)?, versions))
}

async fn show(
    visit: Visit,
    Path((category, slug)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let category = store::category_by_slug(visit.read(), &category).await?.ok_or(Error::NotFound)?;
    let listing = store::listing_by_slug(visit.read(), category.id, &slug).await?.ok_or(Error::NotFound)?;
    let (version, versions) = version_of(&visit, &listing, asked.version).await?;
    let provider = catalogue::listing::provider_of(&visit, &listing).await?;
    let reader = reader(&visit).await?;
    let sight = price_sight(listing.price_visibility, reader.is_of_a_school, reader.is_of(provider.id));
    let areas = store::areas_of(visit.read(), listing.id).await?;
    let (number, newest) = (version.number, versions.first().map_or(0, |newest| newest.number));
    let path = format!("/services/{}/{slug}", category.slug);
    let today = words::london_day(visit.now);
    let order = reader.order(&visit, &listing, &version, &areas);
    let score = catalogue::scores_of(&visit, [listing.id]).await?.remove(&listing.id).unwrap_or_default();
    let (said, shown_ratings) =
        catalogue::ratings_shown(&visit, listing.id, reader.is_of_a_school, (0, NEWEST_RATINGS)).await?;
    let page = ListingPage {
        shown: Shown::of(&listing, version, areas, &category.shape, sight, today)?,
        provider_href: format!("/providers/{}", provider.slug),
        provider_kind: kind_words(provider.kind),
        provider: provider.name,
        is_sla: listing.kind == ListingKind::Sla,
        is_withdrawn: listing.state == ListingState::Withdrawn,
        newest: (number != newest).then(|| path.clone()),
        number,
        versions: versions.iter().map(|version| VersionRow::of(version, &path, Some(number))).collect(),
        compare: reader.compare(&category.slug),
        order,
        rating: score.words(),
        shown_ratings,
        newest_ratings: said.into_iter().map(RatingRow::of).collect(),
        ratings_path: format!("{path}/ratings"),
        category: category.name.clone(),
    };
    let back = frame(page.shown.title.clone()).back(format!("/services/{}", category.slug), category.name);
    visit.page(back, &page)
}
