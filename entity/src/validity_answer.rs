//! A bidder's answer to a request to keep its bid open for longer.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "validity_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub extension_id: ValidityId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub bid_id: BidId,
    pub agrees: bool,
    pub answered_by: AccountId,
    pub answered_at: DateTimeUtc,
}

plain_table!();
