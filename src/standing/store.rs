//! Queries about prepared unit costs and who withholds theirs.

use crate::platform::error::Result;
use crate::standing::rules::SAMPLE;
use ::entity::school::Phase;
use ::entity::{ids::*, school, standing_consent, unit_cost};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashSet;

/// So many rows are written at once.
const WRITTEN_AT_ONCE: usize = 500;

/// What some schools pay, in every category.
pub async fn of_schools(
    connection: &impl ConnectionTrait,
    ids: &[SchoolId],
    since: i32,
) -> Result<Vec<unit_cost::Model>> {
    Ok(unit_cost::Entity::find()
        .filter(unit_cost::Column::SchoolId.is_in(ids.iter().copied()))
        .filter(unit_cost::Column::Year.gte(since))
        .all(connection)
        .await?)
}

/// What schools of a phase pay for one service: all of them, or as many as are drawn by lot.
pub async fn of_phase(
    connection: &impl ConnectionTrait,
    category: CategoryId,
    phase: Phase,
    since: i32,
) -> Result<Vec<unit_cost::Model>> {
    Ok(unit_cost::Entity::find()
        .filter(unit_cost::Column::CategoryId.eq(category))
        .filter(unit_cost::Column::Phase.eq(phase))
        .filter(unit_cost::Column::Year.gte(since))
        .order_by_asc(unit_cost::Column::Lot)
        .order_by_asc(unit_cost::Column::SchoolId)
        .limit(SAMPLE)
        .all(connection)
        .await?)
}

/// The register rows of schools.
pub async fn schools(connection: &impl ConnectionTrait, ids: &[SchoolId]) -> Result<Vec<school::Model>> {
    Ok(school::Entity::find().filter(school::Column::Id.is_in(ids.iter().copied())).all(connection).await?)
}

/// Those of the schools that keep their figures to themselves.
pub async fn withholding(connection: &impl ConnectionTrait, ids: &[SchoolId]) -> Result<HashSet<SchoolId>> {
    let found: Vec<SchoolId> = standing_consent::Entity::find()
        .select_only()
        .column(standing_consent::Column::SchoolId)
        .filter(standing_consent::Column::SchoolId.is_in(ids.iter().copied()))
        .filter(standing_consent::Column::Withholds.eq(true))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found.into_iter().collect())
}

/// What a school said of its figures, if anything.
pub async fn consent(connection: &impl ConnectionTrait, id: SchoolId) -> Result<Option<standing_consent::Model>> {
    Ok(standing_consent::Entity::find_by_id(id).one(connection).await?)
}

/// Marks the school's prepared figures.
pub async fn mark(transaction: &impl ConnectionTrait, id: SchoolId, withheld: bool) -> Result<()> {
    unit_cost::Entity::update_many()
        .col_expr(unit_cost::Column::Withheld, Expr::value(withheld))
        .filter(unit_cost::Column::SchoolId.eq(id))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Writes what schools pay in categories, in place of what was prepared.
pub async fn replace(
    transaction: &impl ConnectionTrait,
    (schools, categories): (&[SchoolId], &[CategoryId]),
    rows: Vec<unit_cost::Model>,
) -> Result<()> {
    unit_cost::Entity::delete_many()
        .filter(unit_cost::Column::SchoolId.is_in(schools.iter().copied()))
        .filter(unit_cost::Column::CategoryId.is_in(categories.iter().copied()))
        .exec(transaction)
        .await?;
    let rows: Vec<_> = rows.into_iter().map(IntoActiveModel::into_active_model).collect();
    for some in rows.chunks(WRITTEN_AT_ONCE) {
        unit_cost::Entity::insert_many(some.to_vec()).exec_without_returning(transaction).await?;
    }
    Ok(())
}
