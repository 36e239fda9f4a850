//! Queries about bids. A bid is found by its bidder's sealed name; only `opened` reads packages for buyers.

use crate::platform::error::Result;
use ::entity::ids::*;
use ::entity::{bid, bid_submission, provider};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// The most bids that a lot is opened with; a tender for schools has a handful.
pub(super) const MOST_BIDS: u64 = 500;

/// The opened bids of a lot, by label.
pub(super) async fn opened_bids(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    lot: LotId,
) -> Result<Vec<bid::Model>> {
    let mut bids = bid::Entity::find()
        .filter(bid::Column::TenderId.eq(tender))
        .filter(bid::Column::LotId.eq(lot))
        .filter(bid::Column::OpenedAt.is_not_null())
        .order_by_asc(bid::Column::Label)
        .limit(MOST_BIDS)
        .all(connection)
        .await?;
    bids.sort_by_key(|bid| bid.label.as_ref().map(|label| (label.len(), label.clone())));
    Ok(bids)
}

/// The packages that count for these bids, as stored.
pub(super) async fn packages(connection: &impl ConnectionTrait, bids: &[bid::Model]) -> Result<Vec<(BidId, String)>> {
    let submissions = bid_submission::Entity::find()
        .filter(bid_submission::Column::Id.is_in(bids.iter().filter_map(|bid| bid.submission_id)))
        .all(connection)
        .await?;
    Ok(submissions.into_iter().map(|submission| (submission.bid_id, submission.package)).collect())
}

pub(super) async fn provider_names(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ProviderId>,
) -> Result<HashMap<ProviderId, String>> {
    let found = provider::Entity::find().filter(provider::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|provider| (provider.id, provider.name)).collect())
}
