//! Queries about staff that transfer, who read about them, and what single schools need beyond the core.

use crate::platform::error::Result;
use ::entity::{
    account, ids::*, provider, school, school_variation, staff_access, staff_pack, staff_reading, staff_row,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

const MOST: u64 = 5_000;

pub async fn staff_pack(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Option<staff_pack::Model>> {
    Ok(staff_pack::Entity::find_by_id(tender).one(connection).await?)
}

/// Everybody who may transfer, in an order that tells nothing of who gave the row first.
pub async fn staff(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<staff_row::Model>> {
    Ok(staff_row::Entity::find()
        .filter(staff_row::Column::TenderId.eq(tender))
        .order_by_asc(staff_row::Column::Role)
        .order_by_asc(staff_row::Column::Hours)
        .order_by_asc(staff_row::Column::Id)
        .limit(MOST)
        .all(connection)
        .await?)
}

pub async fn staff_access(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    provider: ProviderId,
) -> Result<Option<staff_access::Model>> {
    Ok(staff_access::Entity::find_by_id((tender, provider)).one(connection).await?)
}

/// Who read the pack, the latest first: the reading, the organisation, the person.
pub async fn staff_readings(
    connection: &impl ConnectionTrait,
    tender: TenderId,
) -> Result<Vec<(staff_reading::Model, String, String)>> {
    let rows = staff_reading::Entity::find()
        .filter(staff_reading::Column::TenderId.eq(tender))
        .order_by_desc(staff_reading::Column::Id)
        .limit(200)
        .all(connection)
        .await?;
    let organisations: HashMap<ProviderId, String> = provider::Entity::find()
        .filter(provider::Column::Id.is_in(rows.iter().map(|row| row.provider_id)))
        .all(connection)
        .await?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect();
    let people: HashMap<AccountId, String> = account::Entity::find()
        .filter(account::Column::Id.is_in(rows.iter().map(|row| row.account_id)))
        .all(connection)
        .await?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect();
    let named = |row: staff_reading::Model| {
        let organisation = organisations.get(&row.provider_id).cloned().unwrap_or_default();
        let person = people.get(&row.account_id).cloned().unwrap_or_default();
        (row, organisation, person)
    };
    Ok(rows.into_iter().map(named).collect())
}

/// What single schools need beyond the core, with the school, in the order they were added.
pub async fn variations(
    connection: &impl ConnectionTrait,
    tender: TenderId,
) -> Result<Vec<(school_variation::Model, school::Model)>> {
    let rows = school_variation::Entity::find()
        .filter(school_variation::Column::TenderId.eq(tender))
        .order_by_asc(school_variation::Column::Id)
        .limit(200)
        .all(connection)
        .await?;
    let found = school::Entity::find().filter(school::Column::Id.is_in(rows.iter().map(|row| row.school_id)));
    let schools: HashMap<SchoolId, school::Model> =
        found.all(connection).await?.into_iter().map(|school| (school.id, school)).collect();
    let of = |row: school_variation::Model| Some((schools.get(&row.school_id)?.clone(), row));
    Ok(rows.into_iter().filter_map(of).map(|(school, row)| (row, school)).collect())
}
