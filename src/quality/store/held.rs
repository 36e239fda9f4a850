//! Queries about what a school holds: a line of its register or its part of a cluster's contract, and of which listing.

use crate::platform::error::Result;
use ::entity::membership::{self, Scope};
use ::entity::{contract, ids::*, listing, listing_version, provider, school, school_schedule};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;

/// A signed contract of a cluster with the school's part of it.
pub async fn part_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ContractId,
) -> Result<Option<(contract::Model, school_schedule::Model)>> {
    let signed = contract::Entity::find_by_id(id).filter(contract::Column::LiveAt.is_not_null());
    let Some(contract) = signed.one(connection).await? else { return Ok(None) };
    let part = school_schedule::Entity::find()
        .filter(school_schedule::Column::ContractId.eq(id))
        .filter(school_schedule::Column::SchoolId.eq(school))
        .one(connection)
        .await?;
    Ok(part.map(|part| (contract, part)))
}

/// A version of a listing.
pub async fn version(
    connection: &impl ConnectionTrait,
    id: ListingVersionId,
) -> Result<Option<listing_version::Model>> {
    Ok(listing_version::Entity::find_by_id(id).one(connection).await?)
}

/// Versions of listings, by id.
pub async fn versions_by_ids(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ListingVersionId>,
) -> Result<HashMap<ListingVersionId, listing_version::Model>> {
    let found = listing_version::Entity::find().filter(listing_version::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|version| (version.id, version)).collect())
}

/// The listing that a version is of.
pub async fn listing_of_version(
    connection: &impl ConnectionTrait,
    id: ListingVersionId,
) -> Result<Option<(listing::Model, listing_version::Model)>> {
    let Some(version) = version(connection, id).await? else { return Ok(None) };
    let listing = listing::Entity::find_by_id(version.listing_id).one(connection).await?;
    Ok(listing.map(|listing| (listing, version)))
}

/// The version that is published of a listing, if it is in the category.
pub async fn version_named(
    connection: &impl ConnectionTrait,
    category: Option<CategoryId>,
    id: ListingId,
) -> Result<Option<listing_version::Model>> {
    let mut query = listing::Entity::find_by_id(id);
    if let Some(category) = category {
        query = query.filter(listing::Column::CategoryId.eq(category));
    }
    match query.one(connection).await?.and_then(|listing| listing.version_id) {
        Some(version_id) => version(connection, version_id).await,
        None => Ok(None),
    }
}

/// The school by which an organisation that sells is registered.
pub async fn registered_by(
    connection: &impl ConnectionTrait,
    provider: &provider::Model,
) -> Result<Option<school::Model>> {
    let Some(urn) = provider.urn else { return Ok(None) };
    Ok(school::Entity::find().filter(school::Column::Urn.eq(urn)).one(connection).await?)
}

/// Does this person hold a role in the organisation?
pub async fn acts_for(connection: &impl ConnectionTrait, account: AccountId, provider: ProviderId) -> Result<bool> {
    let held = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account))
        .filter(membership::Column::Scope.eq(Scope::Provider))
        .filter(membership::Column::ScopeId.eq(provider.0))
        .filter(membership::Column::EndedAt.is_null())
        .limit(1)
        .one(connection)
        .await?;
    Ok(held.is_some())
}

/// The register rows of schools, by id.
pub async fn schools_by_ids(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = SchoolId>,
) -> Result<HashMap<SchoolId, school::Model>> {
    let found = school::Entity::find().filter(school::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|school| (school.id, school)).collect())
}
