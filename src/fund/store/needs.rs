//! The needs of schools, and what the cluster commissions for them.

use crate::platform::error::Result;
use ::entity::{fund_need, fund_need_money, fund_priority, ids::*};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// More areas of need than there are, for more schools than a cluster has.
const MOST: u64 = 10_000;

pub async fn needs(connection: &impl ConnectionTrait, cluster: ClusterId, year: i32) -> Result<Vec<fund_need::Model>> {
    Ok(fund_need::Entity::find()
        .filter(fund_need::Column::ClusterId.eq(cluster))
        .filter(fund_need::Column::Year.eq(year))
        .limit(MOST)
        .all(connection)
        .await?)
}

pub async fn money_for_needs(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    year: i32,
) -> Result<Vec<fund_need_money::Model>> {
    Ok(fund_need_money::Entity::find()
        .filter(fund_need_money::Column::ClusterId.eq(cluster))
        .filter(fund_need_money::Column::Year.eq(year))
        .limit(MOST)
        .all(connection)
        .await?)
}

/// What is commissioned, first to last.
pub async fn priorities(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    year: i32,
) -> Result<Vec<fund_priority::Model>> {
    Ok(fund_priority::Entity::find()
        .filter(fund_priority::Column::ClusterId.eq(cluster))
        .filter(fund_priority::Column::Year.eq(year))
        .order_by_asc(fund_priority::Column::Rank)
        .limit(MOST)
        .all(connection)
        .await?)
}
