//! Queries about contracts, the schools in them and what was paid.

use crate::platform::error::Result;
use ::entity::{actual_spend, contract, ids::*, provider, school, school_schedule};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// No cluster has more contracts.
const MOST_CONTRACTS: u64 = 500;
/// No contract has more schools, no set of contracts more parts.
const MOST_PARTS: u64 = 20_000;

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
