//! Queries about the price lists that an authority sent, and what rests on them.

use super::listings::{areas_by_listing, versions_by_id};
use crate::platform::error::Result;
use crate::provider::rules::authorities;
use ::entity::listing::ListingKind;
use ::entity::price_list_upload as upload;
use ::entity::provider::Model as Provider;
use ::entity::{contract, ids::*, listing, listing_version, school, school_schedule};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// More SLAs than any authority publishes.
const MOST_SLAS: u64 = 2_000;
/// The latest lists that a page shows.
const LISTS_SHOWN: u64 = 10;

/// An authority's published SLAs for a financial year, with their areas. Three queries.
pub async fn slas_of(
    connection: &impl ConnectionTrait,
    provider: ProviderId,
    financial_year: i32,
) -> Result<Vec<(listing::Model, listing_version::Model, Vec<String>)>> {
    let listings = listing::Entity::find()
        .filter(listing::Column::ProviderId.eq(provider))
        .filter(listing::Column::Kind.eq(ListingKind::Sla))
        .filter(listing::Column::VersionId.is_not_null())
        .order_by_desc(listing::Column::Id)
        .limit(MOST_SLAS)
        .all(connection)
        .await?;
    let mut versions = versions_by_id(connection, &listings).await?;
    versions.retain(|_, version| version.financial_year == Some(financial_year));
    let ids: Vec<ListingId> = listings.iter().map(|listing| listing.id).collect();
    let mut areas = areas_by_listing(connection, &ids).await?;
    let with = |listing: listing::Model| {
        let version = versions.remove(&listing.version_id?)?;
        let areas = areas.remove(&listing.id).unwrap_or_default();
        Some((listing, version, areas))
    };
    Ok(listings.into_iter().filter_map(with).collect())
}

pub async fn version_by_id(
    connection: &impl ConnectionTrait,
    id: ListingVersionId,
) -> Result<Option<listing_version::Model>> {
    Ok(listing_version::Entity::find_by_id(id).one(connection).await?)
}

/// The latest lists of an authority, the newest first.
pub async fn uploads_of(connection: &impl ConnectionTrait, provider: ProviderId) -> Result<Vec<upload::Model>> {
    Ok(upload::Entity::find()
        .filter(upload::Column::ProviderId.eq(provider))
        .order_by_desc(upload::Column::UploadedAt)
        .limit(LISTS_SHOWN)
        .all(connection)
        .await?)
}

/// How many schools are in an authority's area.
pub async fn schools_in(connection: &impl ConnectionTrait, la_code: &str) -> Result<u64> {
    Ok(school::Entity::find().filter(school::Column::LaCode.eq(la_code)).count(connection).await?)
}

/// How many open schools each LA has. One query.
pub async fn schools_by_area(connection: &impl ConnectionTrait) -> Result<HashMap<String, i64>> {
    let counted: Vec<(Option<String>, i64)> = school::Entity::find()
        .select_only()
        .column(school::Column::LaCode)
        .column_as(school::Column::Id.count(), "schools")
        .filter(school::Column::LaCode.is_in(authorities().iter().map(|(code, _)| *code)))
        .filter(school::Column::Status.eq(school::EstablishmentStatus::Open))
        .group_by(school::Column::LaCode)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(counted.into_iter().filter_map(|(code, schools)| Some((code?, schools))).collect())
}

/// The title of a contract whose frozen baselines cite one of these versions.
pub async fn resting_on(
    connection: &impl ConnectionTrait,
    provider: &Provider,
    versions: &[ListingVersionId],
) -> Result<Option<String>> {
    let versions = listing_version::Entity::find()
        .filter(listing_version::Column::Id.is_in(versions.iter().copied()))
        .all(connection)
        .await?;
    let cited = versions.iter().map(|version| super::cited(&provider.name, version));
    let part = school_schedule::Entity::find()
        .filter(school_schedule::Column::BaselineSource.is_in(cited))
        .one(connection)
        .await?;
    let Some(part) = part else { return Ok(None) };
    Ok(contract::Entity::find_by_id(part.contract_id).one(connection).await?.map(|contract| contract.title))
}
