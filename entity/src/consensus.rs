//! The panel's one score for one answer, with the reason that the bidder will read.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consensus")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub bid_id: BidId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub criterion_id: CriterionId,
    pub score: i32,
    pub reason: String,
    /// Needed where nobody had given this score.
    pub explanation: Option<String>,
    /// What would have scored higher, for the bidder; none for the highest score, or where the panel wrote nothing.
    pub higher: Option<String>,
    pub recorded_by: AccountId,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
