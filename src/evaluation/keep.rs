//! What stays of every round of scoring, whatever is scored or corrected after it.

use super::store;
use crate::platform::change::Change;
use crate::platform::error::Result;
use ::entity::{bid, consensus, given_score, ids::*, locked_score, score};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait};

/// Keeps one evaluator's scores as they were submitted.
pub(super) async fn keep_given(
    change: &Change,
    lot: LotId,
    submitted: impl Iterator<Item = &score::Model>,
) -> Result<()> {
    let mut earlier = None;
    for score in submitted {
        let round = match earlier {
            Some(round) => round,
            None => store::rounds_given(change.tx(), lot, score.evaluator_id).await?,
        };
        earlier = Some(round);
        let row = given_score::Model {
            bid_id: score.bid_id,
            criterion_id: score.criterion_id,
            evaluator_id: score.evaluator_id,
            round: round + 1,
            lot_id: lot,
            score: score.score,
            reason: score.reason.clone(),
            submitted_at: change.now(),
        };
        row.into_active_model().insert(change.tx()).await?;
    }
    Ok(())
}

/// Keeps the agreed scores of a lot as they stand: when prices are opened, and when a correction changed one.
pub async fn keep_locked(change: &Change, lot: LotId) -> Result<()> {
    let bids =
        bid::Entity::find().select_only().column(bid::Column::Id).filter(bid::Column::LotId.eq(lot)).into_query();
    let agreed = consensus::Entity::find().filter(consensus::Column::BidId.in_subquery(bids)).all(change.tx()).await?;
    let round = store::rounds_locked(change.tx(), lot).await? + 1;
    for one in agreed {
        locked_score::Model::of(one, lot, round).into_active_model().insert(change.tx()).await?;
    }
    Ok(())
}
