//! Queries about services that are withdrawn.

use crate::platform::error::Result;
use ::entity::listing::ListingState;
use ::entity::listing_area::{self, EVERYWHERE};
use ::entity::{ids::*, listing, listing_version, saved_comparison, withdrawal_answer};
use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _,
    RelationDef,
};
use std::collections::BTreeSet;

/// More withdrawals than a school has at once.
const MOST_ANSWERS: u64 = 500;
/// The latest saved comparisons that are looked through.
const MOST_SAVED: u64 = 50;

/// What is offered in these LAs and has its last day on `since` or later, withdrawn already or not. One query.
pub async fn ending(
    connection: &impl ConnectionTrait,
    since: NaiveDate,
    la_codes: &BTreeSet<String>,
) -> Result<Vec<ListingId>> {
    let of_listing: RelationDef = listing_version::Entity::belongs_to(listing::Entity)
        .from(listing_version::Column::ListingId)
        .to(listing::Column::Id)
        .into();
    let shown = Expr::col((listing_version::Entity, listing_version::Column::Id));
    let codes = la_codes.iter().map(String::as_str).chain([EVERYWHERE]);
    let here = listing_area::Entity::find()
        .select_only()
        .column(listing_area::Column::ListingId)
        .filter(listing_area::Column::LaCode.is_in(codes));
    Ok(listing_version::Entity::find()
        .select_only()
        .column(listing::Column::Id)
        .join(JoinType::InnerJoin, of_listing)
        .filter(listing_version::Column::WithdrawsOn.gte(since))
        .filter(Expr::col((listing::Entity, listing::Column::VersionId)).eq(shown))
        .filter(listing::Column::State.is_in([ListingState::Published, ListingState::Withdrawn]))
        .filter(listing::Column::Id.in_subquery(here.into_query()))
        .limit(MOST_ANSWERS)
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

/// The latest comparisons that a school saved in these categories.
pub async fn saved_in(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    categories: &[CategoryId],
) -> Result<Vec<saved_comparison::Model>> {
    Ok(saved_comparison::Entity::find()
        .filter(saved_comparison::Column::SchoolId.eq(school))
        .filter(saved_comparison::Column::CategoryId.is_in(categories.iter().copied()))
        .order_by_desc(saved_comparison::Column::Id)
        .limit(MOST_SAVED)
        .all(connection)
        .await?)
}
