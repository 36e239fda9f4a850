//! The versions of a notice.

use crate::platform::error::{Error, Result};
use ::entity::{ids::TenderId, tender_version};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The newest first; no notice has more.
const MOST: u64 = 100;

pub async fn versions(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<tender_version::Model>> {
    Ok(tender_version::Entity::find()
        .filter(tender_version::Column::TenderId.eq(tender))
        .order_by_desc(tender_version::Column::Number)
        .limit(MOST)
        .all(connection)
        .await?)
}

pub async fn version(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    number: i32,
) -> Result<tender_version::Model> {
    tender_version::Entity::find_by_id((tender, number)).one(connection).await?.ok_or(Error::NotFound)
}
