//! What stays of an award that is taken back.

use crate::platform::change::Change;
use crate::platform::error::Result;
use ::entity::{award, lot, past_award};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

/// Keeps an award as it stood, before something else takes its place.
pub(super) async fn keep(change: &Change, award: &award::Model, lot: &lot::Model, because: &str) -> Result<()> {
    let row = past_award::Model {
        award_id: award.id,
        ended_at: change.now(),
        bid_id: award.bid_id,
        state: award.state,
        reasons: award.reasons.clone(),
        recommended_at: award.recommended_at,
        recommended_by: award.recommended_by,
        minute: award.minute.clone(),
        ratified_at: award.ratified_at,
        standstill_from: lot.standstill_from,
        standstill_ends_at: lot.standstill_ends_at,
        ended_because: because.to_owned(),
    };
    row.into_active_model().insert(change.tx()).await?;
    Ok(())
}
