//! Queries about demand sheets and their lines.

use crate::platform::error::Result;
use ::entity::membership::{Role, Scope};
use ::entity::{account, category, demand, demand_line, ids::*, membership, school, tender, volume};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, HashMap};

/// No tender has more sheets.
const MOST_SHEETS: u64 = 500;

/// Every school's sheet for a tender.
pub async fn sheets_of(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<demand::Model>> {
    Ok(demand::Entity::find()
        .filter(demand::Column::TenderId.eq(tender))
        .order_by_asc(demand::Column::Id)
        .limit(MOST_SHEETS)
        .all(connection)
        .await?)
}

/// The lines of several sheets, by sheet and item.
pub async fn lines_of(
    connection: &impl ConnectionTrait,
    sheets: impl IntoIterator<Item = DemandId>,
) -> Result<BTreeMap<DemandId, BTreeMap<String, demand_line::Model>>> {
    let mut all: BTreeMap<DemandId, BTreeMap<String, demand_line::Model>> = BTreeMap::new();
    let found = demand_line::Entity::find().filter(demand_line::Column::DemandId.is_in(sheets)).all(connection).await?;
    for line in found {
        all.entry(line.demand_id).or_default().insert(line.item.clone(), line);
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

/// What schools used in a category up to a year: the newest row of each item.
pub async fn last_used(
    connection: &impl ConnectionTrait,
    schools: impl IntoIterator<Item = SchoolId>,
    category: CategoryId,
    up_to: i32,
) -> Result<HashMap<(SchoolId, String), volume::Model>> {
    let found = volume::Entity::find()
        .filter(volume::Column::CategoryId.eq(category))
        .filter(volume::Column::SchoolId.is_in(schools))
        .filter(volume::Column::Year.lte(up_to))
        .order_by_asc(volume::Column::Year)
        .all(connection)
        .await?;
    Ok(found.into_iter().map(|row| ((row.school_id, row.item.clone()), row)).collect())
}

/// Who holds a role in these schools. Two queries.
pub async fn people(
    connection: &impl ConnectionTrait,
    role: Role,
    schools: impl IntoIterator<Item = SchoolId>,
) -> Result<Vec<(SchoolId, account::Model)>> {
    let held = membership::Entity::find()
        .filter(membership::Column::Role.eq(role))
        .filter(membership::Column::Scope.eq(Scope::School))
        .filter(membership::Column::ScopeId.is_in(schools.into_iter().map(|school| school.0)))
        .filter(membership::Column::EndedAt.is_null())
        .order_by_asc(membership::Column::Id)
        .limit(2_000)
        .all(connection)
        .await?;
    let ids = held.iter().map(|held| held.account_id);
    let accounts = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(connection).await?;
    let accounts: HashMap<_, _> = accounts.into_iter().map(|account| (account.id, account)).collect();
    Ok(held
        .into_iter()
        .filter_map(|held| Some((SchoolId(held.scope_id?), accounts.get(&held.account_id)?.clone())))
        .collect())
}

/// The category of a tender.
pub async fn category_of(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Option<category::Model>> {
    let Some(tender) = tender::Entity::find_by_id(tender).one(connection).await? else { return Ok(None) };
    Ok(category::Entity::find_by_id(tender.category_id).one(connection).await?)
}
