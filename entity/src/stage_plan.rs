//! How a tender in two stages chooses whom it invites to bid.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stage_plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    /// As many are invited, if as many meet the conditions.
    pub least: i32,
    /// No more are invited but for a tie at the last place; none: all that meet the conditions.
    pub most: Option<i32>,
    /// What stage two has besides written bids: visits, presentations.
    pub second_stage: String,
    /// Stored by the first action that found the participation deadline past; nothing takes requests after it.
    pub closed_at: Option<DateTimeUtc>,
    /// When invitations and refusals were sent, all at once.
    pub sent_at: Option<DateTimeUtc>,
    /// Why it goes on with fewer than `least`.
    pub fewer_reason: Option<String>,
}

plain_table!();
