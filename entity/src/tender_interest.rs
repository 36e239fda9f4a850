//! A provider that wants to hear of changes to a tender. Says nothing of a bid.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tender_interest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub provider_id: ProviderId,
    /// "We intend to bid": the chair sees how many.
    pub intends_to_bid: bool,
    pub since: DateTimeUtc,
}

plain_table!();
