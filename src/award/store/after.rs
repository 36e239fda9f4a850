//! What happens to an award after the bidders were told: corrections and withdrawals.

use super::MOST;
use crate::platform::error::Result;
use ::entity::award::AwardState;
use ::entity::{award, award_correction, bid, ids::*, winner_withdrawal};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;

/// The correction that waits for a second person.
pub async fn open_correction(connection: &impl ConnectionTrait, lot: LotId) -> Result<Option<award_correction::Model>> {
    let open = award_correction::Entity::find()
        .filter(award_correction::Column::LotId.eq(lot))
        .filter(award_correction::Column::Confirmed.is_null());
    Ok(open.one(connection).await?)
}

/// Whether, and why, a bid was withdrawn after it was chosen.
pub async fn withdrawal_of(connection: &impl ConnectionTrait, bid: BidId) -> Result<Option<winner_withdrawal::Model>> {
    Ok(winner_withdrawal::Entity::find().filter(winner_withdrawal::Column::BidId.eq(bid)).one(connection).await?)
}

/// The bids of a lot that were chosen and withdrew.
pub async fn withdrawn(connection: &impl ConnectionTrait, lot: LotId) -> Result<Vec<BidId>> {
    Ok(winner_withdrawal::Entity::find()
        .select_only()
        .column(winner_withdrawal::Column::BidId)
        .filter(winner_withdrawal::Column::LotId.eq(lot))
        .filter(winner_withdrawal::Column::ConfirmedAt.is_not_null())
        .into_tuple()
        .all(connection)
        .await?)
}

/// The providers of the bids that are recommended or accepted for some lots, one entry for each lot.
pub async fn winners_of(
    connection: &impl ConnectionTrait,
    lots: impl IntoIterator<Item = LotId>,
) -> Result<Vec<ProviderId>> {
    let standing = award::Entity::find()
        .filter(award::Column::LotId.is_in(lots))
        .filter(award::Column::State.is_in([AwardState::Recommended, AwardState::Ratified]))
        .limit(MOST)
        .all(connection)
        .await?;
    let bids = bid::Entity::find().filter(bid::Column::Id.is_in(standing.iter().map(|award| award.bid_id)));
    let of: HashMap<BidId, Option<ProviderId>> =
        bids.all(connection).await?.into_iter().map(|bid| (bid.id, bid.provider_id)).collect();
    Ok(standing.iter().filter_map(|award| *of.get(&award.bid_id)?).collect())
}
