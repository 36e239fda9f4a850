//! Queries about corrections and hearings.

use crate::platform::error::Result;
use ::entity::{bid, correction_item, correction_window, exclusion, ids::*};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// More rows than one lot's check has.
const MOST: u64 = 2_000;

/// The lot's one window, once it was opened.
pub async fn window(connection: &impl ConnectionTrait, lot: LotId) -> Result<Option<correction_window::Model>> {
    Ok(correction_window::Entity::find_by_id(lot).one(connection).await?)
}

/// What may be corrected in this lot's bids.
pub async fn corrections(connection: &impl ConnectionTrait, lot: LotId) -> Result<Vec<correction_item::Model>> {
    Ok(correction_item::Entity::find()
        .filter(correction_item::Column::LotId.eq(lot))
        .order_by_asc(correction_item::Column::Condition)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The hearings about these bids, the latest first.
pub async fn hearings(
    connection: &impl ConnectionTrait,
    bids: impl IntoIterator<Item = BidId>,
) -> Result<Vec<exclusion::Model>> {
    Ok(exclusion::Entity::find()
        .filter(exclusion::Column::BidId.is_in(bids))
        .order_by_desc(exclusion::Column::NotifiedAt)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The opened bids of a provider, the latest first.
pub async fn bids_of(
    connection: &impl ConnectionTrait,
    providers: impl IntoIterator<Item = ProviderId>,
) -> Result<Vec<bid::Model>> {
    Ok(bid::Entity::find()
        .filter(bid::Column::ProviderId.is_in(providers))
        .filter(bid::Column::OpenedAt.is_not_null())
        .order_by_desc(bid::Column::OpenedAt)
        .limit(200)
        .all(connection)
        .await?)
}

/// The windows of these lots.
pub async fn windows(
    connection: &impl ConnectionTrait,
    lots: impl IntoIterator<Item = LotId>,
) -> Result<Vec<correction_window::Model>> {
    let found = correction_window::Entity::find().filter(correction_window::Column::LotId.is_in(lots));
    Ok(found.all(connection).await?)
}

/// What these bids may correct.
pub async fn corrections_of(
    connection: &impl ConnectionTrait,
    bids: impl IntoIterator<Item = BidId>,
) -> Result<Vec<correction_item::Model>> {
    Ok(correction_item::Entity::find()
        .filter(correction_item::Column::BidId.is_in(bids))
        .order_by_asc(correction_item::Column::Condition)
        .limit(MOST)
        .all(connection)
        .await?)
}
