//! What a cluster promised to pay a school that pays more in a contract than before, for one contract year.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "savings_promise")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SavingsPromiseId,
    pub schedule_id: ScheduleId,
    /// From 1.
    pub contract_year: i32,
    pub amount: Money,
    /// Where it was decided.
    pub minute_reference: String,
    pub recorded_by: Option<AccountId>,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
