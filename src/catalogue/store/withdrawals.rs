//! Queries about services that are withdrawn.

use crate::platform::error::Result;
use ::entity::listing::ListingState;
use ::entity::{ids::*, listing, listing_version, withdrawal_answer};
use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef};

/// More withdrawals than a school has at once.
const MOST_ANSWERS: u64 = 500;

/// The categories in which something published has its last day on `today` or later. One query.
pub async fn ending_categories(connection: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<CategoryId>> {
    let of_listing: RelationDef = listing_version::Entity::belongs_to(listing::Entity)
        .from(listing_version::Column::ListingId)
        .to(listing::Column::Id)
        .into();
    let shown = Expr::col((listing_version::Entity, listing_version::Column::Id));
    Ok(listing_version::Entity::find()
        .select_only()
        .column(listing::Column::CategoryId)
        .distinct()
        .join(JoinType::InnerJoin, of_listing)
        .filter(listing_version::Column::WithdrawsOn.gte(today))
        .filter(Expr::col((listing::Entity, listing::Column::VersionId)).eq(shown))
        .filter(listing::Column::State.eq(ListingState::Published))
        .into_tuple()
        .all(connection)
        .await?)
}

/// What a school said that follows.
pub async fn answers_of(connection: &impl ConnectionTrait, school: SchoolId) -> Result<Vec<withdrawal_answer::Model>> {
    Ok(withdrawal_answer::Entity::find()
        .filter(withdrawal_answer::Column::SchoolId.eq(school))
        .limit(MOST_ANSWERS)
        .all(connection)
        .await?)
}
