//! What happens to an award after the bidders were told: corrections and withdrawals.

use crate::platform::error::Result;
use ::entity::{award_correction, ids::*, winner_withdrawal};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

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
