//! What the cluster costs and receives, and the offers that it plans on.

use crate::platform::error::Result;
use ::entity::listing::ListingState;
use ::entity::{category, cluster_money, cluster_plan, ids::*, listing, listing_version, provider};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// Running costs and funding that were recorded by hand for the financial year that starts in `year`.
pub async fn recorded_money_in(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    year: i32,
) -> Result<Vec<cluster_money::Model>> {
    Ok(cluster_money::Entity::find()
        .filter(cluster_money::Column::ClusterId.eq(cluster))
        .filter(cluster_money::Column::Year.eq(year))
        .order_by_asc(cluster_money::Column::Id)
        .limit(500)
        .all(connection)
        .await?)
}

/// The years with entries, newest first.
pub async fn recorded_money_years(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<i32>> {
    Ok(cluster_money::Entity::find()
        .select_only()
        .column(cluster_money::Column::Year)
        .distinct()
        .filter(cluster_money::Column::ClusterId.eq(cluster))
        .order_by_desc(cluster_money::Column::Year)
        .limit(50)
        .into_tuple()
        .all(connection)
        .await?)
}

/// A published listing version with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub category: category::Model,
    pub listing: listing::Model,
    pub version: listing_version::Model,
    pub provider: provider::Model,
}

/// The plans in use, or all, newest first, at most 100, each with its offer. Five queries.
pub async fn plans(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    in_use_only: bool,
) -> Result<Vec<(cluster_plan::Model, Option<Offer>)>> {
    let mut query = cluster_plan::Entity::find()
        .filter(cluster_plan::Column::ClusterId.eq(cluster))
        .order_by_desc(cluster_plan::Column::Id)
        .limit(100);
    if in_use_only {
        query = query.filter(cluster_plan::Column::EndedAt.is_null());
    }
    let plans = query.all(connection).await?;
    let versions: Vec<_> = plans.iter().map(|plan| plan.listing_version_id).collect();
    let versions =
        listing_version::Entity::find().filter(listing_version::Column::Id.is_in(versions)).all(connection).await?;
    let listings: Vec<_> = versions.iter().map(|version| version.listing_id).collect();
    let listings = listing::Entity::find().filter(listing::Column::Id.is_in(listings)).all(connection).await?;
    let offers: HashMap<_, _> =
        joined(connection, listings, versions).await?.into_iter().map(|offer| (offer.version.id, offer)).collect();
    Ok(plans.into_iter().map(|plan| (plan.clone(), offers.get(&plan.listing_version_id).cloned())).collect())
}

pub async fn plan(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    id: ClusterPlanId,
) -> Result<Option<cluster_plan::Model>> {
    Ok(cluster_plan::Entity::find_by_id(id).filter(cluster_plan::Column::ClusterId.eq(cluster)).one(connection).await?)
}

/// The published offers of a category, by provider, at most 200. Four queries.
pub async fn offers_in(connection: &impl ConnectionTrait, category: CategoryId) -> Result<Vec<Offer>> {
    let listings = listing::Entity::find()
        .filter(listing::Column::CategoryId.eq(category))
        .filter(listing::Column::State.eq(ListingState::Published))
        .order_by_asc(listing::Column::Slug)
        .limit(200)
        .all(connection)
        .await?;
    let versions = listings.iter().filter_map(|listing| listing.version_id);
    let versions =
        listing_version::Entity::find().filter(listing_version::Column::Id.is_in(versions)).all(connection).await?;
    let mut offers = joined(connection, listings, versions).await?;
    offers.sort_by(|one, other| {
        (&one.provider.name, &one.version.title).cmp(&(&other.provider.name, &other.version.title))
    });
    Ok(offers)
}

async fn joined(
    connection: &impl ConnectionTrait,
    listings: Vec<listing::Model>,
    versions: Vec<listing_version::Model>,
) -> Result<Vec<Offer>> {
    let providers = listings.iter().map(|listing| listing.provider_id);
    let providers = provider::Entity::find().filter(provider::Column::Id.is_in(providers)).all(connection).await?;
    let categories = listings.iter().map(|listing| listing.category_id);
    let categories = category::Entity::find().filter(category::Column::Id.is_in(categories)).all(connection).await?;
    let offer = |version: listing_version::Model| {
        let listing = listings.iter().find(|listing| listing.id == version.listing_id)?.clone();
        let provider = providers.iter().find(|provider| provider.id == listing.provider_id)?.clone();
        let category = categories.iter().find(|category| category.id == listing.category_id)?.clone();
        Some(Offer { category, listing, version, provider })
    };
    Ok(versions.into_iter().filter_map(offer).collect())
}

/// The category of a version that is the published one of its listing.
pub async fn category_of_published(
    connection: &impl ConnectionTrait,
    version: ListingVersionId,
) -> Result<Option<CategoryId>> {
    let Some(version) = listing_version::Entity::find_by_id(version).one(connection).await? else { return Ok(None) };
    let listing = listing::Entity::find_by_id(version.listing_id).one(connection).await?;
    let is_published =
        |listing: &listing::Model| listing.state == ListingState::Published && listing.version_id == Some(version.id);
    Ok(listing.filter(is_published).map(|listing| listing.category_id))
}
