//! Queries about comparisons that schools saved.

use crate::platform::error::Result;
use ::entity::ids::*;
use ::entity::saved_comparison::{Column, Entity, Model};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

pub async fn saved_by_id(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: SavedComparisonId,
) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).filter(Column::SchoolId.eq(school)).one(connection).await?)
}

/// The newest first.
pub async fn saved_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    skipped: u64,
    most: u64,
) -> Result<Vec<Model>> {
    let query = Entity::find().filter(Column::SchoolId.eq(school)).order_by_desc(Column::Id);
    Ok(query.offset(skipped).limit(most).all(connection).await?)
}

pub async fn count_saved(connection: &impl ConnectionTrait, school: SchoolId) -> Result<u64> {
    Ok(Entity::find().filter(Column::SchoolId.eq(school)).count(connection).await?)
}
