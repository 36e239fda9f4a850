//! Queries about organisations that sell.

use crate::platform::error::Result;
use ::entity::ids::ProviderId;
use ::entity::{provider, provider_evidence};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

pub async fn by_slug(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<provider::Model>> {
    Ok(provider::Entity::find().filter(provider::Column::Slug.eq(slug)).one(connection).await?)
}

pub async fn by_id(connection: &impl ConnectionTrait, id: ProviderId) -> Result<Option<provider::Model>> {
    Ok(provider::Entity::find_by_id(id).one(connection).await?)
}

/// Organisations by id, for pages that name many.
pub async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ProviderId>,
) -> Result<HashMap<ProviderId, provider::Model>> {
    let found = provider::Entity::find().filter(provider::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|provider| (provider.id, provider)).collect())
}

pub async fn count(connection: &impl ConnectionTrait) -> Result<u64> {
    Ok(provider::Entity::find().count(connection).await?)
}

/// What an organisation keeps to show bidders' conditions, the next to expire first, then what does not expire.
pub async fn evidence(
    connection: &impl ConnectionTrait,
    provider: ProviderId,
) -> Result<Vec<provider_evidence::Model>> {
    let mut all = provider_evidence::Entity::find()
        .filter(provider_evidence::Column::ProviderId.eq(provider))
        .filter(provider_evidence::Column::RemovedAt.is_null())
        .order_by_asc(provider_evidence::Column::Id)
        .limit(100)
        .all(connection)
        .await?;
    all.sort_by_key(|held| (held.expires_on.is_none(), held.expires_on));
    Ok(all)
}

/// Some organisations by name, after the first `skipped`.
pub async fn listed(connection: &impl ConnectionTrait, skipped: u64, most: u64) -> Result<Vec<provider::Model>> {
    Ok(provider::Entity::find()
        .order_by_asc(provider::Column::Name)
        .order_by_asc(provider::Column::Slug)
        .offset(skipped)
        .limit(most)
        .all(connection)
        .await?)
}

/// The words for addresses that are taken and begin like this one.
pub async fn slugs_like(connection: &impl ConnectionTrait, slug: &str) -> Result<Vec<String>> {
    Ok(provider::Entity::find()
        .select_only()
        .column(provider::Column::Slug)
        .filter(provider::Column::Slug.starts_with(slug))
        .limit(200)
        .into_tuple()
        .all(connection)
        .await?)
}
