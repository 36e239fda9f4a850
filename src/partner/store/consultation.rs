//! Queries about consultations.

use crate::platform::error::Result;
use ::entity::{consultation, ids::*, listing};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Nothing is consulted on more often.
const MOST: u64 = 100;

pub async fn listing(connection: &impl ConnectionTrait, id: ListingId) -> Result<Option<listing::Model>> {
    Ok(listing::Entity::find_by_id(id).one(connection).await?)
}

/// The consultations on a tender and its award, the earliest first.
pub async fn of_tender(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<consultation::Model>> {
    Ok(consultation::Entity::find()
        .filter(consultation::Column::TenderId.eq(tender))
        .order_by_asc(consultation::Column::RecordedAt)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The consultations on the withdrawal of a listing, the earliest first.
pub async fn of_listing(connection: &impl ConnectionTrait, listing: ListingId) -> Result<Vec<consultation::Model>> {
    Ok(consultation::Entity::find()
        .filter(consultation::Column::ListingId.eq(listing))
        .order_by_asc(consultation::Column::RecordedAt)
        .limit(MOST)
        .all(connection)
        .await?)
}
