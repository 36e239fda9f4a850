//! Why a lot ended without a contract, publicly.

use crate::platform::change::Change;
use crate::platform::error::Result;
use ::entity::{lot, tender};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ActiveValue::Unchanged, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
};

/// Keeps the reason with the lot, and with the tender where the lot is all of it.
pub async fn keep_ending(change: &Change, of: &lot::Model, reason: &str) -> Result<()> {
    let row =
        lot::ActiveModel { id: Unchanged(of.id), ended_reason: Set(Some(reason.to_owned())), ..Default::default() };
    row.update(change.tx()).await?;
    let lots = lot::Entity::find().filter(lot::Column::TenderId.eq(of.tender_id)).count(change.tx()).await?;
    if lots == 1 {
        let row = tender::ActiveModel {
            id: Unchanged(of.tender_id),
            ended_reason: Set(Some(reason.to_owned())),
            ..Default::default()
        };
        row.update(change.tx()).await?;
    }
    Ok(())
}
