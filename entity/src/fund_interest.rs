//! An interest that somebody declared in a payment: they cannot approve it.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_interest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub payment_id: FundPaymentId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    pub detail: String,
    pub declared_at: DateTimeUtc,
}

plain_table!();
