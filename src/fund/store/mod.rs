//! Queries about funds, their ledger, payments, posts and needs.

mod ledger;
mod needs;
mod payments;

pub use ledger::{
    Held, budgets, count_entries, entries, entry, held, held_in_cluster, is_kind_in_year, last_entry, lines_of,
    reversal_of,
};
pub use needs::{money_for_needs, needs, priorities};
pub use payments::{
    approved_or_claimed, asked_in_cluster, count_payments, decisions, interests, locked_payment, payment, payments,
    waits_in,
};

use crate::platform::error::Result;
use ::entity::fund::FundState;
use ::entity::{fund, fund_account, fund_post, fund_post_share, fund_premium, fund_school, ids::*, stored_file};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// No cluster has more funds.
pub const MOST_FUNDS: u64 = 100;
/// No fund has more budget headings, or posts.
pub const MOST_HEADINGS: u64 = 100;
/// No fund has more schools in a year.
const MOST_SCHOOLS: u64 = 500;

/// The cluster's funds by name.
pub async fn funds(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<fund::Model>> {
    Ok(fund::Entity::find()
        .filter(fund::Column::ClusterId.eq(cluster))
        .order_by_asc(fund::Column::Name)
        .limit(MOST_FUNDS)
        .all(connection)
        .await?)
}

pub async fn fund(connection: &impl ConnectionTrait, cluster: ClusterId, id: FundId) -> Result<Option<fund::Model>> {
    Ok(fund::Entity::find_by_id(id).filter(fund::Column::ClusterId.eq(cluster)).one(connection).await?)
}

/// The fund, locked until the change ends: who moves money in it at once queues here.
pub async fn locked(connection: &impl ConnectionTrait, cluster: ClusterId, id: FundId) -> Result<Option<fund::Model>> {
    let found = fund::Entity::find_by_id(id).filter(fund::Column::ClusterId.eq(cluster));
    Ok(found.lock_exclusive().one(connection).await?)
}

pub async fn open_funds(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<fund::Model>> {
    let all = funds(connection, cluster).await?;
    Ok(all.into_iter().filter(|fund| fund.state == FundState::Open).collect())
}

/// The accounts of these funds, headings by name.
pub async fn accounts(
    connection: &impl ConnectionTrait,
    funds: impl IntoIterator<Item = FundId>,
) -> Result<Vec<fund_account::Model>> {
    Ok(fund_account::Entity::find()
        .filter(fund_account::Column::FundId.is_in(funds))
        .order_by_asc(fund_account::Column::Name)
        .limit(MOST_FUNDS * MOST_HEADINGS)
        .all(connection)
        .await?)
}

/// The schools of a fund in a year, in the fund's order; none before the year's first movement.
pub async fn schools_of(connection: &impl ConnectionTrait, fund: FundId, year: i32) -> Result<Vec<fund_school::Model>> {
    Ok(fund_school::Entity::find()
        .filter(fund_school::Column::FundId.eq(fund))
        .filter(fund_school::Column::Year.eq(year))
        .order_by_asc(fund_school::Column::Position)
        .limit(MOST_SCHOOLS)
        .all(connection)
        .await?)
}

pub async fn premiums(connection: &impl ConnectionTrait, fund: FundId, year: i32) -> Result<Vec<fund_premium::Model>> {
    Ok(fund_premium::Entity::find()
        .filter(fund_premium::Column::FundId.eq(fund))
        .filter(fund_premium::Column::Year.eq(year))
        .limit(MOST_SCHOOLS)
        .all(connection)
        .await?)
}

/// The posts of a fund, the oldest first, and who carries which part of their liability. Two queries.
pub async fn posts(
    connection: &impl ConnectionTrait,
    fund: FundId,
) -> Result<(Vec<fund_post::Model>, Vec<fund_post_share::Model>)> {
    let posts = fund_post::Entity::find()
        .filter(fund_post::Column::FundId.eq(fund))
        .order_by_asc(fund_post::Column::Id)
        .limit(MOST_HEADINGS)
        .all(connection)
        .await?;
    let shares = fund_post_share::Entity::find()
        .filter(fund_post_share::Column::PostId.is_in(posts.iter().map(|post| post.id)))
        .limit(MOST_HEADINGS * MOST_SCHOOLS)
        .all(connection)
        .await?;
    Ok((posts, shares))
}

pub async fn file(connection: &impl ConnectionTrait, id: FileId) -> Result<Option<stored_file::Model>> {
    Ok(stored_file::Entity::find_by_id(id).one(connection).await?)
}
