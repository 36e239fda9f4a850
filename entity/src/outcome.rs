//! The assessment summary sent to one bidder; all bidders of a lot get theirs at the same minute.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outcome")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub bid_id: BidId,
    pub won: bool,
    /// JSON of `award::rules::Summary`: per criterion weight, score, reason; a loser's with the winner's scores.
    pub summary: Json,
    pub sent_at: DateTimeUtc,
    pub acknowledged_at: Option<DateTimeUtc>,
}

plain_table!();
