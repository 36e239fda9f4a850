//! One evaluator's score of one answer, with its reason.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "score")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub bid_id: BidId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub criterion_id: CriterionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub evaluator_id: AccountId,
    pub score: i32,
    pub reason: String,
    pub saved_at: DateTimeUtc,
    /// Set once the evaluator submits all their scores; then nothing here changes.
    pub submitted_at: Option<DateTimeUtc>,
}

plain_table!();
