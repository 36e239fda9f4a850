//! The one time in which bidders may correct what a lot's check found: the same hours for everybody.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction_window")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub lot_id: LotId,
    pub hours: i32,
    /// Why it is opened, as every bidder reads it.
    pub reason: String,
    pub opened_by: AccountId,
    pub opened_at: DateTimeUtc,
    pub closes_at: DateTimeUtc,
}

plain_table!();
