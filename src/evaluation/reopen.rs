//! Scoring taken up again after a vote or a challenge found an error.

use crate::platform::change::Change;
use crate::platform::error::Result;
use ::entity::{bid, ids::*, price_confirmation, score};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

/// Lets every evaluator change and submit their scores anew, and asks for both price confirmations again. What was scored and
/// agreed stays as it stood, to start from.
pub async fn reopen(change: &Change, lot: LotId) -> Result<()> {
    let bids = bid::Entity::find().select_only().column(bid::Column::Id).filter(bid::Column::LotId.eq(lot));
    score::Entity::update_many()
        .col_expr(score::Column::SubmittedAt, Expr::value(Option::<DateTime<Utc>>::None))
        .filter(score::Column::BidId.in_subquery(bids.into_query()))
        .exec(change.tx())
        .await?;
    price_confirmation::Entity::delete_many()
        .filter(price_confirmation::Column::LotId.eq(lot))
        .exec(change.tx())
        .await?;
    Ok(())
}
