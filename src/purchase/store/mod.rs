//! Queries about what schools buy by themselves: each a fixed number for any number of rows.

mod answers;
mod quotes;
mod recorded;

pub use answers::{answer, answers, asked, asked_by_id, asked_of, asked_of_providers, count_asked_of, saved_answers};
pub use quotes::{
    Replies, choices, count_quotes, lock_quote, quote, quote_by_id, quotes_by_ids, quotes_of, replies, undecided,
    unfinished,
};
pub use recorded::{
    Beside, beside, count_purchases, count_waivers, entries_of, lock_purchase, lock_waiver, open_purchases,
    open_waivers, purchase, purchases, waiver, waivers, waivers_for,
};

use crate::platform::error::Result;
use ::entity::{ids::*, purchase_limits, school};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The most versions of a school's limits that its page lists.
const MOST_VERSIONS: u64 = 50;

pub async fn schools_by_ids(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = SchoolId>,
) -> Result<Vec<school::Model>> {
    Ok(school::Entity::find().filter(school::Column::Id.is_in(ids)).all(connection).await?)
}

/// Every version of a school's limits, the newest first.
pub async fn limits(connection: &impl ConnectionTrait, school: SchoolId) -> Result<Vec<purchase_limits::Model>> {
    Ok(purchase_limits::Entity::find()
        .filter(purchase_limits::Column::SchoolId.eq(school))
        .order_by_desc(purchase_limits::Column::Number)
        .limit(MOST_VERSIONS)
        .all(connection)
        .await?)
}

/// The version in force.
pub async fn limits_in_force(
    connection: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<Option<purchase_limits::Model>> {
    Ok(purchase_limits::Entity::find()
        .filter(purchase_limits::Column::SchoolId.eq(school))
        .order_by_desc(purchase_limits::Column::Number)
        .one(connection)
        .await?)
}
