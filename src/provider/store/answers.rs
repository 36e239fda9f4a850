//! Queries about what organisations keep for later bids.

use crate::platform::error::Result;
use ::entity::ids::*;
use ::entity::library_answer::{Column, Entity, Model};
use ::entity::library_answer_version::{self as version, Model as Version};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

/// The latest versions of an answer that its page lists.
const MOST_VERSIONS: u64 = 50;

/// An organisation's answers that hold every one of these words.
fn of(provider: ProviderId, words: &[String]) -> Select<Entity> {
    let all = Entity::find().filter(Column::ProviderId.eq(provider)).filter(Column::RemovedAt.is_null());
    words.iter().fold(all, |query, word| query.filter(Column::Sought.contains(word)))
}

pub async fn count_answers(connection: &impl ConnectionTrait, provider: ProviderId, words: &[String]) -> Result<u64> {
    Ok(of(provider, words).count(connection).await?)
}

/// Those changed last first.
pub async fn answers(
    connection: &impl ConnectionTrait,
    provider: ProviderId,
    words: &[String],
    skipped: u64,
    most: u64,
) -> Result<Vec<Model>> {
    let query = of(provider, words).order_by_desc(Column::ChangedAt).order_by_desc(Column::Id);
    Ok(query.offset(skipped).limit(most).all(connection).await?)
}

pub async fn answer_of(connection: &impl ConnectionTrait, provider: ProviderId, id: AnswerId) -> Result<Option<Model>> {
    let own = Entity::find_by_id(id).filter(Column::ProviderId.eq(provider)).filter(Column::RemovedAt.is_null());
    Ok(own.one(connection).await?)
}

pub async fn answer_version(connection: &impl ConnectionTrait, id: AnswerId, number: i32) -> Result<Option<Version>> {
    Ok(version::Entity::find_by_id((id, number)).one(connection).await?)
}

/// The newest first.
pub async fn answer_versions(connection: &impl ConnectionTrait, id: AnswerId) -> Result<Vec<Version>> {
    Ok(version::Entity::find()
        .filter(version::Column::AnswerId.eq(id))
        .order_by_desc(version::Column::Number)
        .limit(MOST_VERSIONS)
        .all(connection)
        .await?)
}
