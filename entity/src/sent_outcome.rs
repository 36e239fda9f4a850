//! An assessment summary as it was sent. A bidder that is told anew gets a new one; the earlier ones stay.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sent_outcome")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub bid_id: BidId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub sent_at: DateTimeUtc,
    pub won: bool,
    /// JSON of `award::rules::Summary`.
    pub summary: Json,
}

plain_table!();
