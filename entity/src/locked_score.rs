//! The panel's score as it stood when prices were opened, or as a correction left it. Each lock makes a new round.
use crate::consensus;
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "locked_score")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub bid_id: BidId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub criterion_id: CriterionId,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round: i32,
    pub lot_id: LotId,
    pub score: i32,
    pub reason: String,
    pub explanation: Option<String>,
    pub higher: Option<String>,
    pub recorded_by: AccountId,
    pub recorded_at: DateTimeUtc,
}

impl Model {
    /// An agreed score as it stands now.
    pub fn of(agreed: consensus::Model, lot: LotId, round: i32) -> Self {
        Self {
            bid_id: agreed.bid_id,
            criterion_id: agreed.criterion_id,
            round,
            lot_id: lot,
            score: agreed.score,
            reason: agreed.reason,
            explanation: agreed.explanation,
            higher: agreed.higher,
            recorded_by: agreed.recorded_by,
            recorded_at: agreed.recorded_at,
        }
    }
}

plain_table!();
