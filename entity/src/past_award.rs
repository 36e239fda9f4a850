//! An award that was taken back, as it stood: another recommendation, a correction or the next-ranked bid came after it.
use crate::award::AwardState;
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "past_award")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub award_id: AwardId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub ended_at: DateTimeUtc,
    pub bid_id: BidId,
    pub state: AwardState,
    pub reasons: String,
    pub recommended_at: DateTimeUtc,
    pub recommended_by: AccountId,
    pub minute: Option<String>,
    pub ratified_at: Option<DateTimeUtc>,
    pub standstill_from: Option<Date>,
    pub standstill_ends_at: Option<DateTimeUtc>,
    pub ended_because: String,
}

plain_table!();
