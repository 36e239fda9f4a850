//! The decision on one lot: the recommendation, and what became of it.
use crate::prelude::*;

text_enum! {
    pub enum AwardState { Recommended = "recommended", Ratified = "ratified", SentBack = "sent_back", Ended = "ended" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "award")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AwardId,
    /// One award a lot: one sent back by the vote is taken up again.
    #[sea_orm(unique)]
    pub lot_id: LotId,
    pub bid_id: BidId,
    pub state: AwardState,
    /// One paragraph for every school: why this bid.
    pub reasons: String,
    pub recommended_at: DateTimeUtc,
    pub recommended_by: AccountId,
    /// What the clerk recorded of the vote.
    pub minute: Option<String>,
    pub ratified_at: Option<DateTimeUtc>,
}

plain_table!();
