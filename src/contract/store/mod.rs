//! Queries about contracts, the schools in them and what was paid.

mod held;
mod reviews;

pub use held::{Held, Offer, Part, held, offers};
pub use reviews::{action_of, actions, exit_items, limits_of, ratings_of, reviews};

use crate::platform::error::Result;
use ::entity::contract::ContractState;
use ::entity::contract_change::ChangeState;
use ::entity::{
    actual_spend, actuals_import, actuals_reminder, cluster, contract, contract_change, ids::*, lot, provider, school,
    school_schedule,
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use std::collections::HashMap;

/// No cluster has more contracts.
const MOST_CONTRACTS: u64 = 500;
/// No contract has more schools, no set of contracts more parts.
const MOST_PARTS: u64 = 20_000;
/// So many parts of contracts are looked at in one go.
const REMINDED_AT_ONCE: u64 = 500;
/// The imports that a school may still want to take back.
const IMPORTS_SHOWN: u64 = 10;

pub async fn by_id(connection: &impl ConnectionTrait, id: ContractId) -> Result<Option<contract::Model>> {
    Ok(contract::Entity::find_by_id(id).one(connection).await?)
}

/// The contract, kept from changing until the transaction ends.
pub async fn locked(transaction: &impl ConnectionTrait, id: ContractId) -> Result<Option<contract::Model>> {
    Ok(contract::Entity::find_by_id(id).lock_exclusive().one(transaction).await?)
}

/// A cluster's contracts, the newest to start first.
pub async fn of_cluster(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<contract::Model>> {
    Ok(contract::Entity::find()
        .filter(contract::Column::ClusterId.eq(cluster))
        .order_by_desc(contract::Column::StartsOn)
        .order_by_asc(contract::Column::Id)
        .limit(MOST_CONTRACTS)
        .all(connection)
        .await?)
}

/// These contracts.
pub async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ContractId>,
) -> Result<Vec<contract::Model>> {
    Ok(contract::Entity::find().filter(contract::Column::Id.is_in(ids)).all(connection).await?)
}

/// The next parts of contracts in force on a day of which nobody has looked whether the term that it ended is entered.
pub async fn unreminded(connection: &impl ConnectionTrait, ended: NaiveDate) -> Result<Vec<school_schedule::Model>> {
    let reminded = actuals_reminder::Entity::find()
        .select_only()
        .column(actuals_reminder::Column::ScheduleId)
        .filter(actuals_reminder::Column::TermEndedOn.eq(ended))
        .into_query();
    let in_force = contract::Entity::find()
        .select_only()
        .column(contract::Column::Id)
        .filter(contract::Column::State.eq(ContractState::Live))
        .filter(contract::Column::StartsOn.lte(ended))
        .filter(contract::Column::EndsOn.gte(ended))
        .into_query();
    Ok(school_schedule::Entity::find()
        .filter(school_schedule::Column::ContractId.in_subquery(in_force))
        .filter(school_schedule::Column::Id.not_in_subquery(reminded))
        .limit(REMINDED_AT_ONCE)
        .all(connection)
        .await?)
}

/// The changes of contracts, each contract's in the order of their numbers.
pub async fn changes(
    connection: &impl ConnectionTrait,
    contracts: impl IntoIterator<Item = ContractId>,
) -> Result<Vec<contract_change::Model>> {
    Ok(contract_change::Entity::find()
        .filter(contract_change::Column::ContractId.is_in(contracts))
        .order_by_asc(contract_change::Column::Number)
        .limit(MOST_PARTS)
        .all(connection)
        .await?)
}

/// One change, kept from changing until the transaction ends.
pub async fn change_of(
    transaction: &impl ConnectionTrait,
    contract: ContractId,
    number: i32,
) -> Result<Option<contract_change::Model>> {
    Ok(contract_change::Entity::find()
        .filter(contract_change::Column::ContractId.eq(contract))
        .filter(contract_change::Column::Number.eq(number))
        .lock_exclusive()
        .one(transaction)
        .await?)
}

/// Joinings of these schools that are approved and not in force.
pub async fn joinings(
    connection: &impl ConnectionTrait,
    schools: impl IntoIterator<Item = SchoolId>,
) -> Result<Vec<contract_change::Model>> {
    Ok(contract_change::Entity::find()
        .filter(contract_change::Column::SchoolId.is_in(schools))
        .filter(contract_change::Column::State.eq(ChangeState::Approved))
        .all(connection)
        .await?)
}

/// Whether a change for a school waits to be decided.
pub async fn waits_for(connection: &impl ConnectionTrait, contract: ContractId, school: SchoolId) -> Result<bool> {
    let waiting = contract_change::Entity::find()
        .filter(contract_change::Column::ContractId.eq(contract))
        .filter(contract_change::Column::SchoolId.eq(school))
        .filter(contract_change::Column::State.is_in([ChangeState::Proposed, ChangeState::Approved]))
        .one(connection)
        .await?;
    Ok(waiting.is_some())
}

/// What was sent as rows on a school's page, the latest first.
pub async fn imports(connection: &impl ConnectionTrait, school: SchoolId) -> Result<Vec<actuals_import::Model>> {
    Ok(actuals_import::Entity::find()
        .filter(actuals_import::Column::SchoolId.eq(school))
        .order_by_desc(actuals_import::Column::ImportedAt)
        .limit(IMPORTS_SHOWN)
        .all(connection)
        .await?)
}

/// The schools' parts of contracts, each contract's in the cluster's order.
pub async fn parts(
    connection: &impl ConnectionTrait,
    contracts: impl IntoIterator<Item = ContractId>,
) -> Result<Vec<school_schedule::Model>> {
    Ok(school_schedule::Entity::find()
        .filter(school_schedule::Column::ContractId.is_in(contracts))
        .order_by_asc(school_schedule::Column::Position)
        .order_by_asc(school_schedule::Column::Id)
        .limit(MOST_PARTS)
        .all(connection)
        .await?)
}

/// What was paid under these parts, by part, in the order of its years.
pub async fn spends(
    connection: &impl ConnectionTrait,
    parts: impl IntoIterator<Item = ScheduleId>,
) -> Result<HashMap<ScheduleId, Vec<actual_spend::Model>>> {
    let rows = actual_spend::Entity::find()
        .filter(actual_spend::Column::ScheduleId.is_in(parts))
        .order_by_asc(actual_spend::Column::ContractYear)
        .order_by_asc(actual_spend::Column::Id)
        .all(connection)
        .await?;
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        all.entry(row.schedule_id).or_default().push(row);
    }
    Ok(all)
}

/// The register rows of schools, by id.
pub async fn schools(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = SchoolId>,
) -> Result<HashMap<SchoolId, school::Model>> {
    let found = school::Entity::find().filter(school::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|school| (school.id, school)).collect())
}

/// Providers, by id.
pub async fn providers(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ProviderId>,
) -> Result<HashMap<ProviderId, provider::Model>> {
    let found = provider::Entity::find().filter(provider::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|provider| (provider.id, provider)).collect())
}

/// The cluster, locked until the change ends: contracts of one cluster are recorded one after the other.
pub async fn locked_cluster(transaction: &impl ConnectionTrait, id: ClusterId) -> Result<Option<cluster::Model>> {
    Ok(cluster::Entity::find_by_id(id).lock_exclusive().one(transaction).await?)
}

/// The lot that a contract was awarded for.
pub async fn lot_of(connection: &impl ConnectionTrait, contract: &contract::Model) -> Result<Option<lot::Model>> {
    let Some(id) = contract.lot_id else { return Ok(None) };
    Ok(lot::Entity::find_by_id(id).one(connection).await?)
}

/// The contracts that a school is in, the newest to start first. Two queries.
pub async fn of_school(connection: &impl ConnectionTrait, school: SchoolId) -> Result<Vec<contract::Model>> {
    let ids: Vec<ContractId> = school_schedule::Entity::find()
        .select_only()
        .column(school_schedule::Column::ContractId)
        .filter(school_schedule::Column::SchoolId.eq(school))
        .limit(MOST_CONTRACTS)
        .into_tuple()
        .all(connection)
        .await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(contract::Entity::find()
        .filter(contract::Column::Id.is_in(ids))
        .order_by_desc(contract::Column::StartsOn)
        .order_by_asc(contract::Column::Id)
        .all(connection)
        .await?)
}

/// The contracts of these providers, the newest to start first.
pub async fn of_providers(connection: &impl ConnectionTrait, ids: &[ProviderId]) -> Result<Vec<contract::Model>> {
    Ok(contract::Entity::find()
        .filter(contract::Column::ProviderId.is_in(ids.iter().copied()))
        .order_by_desc(contract::Column::StartsOn)
        .order_by_asc(contract::Column::Id)
        .limit(MOST_CONTRACTS)
        .all(connection)
        .await?)
}

/// A page of what everybody may see: contracts that were signed, the newest first, and how many there are. Two queries.
pub async fn public_page(
    connection: &impl ConnectionTrait,
    page: u64,
    size: u64,
) -> Result<(Vec<contract::Model>, u64)> {
    let query = contract::Entity::find()
        .filter(contract::Column::LiveAt.is_not_null())
        .order_by_desc(contract::Column::LiveAt)
        .order_by_asc(contract::Column::Id);
    let total = query.clone().count(connection).await?;
    Ok((query.offset(page.saturating_sub(1) * size).limit(size).all(connection).await?, total))
}

pub async fn school_by_urn(connection: &impl ConnectionTrait, urn: i32) -> Result<Option<school::Model>> {
    Ok(school::Entity::find().filter(school::Column::Urn.eq(urn)).one(connection).await?)
}
