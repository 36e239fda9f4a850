//! One pass/fail condition checked on one bid.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bid_check")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub bid_id: BidId,
    /// The declaration or fact checked.
    #[sea_orm(primary_key, auto_increment = false)]
    pub condition: String,
    pub passed: bool,
    pub reason: Option<String>,
    pub checked_by: AccountId,
    pub checked_at: DateTimeUtc,
}

plain_table!();
