//! What one person decided about a payment; no two of the same school decide about one.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub payment_id: FundPaymentId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    pub school_id: SchoolId,
    pub approved: bool,
    pub reason: String,
    pub decided_at: DateTimeUtc,
}

plain_table!();
