//! A payment to a school that loses, against what it was promised.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "promise_payment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PromisePaymentId,
    pub promise_id: SavingsPromiseId,
    pub amount: Money,
    pub paid_on: Date,
    /// The bank's or the fund's own words for it.
    pub reference: String,
    pub recorded_by: Option<AccountId>,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
