//! Terms of reference, who sits without a vote, and what was decided.

use super::MOST;
use crate::platform::error::Result;
use ::entity::committee_item::DecisionKind;
use ::entity::{committee_associate, committee_item, committee_terms, ids::*};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The newest version whose day has come.
pub async fn in_force(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    on: NaiveDate,
) -> Result<Option<committee_terms::Model>> {
    Ok(committee_terms::Entity::find()
        .filter(committee_terms::Column::ClusterId.eq(cluster))
        .filter(committee_terms::Column::StartsOn.lte(on))
        .order_by_desc(committee_terms::Column::Number)
        .one(connection)
        .await?)
}

/// The versions, newest first, at most 100.
pub async fn versions(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<committee_terms::Model>> {
    Ok(committee_terms::Entity::find()
        .filter(committee_terms::Column::ClusterId.eq(cluster))
        .order_by_desc(committee_terms::Column::Number)
        .limit(100)
        .all(connection)
        .await?)
}

pub async fn next_number(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<i32> {
    let all = committee_terms::Entity::find().filter(committee_terms::Column::ClusterId.eq(cluster));
    let newest = all.order_by_desc(committee_terms::Column::Number).one(connection).await?;
    Ok(newest.map_or(1, |newest| newest.number + 1))
}

/// Who sits on the committee without a vote now.
pub async fn associates(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
) -> Result<Vec<committee_associate::Model>> {
    Ok(committee_associate::Entity::find()
        .filter(committee_associate::Column::ClusterId.eq(cluster))
        .filter(committee_associate::Column::EndedOn.is_null())
        .order_by_asc(committee_associate::Column::Id)
        .limit(MOST)
        .all(connection)
        .await?)
}

pub async fn associate(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    id: AssociateId,
) -> Result<Option<committee_associate::Model>> {
    let own = committee_associate::Column::ClusterId.eq(cluster);
    Ok(committee_associate::Entity::find_by_id(id).filter(own).one(connection).await?)
}

/// The newest carried decision of a kind, of a meeting after `since`.
pub async fn decided_item(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    kind: DecisionKind,
    since: Option<DateTime<Utc>>,
) -> Result<Option<committee_item::Model>> {
    let mut query = committee_item::Entity::find()
        .filter(committee_item::Column::ClusterId.eq(cluster))
        .filter(committee_item::Column::Kind.eq(kind))
        .filter(committee_item::Column::Carried.eq(true))
        .order_by_desc(committee_item::Column::DecidedAt)
        .order_by_desc(committee_item::Column::Id);
    if let Some(since) = since {
        query = query.filter(committee_item::Column::DecidedAt.gt(since));
    }
    Ok(query.one(connection).await?)
}
