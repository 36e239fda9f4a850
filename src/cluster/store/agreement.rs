//! Versions of the agreement and the bodies that agreed to them.

use crate::platform::error::Result;
use ::entity::{agreement, agreement_signature, ids::*};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The version adopted last.
pub async fn agreement_in_force(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
) -> Result<Option<agreement::Model>> {
    Ok(agreement::Entity::find()
        .filter(agreement::Column::ClusterId.eq(cluster))
        .filter(agreement::Column::AdoptedAt.is_not_null())
        .order_by_desc(agreement::Column::Version)
        .one(connection)
        .await?)
}

/// The version recorded last, adopted or not, of those not taken back.
pub async fn newest_agreement(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
) -> Result<Option<agreement::Model>> {
    Ok(agreement::Entity::find()
        .filter(agreement::Column::ClusterId.eq(cluster))
        .filter(agreement::Column::WithdrawnAt.is_null())
        .order_by_desc(agreement::Column::Version)
        .one(connection)
        .await?)
}

/// The versions, newest first, at most 100.
pub async fn agreements(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<agreement::Model>> {
    Ok(agreement::Entity::find()
        .filter(agreement::Column::ClusterId.eq(cluster))
        .order_by_desc(agreement::Column::Version)
        .limit(100)
        .all(connection)
        .await?)
}

/// The number that the next version gets: those taken back keep theirs.
pub async fn next_version(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<i32> {
    let of_cluster = agreement::Entity::find().filter(agreement::Column::ClusterId.eq(cluster));
    let newest = of_cluster.order_by_desc(agreement::Column::Version).one(connection).await?;
    Ok(newest.map_or(1, |newest| newest.version + 1))
}

pub async fn version(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    number: i32,
) -> Result<Option<agreement::Model>> {
    Ok(agreement::Entity::find()
        .filter(agreement::Column::ClusterId.eq(cluster))
        .filter(agreement::Column::Version.eq(number))
        .one(connection)
        .await?)
}

/// Who agreed to these versions.
pub async fn signatures(
    connection: &impl ConnectionTrait,
    agreements: impl IntoIterator<Item = AgreementId>,
) -> Result<Vec<agreement_signature::Model>> {
    Ok(agreement_signature::Entity::find()
        .filter(agreement_signature::Column::AgreementId.is_in(agreements))
        .order_by_asc(agreement_signature::Column::RecordedAt)
        .all(connection)
        .await?)
}
