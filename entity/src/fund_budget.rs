//! What may be spent under a heading in a financial year; the highest number is in force, none is ever changed.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_budget")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: FundAccountId,
    /// The year in which the financial year starts.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub fund_id: FundId,
    pub amount: Money,
    /// The minute that set it.
    pub decision: String,
    pub set_by: AccountId,
    pub set_at: DateTimeUtc,
}

plain_table!();
