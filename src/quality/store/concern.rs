//! Queries about concerns.

use crate::platform::error::Result;
use ::entity::concern::{self, ConcernState};
use ::entity::{concern_step, ids::*};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

/// No contract has more concerns, nobody more open ones.
const MOST_CONCERNS: u64 = 200;
/// More steps than a concern takes.
const MOST_STEPS: u64 = 500;

const OPEN: [ConcernState; 5] = [
    ConcernState::Recorded,
    ConcernState::Warned,
    ConcernState::Planned,
    ConcernState::NotImproved,
    ConcernState::ExitAsked,
];

pub async fn by_id(connection: &impl ConnectionTrait, id: ConcernId) -> Result<Option<concern::Model>> {
    Ok(concern::Entity::find_by_id(id).one(connection).await?)
}

/// The concern, kept from changing until the transaction ends.
pub async fn locked(transaction: &impl ConnectionTrait, id: ConcernId) -> Result<Option<concern::Model>> {
    Ok(concern::Entity::find_by_id(id).lock_exclusive().one(transaction).await?)
}

/// What was said and done, in order.
pub async fn steps(connection: &impl ConnectionTrait, id: ConcernId) -> Result<Vec<concern_step::Model>> {
    Ok(concern_step::Entity::find()
        .filter(concern_step::Column::ConcernId.eq(id))
        .order_by_asc(concern_step::Column::Number)
        .limit(MOST_STEPS)
        .all(connection)
        .await?)
}

pub async fn of_entry(connection: &impl ConnectionTrait, id: ContractEntryId) -> Result<Vec<concern::Model>> {
    listed(connection, concern::Column::EntryId.eq(id)).await
}

pub async fn of_contract(connection: &impl ConnectionTrait, id: ContractId) -> Result<Vec<concern::Model>> {
    listed(connection, concern::Column::ContractId.eq(id)).await
}

async fn listed(
    connection: &impl ConnectionTrait,
    condition: sea_orm::sea_query::SimpleExpr,
) -> Result<Vec<concern::Model>> {
    Ok(concern::Entity::find()
        .filter(condition)
        .order_by_desc(concern::Column::RaisedAt)
        .limit(MOST_CONCERNS)
        .all(connection)
        .await?)
}

/// What is open of the registers of schools.
pub async fn of_schools(connection: &impl ConnectionTrait, ids: &[SchoolId]) -> Result<Vec<concern::Model>> {
    let is_open = concern::Column::State.is_in(OPEN).and(concern::Column::ContractId.is_null());
    listed(connection, concern::Column::SchoolId.is_in(ids.iter().copied()).and(is_open)).await
}

/// What is open of the contracts of clusters.
pub async fn of_clusters(connection: &impl ConnectionTrait, ids: &[ClusterId]) -> Result<Vec<concern::Model>> {
    let is_open = concern::Column::State.is_in(OPEN);
    listed(connection, concern::Column::ClusterId.is_in(ids.iter().copied()).and(is_open)).await
}

/// What providers are asked to answer.
pub async fn of_providers_waiting(
    connection: &impl ConnectionTrait,
    ids: &[ProviderId],
) -> Result<Vec<concern::Model>> {
    let waits = concern::Column::State.eq(ConcernState::Warned);
    listed(connection, concern::Column::ProviderId.is_in(ids.iter().copied()).and(waits)).await
}

/// The concerns of which a provider was told, the newest first.
pub async fn of_provider(
    connection: &impl ConnectionTrait,
    id: ProviderId,
    (skipped, most): (u64, u64),
) -> Result<Vec<concern::Model>> {
    Ok(told(id)
        .order_by_desc(concern::Column::RaisedAt)
        .order_by_asc(concern::Column::Id)
        .offset(skipped)
        .limit(most)
        .all(connection)
        .await?)
}

pub async fn count_of_provider(connection: &impl ConnectionTrait, id: ProviderId) -> Result<u64> {
    Ok(told(id).count(connection).await?)
}

/// A provider knows of a concern from its warning on.
fn told(id: ProviderId) -> sea_orm::Select<concern::Entity> {
    concern::Entity::find().filter(concern::Column::ProviderId.eq(id)).filter(concern::Column::AnswerBy.is_not_null())
}
