//! Queries about reviews, their actions, what schools rated, and the steps of exit plans.

use crate::platform::error::Result;
use ::entity::contract_rating::{self, Sharing, Term};
use ::entity::{contract_exit_item, contract_review, ids::*, purchase_limits, review_action};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// More reviews than a contract has terms.
const MOST_REVIEWS: u64 = 60;

/// What schools said of their parts of a contract in one term, and do not keep to themselves.
pub async fn ratings_of(
    connection: &impl ConnectionTrait,
    parts: impl IntoIterator<Item = ScheduleId>,
    year: i32,
    term: Term,
) -> Result<Vec<contract_rating::Model>> {
    Ok(contract_rating::Entity::find()
        .filter(contract_rating::Column::ScheduleId.is_in(parts))
        .filter(contract_rating::Column::Year.eq(year))
        .filter(contract_rating::Column::Term.eq(term))
        .filter(contract_rating::Column::Sharing.ne(Sharing::Kept))
        .all(connection)
        .await?)
}

/// The reviews of a contract, the latest first.
pub async fn reviews(connection: &impl ConnectionTrait, contract: ContractId) -> Result<Vec<contract_review::Model>> {
    Ok(contract_review::Entity::find()
        .filter(contract_review::Column::ContractId.eq(contract))
        .order_by_desc(contract_review::Column::HeldOn)
        .order_by_desc(contract_review::Column::Id)
        .limit(MOST_REVIEWS)
        .all(connection)
        .await?)
}

/// What is to be done after these reviews, the first due first.
pub async fn actions(
    connection: &impl ConnectionTrait,
    reviews: impl IntoIterator<Item = ReviewId>,
) -> Result<Vec<review_action::Model>> {
    Ok(review_action::Entity::find()
        .filter(review_action::Column::ReviewId.is_in(reviews))
        .order_by_asc(review_action::Column::DueOn)
        .order_by_asc(review_action::Column::Id)
        .all(connection)
        .await?)
}

/// One action of a contract, kept from changing until the transaction ends.
pub async fn action_of(
    transaction: &impl ConnectionTrait,
    contract: ContractId,
    id: ReviewActionId,
) -> Result<Option<review_action::Model>> {
    let Some(action) = review_action::Entity::find_by_id(id).lock_exclusive().one(transaction).await? else {
        return Ok(None);
    };
    let review = contract_review::Entity::find_by_id(action.review_id).one(transaction).await?;
    Ok(review.filter(|review| review.contract_id == contract).map(|_| action))
}

/// The steps of a contract's exit plan that are done.
pub async fn exit_items(
    connection: &impl ConnectionTrait,
    contract: ContractId,
) -> Result<Vec<contract_exit_item::Model>> {
    Ok(contract_exit_item::Entity::find()
        .filter(contract_exit_item::Column::ContractId.eq(contract))
        .all(connection)
        .await?)
}

/// The purchase limits in force of these schools, of those that recorded any.
pub async fn limits_of(
    connection: &impl ConnectionTrait,
    schools: impl IntoIterator<Item = SchoolId>,
) -> Result<HashMap<SchoolId, purchase_limits::Model>> {
    let versions = purchase_limits::Entity::find()
        .filter(purchase_limits::Column::SchoolId.is_in(schools))
        .order_by_asc(purchase_limits::Column::Number)
        .all(connection)
        .await?;
    Ok(versions.into_iter().map(|version| (version.school_id, version)).collect())
}
