//! How schools rate their cluster.

use super::MOST_MEMBERS;
use crate::platform::error::Result;
use ::entity::ids::*;
use ::entity::self_evaluation::{self, Raters};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Every answer of a school year, of at most [`MOST_MEMBERS`] schools.
pub async fn evaluations(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    year: i32,
) -> Result<Vec<self_evaluation::Model>> {
    Ok(self_evaluation::Entity::find()
        .filter(self_evaluation::Column::ClusterId.eq(cluster))
        .filter(self_evaluation::Column::Year.eq(year))
        .order_by_asc(self_evaluation::Column::SchoolId)
        .limit(MOST_MEMBERS * 2)
        .all(connection)
        .await?)
}

/// The years with answers, newest first.
pub async fn evaluation_years(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<i32>> {
    Ok(self_evaluation::Entity::find()
        .select_only()
        .column(self_evaluation::Column::Year)
        .distinct()
        .filter(self_evaluation::Column::ClusterId.eq(cluster))
        .order_by_desc(self_evaluation::Column::Year)
        .limit(50)
        .into_tuple()
        .all(connection)
        .await?)
}

pub async fn evaluation(
    connection: &impl ConnectionTrait,
    key: (ClusterId, i32, SchoolId, Raters),
) -> Result<Option<self_evaluation::Model>> {
    Ok(self_evaluation::Entity::find_by_id(key).one(connection).await?)
}
