//! A score as an evaluator submitted it. Scoring that is taken up again makes a new round; the earlier ones stay.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "given_score")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub bid_id: BidId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub criterion_id: CriterionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub evaluator_id: AccountId,
    /// From 1: how many times this evaluator has submitted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round: i32,
    pub lot_id: LotId,
    pub score: i32,
    pub reason: String,
    pub submitted_at: DateTimeUtc,
}

plain_table!();
