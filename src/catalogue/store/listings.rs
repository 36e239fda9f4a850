//! Queries about listings: an organisation's own, and what is published for anybody to see.

use crate::platform::error::Result;
use ::entity::listing::ListingState;
use ::entity::{category, ids::*, listing, listing_area, listing_version, provider};
use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    RelationDef, Select,
};
use std::collections::HashMap;

/// The most versions of one listing that its page lists, and the most listings of one provider's public page.
const MOST_SHOWN: u64 = 100;

/// A published listing as a list names it.
#[derive(Clone, Debug)]
pub struct Named {
    pub listing: listing::Model,
    pub version: listing_version::Model,
    pub provider: provider::Model,
    pub category: category::Model,
}

pub async fn listing_by_id(connection: &impl ConnectionTrait, id: ListingId) -> Result<Option<listing::Model>> {
    Ok(listing::Entity::find_by_id(id).one(connection).await?)
}

/// The listing of an address that is or was published.
pub async fn listing_by_slug(
    connection: &impl ConnectionTrait,
    category: CategoryId,
    slug: &str,
) -> Result<Option<listing::Model>> {
    Ok(listing::Entity::find()
        .filter(listing::Column::CategoryId.eq(category))
        .filter(listing::Column::Slug.eq(slug))
        .filter(listing::Column::VersionId.is_not_null())
        .one(connection)
        .await?)
}

/// The listing of an address that is or was published, with whose it is and its versions, the newest first. One query.
pub async fn listing_with_versions(
    connection: &impl ConnectionTrait,
    category: CategoryId,
    slug: &str,
) -> Result<Option<(listing::Model, provider::Model, Vec<listing_version::Model>)>> {
    let rows = listing_version::Entity::find()
        .find_also_related(listing::Entity)
        .find_also(listing::Entity, provider::Entity)
        .filter(listing::Column::CategoryId.eq(category))
        .filter(listing::Column::Slug.eq(slug))
        .filter(listing::Column::VersionId.is_not_null())
        .order_by_desc(listing_version::Column::Number)
        .limit(MOST_SHOWN)
        .all(connection)
        .await?;
    let whose = rows.first().and_then(|(_, listing, provider)| Some((listing.clone()?, provider.clone()?)));
    let versions = rows.into_iter().map(|(version, ..)| version).collect();
    Ok(whose.map(|(listing, provider)| (listing, provider, versions)))
}

/// A listing's versions, the newest first.
pub async fn versions_of(connection: &impl ConnectionTrait, listing: ListingId) -> Result<Vec<listing_version::Model>> {
    Ok(listing_version::Entity::find()
        .filter(listing_version::Column::ListingId.eq(listing))
        .order_by_desc(listing_version::Column::Number)
        .limit(MOST_SHOWN)
        .all(connection)
        .await?)
}

/// The number of a listing's newest version; 0 before the first.
pub async fn last_number(connection: &impl ConnectionTrait, listing: ListingId) -> Result<i32> {
    let newest = listing_version::Entity::find()
        .filter(listing_version::Column::ListingId.eq(listing))
        .order_by_desc(listing_version::Column::Number)
        .one(connection)
        .await?;
    Ok(newest.map_or(0, |version| version.number))
}

pub async fn version_numbered(
    connection: &impl ConnectionTrait,
    listing: ListingId,
    number: i32,
) -> Result<Option<listing_version::Model>> {
    Ok(listing_version::Entity::find()
        .filter(listing_version::Column::ListingId.eq(listing))
        .filter(listing_version::Column::Number.eq(number))
        .one(connection)
        .await?)
}

/// The codes of the LAs that each of these listings is offered in, or `all`. One query.
pub async fn areas_by_listing(
    connection: &impl ConnectionTrait,
    listings: &[ListingId],
) -> Result<HashMap<ListingId, Vec<String>>> {
    let rows = listing_area::Entity::find()
        .filter(listing_area::Column::ListingId.is_in(listings.iter().copied()))
        .order_by_asc(listing_area::Column::LaCode)
        .all(connection)
        .await?;
    let mut areas: HashMap<_, Vec<String>> = HashMap::new();
    for row in rows {
        areas.entry(row.listing_id).or_default().push(row.la_code);
    }
    Ok(areas)
}

/// The words for addresses in a category that are taken and begin like this one.
pub async fn slugs_like(connection: &impl ConnectionTrait, category: CategoryId, slug: &str) -> Result<Vec<String>> {
    Ok(listing::Entity::find()
        .select_only()
        .column(listing::Column::Slug)
        .filter(listing::Column::CategoryId.eq(category))
        .filter(listing::Column::Slug.starts_with(slug))
        .limit(500)
        .into_tuple()
        .all(connection)
        .await?)
}

pub async fn count_of(connection: &impl ConnectionTrait, provider: ProviderId) -> Result<u64> {
    Ok(listing::Entity::find().filter(listing::Column::ProviderId.eq(provider)).count(connection).await?)
}

/// An organisation's listings with what is published of each, the newest first. Two queries.
pub async fn listings_of(
    connection: &impl ConnectionTrait,
    provider: ProviderId,
    skipped: u64,
    most: u64,
) -> Result<Vec<(listing::Model, Option<listing_version::Model>)>> {
    let listings = listing::Entity::find()
        .filter(listing::Column::ProviderId.eq(provider))
        .order_by_desc(listing::Column::Id)
        .offset(skipped)
        .limit(most)
        .all(connection)
        .await?;
    let mut versions = versions_by_id(connection, &listings).await?;
    let with = |listing: listing::Model| {
        let version = listing.version_id.and_then(|id| versions.remove(&id));
        (listing, version)
    };
    Ok(listings.into_iter().map(with).collect())
}

pub(super) async fn versions_by_id(
    connection: &impl ConnectionTrait,
    listings: &[listing::Model],
) -> Result<HashMap<ListingVersionId, listing_version::Model>> {
    let found = listing_version::Entity::find()
        .filter(listing_version::Column::Id.is_in(listings.iter().filter_map(|listing| listing.version_id)))
        .all(connection)
        .await?;
    Ok(found.into_iter().map(|version| (version.id, version)).collect())
}

/// What an organisation has published, by title. Two queries.
pub async fn published_by(connection: &impl ConnectionTrait, provider: ProviderId) -> Result<Vec<Named>> {
    let query = listing::Entity::find()
        .filter(listing::Column::State.eq(ListingState::Published))
        .filter(listing::Column::ProviderId.eq(provider))
        .limit(MOST_SHOWN);
    let mut all = named(connection, query).await?;
    all.sort_by(|one, other| (&one.version.title, &one.listing.slug).cmp(&(&other.version.title, &other.listing.slug)));
    Ok(all)
}

/// Listings whose next version's first day has come, a hundred at most.
pub async fn beginning(connection: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<ListingId>> {
    let next: RelationDef = listing::Entity::belongs_to(listing_version::Entity)
        .from(listing::Column::NextVersionId)
        .to(listing_version::Column::Id)
        .into();
    Ok(listing::Entity::find()
        .select_only()
        .column(listing::Column::Id)
        .join(JoinType::InnerJoin, next)
        .filter(listing_version::Column::ValidFrom.lte(today))
        .limit(MOST_SHOWN)
        .into_tuple()
        .all(connection)
        .await?)
}

/// Published listings whose last day is over, a hundred at most.
pub async fn over(connection: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<ListingId>> {
    let of_listing: RelationDef = listing_version::Entity::belongs_to(listing::Entity)
        .from(listing_version::Column::ListingId)
        .to(listing::Column::Id)
        .into();
    let shown = Expr::col((listing_version::Entity, listing_version::Column::Id));
    Ok(listing_version::Entity::find()
        .select_only()
        .column(listing::Column::Id)
        .join(JoinType::InnerJoin, of_listing)
        .filter(listing_version::Column::WithdrawsOn.lt(today))
        .filter(Expr::col((listing::Entity, listing::Column::VersionId)).eq(shown))
        .filter(listing::Column::State.eq(ListingState::Published))
        .limit(MOST_SHOWN)
        .into_tuple()
        .all(connection)
        .await?)
}

/// These listings, if they are or were published. Two queries.
pub async fn named_by_ids(connection: &impl ConnectionTrait, ids: &[ListingId]) -> Result<Vec<Named>> {
    named(connection, listing::Entity::find().filter(listing::Column::Id.is_in(ids.iter().copied()))).await
}

async fn named(connection: &impl ConnectionTrait, query: Select<listing::Entity>) -> Result<Vec<Named>> {
    let found = query.find_also_related(listing_version::Entity).find_also_related(provider::Entity);
    let found = found.all(connection).await?;
    let categories = category::Entity::find()
        .filter(category::Column::Id.is_in(found.iter().map(|(listing, ..)| listing.category_id)))
        .all(connection)
        .await?;
    let categories: HashMap<_, _> = categories.into_iter().map(|category| (category.id, category)).collect();
    let named = |(listing, version, provider): (listing::Model, Option<_>, Option<_>)| {
        let category = categories.get(&listing.category_id)?.clone();
        Some(Named { listing, version: version?, provider: provider?, category })
    };
    Ok(found.into_iter().filter_map(named).collect())
}
