//! When a cluster's schools are closed.

use crate::platform::error::Result;
use ::entity::{ids::*, school_closure};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Twenty years of half-terms and holidays.
const MOST: u64 = 120;

/// The closures that a cluster has typed, the latest years if there are many, in their order.
pub async fn closures(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<school_closure::Model>> {
    let mut rows = school_closure::Entity::find()
        .filter(school_closure::Column::ClusterId.eq(cluster))
        .order_by_desc(school_closure::Column::FirstDay)
        .limit(MOST)
        .all(connection)
        .await?;
    rows.reverse();
    Ok(rows)
}
