//! Queries about reviews and their objectives.

use crate::platform::error::Result;
use ::entity::{cluster_review, ids::*, review_objective};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// More years than a cluster has.
const MOST_YEARS: u64 = 50;
const MOST_OBJECTIVES: u64 = 100;

/// A cluster's reviews, the newest year first.
pub(super) async fn all(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<cluster_review::Model>> {
    Ok(cluster_review::Entity::find()
        .filter(cluster_review::Column::ClusterId.eq(cluster))
        .order_by_desc(cluster_review::Column::Year)
        .limit(MOST_YEARS)
        .all(connection)
        .await?)
}

pub(super) async fn of_year(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    year: i32,
) -> Result<Option<cluster_review::Model>> {
    Ok(cluster_review::Entity::find()
        .filter(cluster_review::Column::ClusterId.eq(cluster))
        .filter(cluster_review::Column::Year.eq(year))
        .one(connection)
        .await?)
}

/// The same, kept from changing until the transaction ends.
pub(super) async fn locked(
    transaction: &impl ConnectionTrait,
    cluster: ClusterId,
    year: i32,
) -> Result<Option<cluster_review::Model>> {
    Ok(cluster_review::Entity::find()
        .filter(cluster_review::Column::ClusterId.eq(cluster))
        .filter(cluster_review::Column::Year.eq(year))
        .lock_exclusive()
        .one(transaction)
        .await?)
}

/// A review's objectives in their order.
pub(super) async fn objectives(
    connection: &impl ConnectionTrait,
    review: ClusterReviewId,
) -> Result<Vec<review_objective::Model>> {
    Ok(review_objective::Entity::find()
        .filter(review_objective::Column::ReviewId.eq(review))
        .order_by_asc(review_objective::Column::Position)
        .limit(MOST_OBJECTIVES)
        .all(connection)
        .await?)
}
