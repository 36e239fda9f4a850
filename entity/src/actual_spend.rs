//! What a school really paid under its schedule in one period, from invoices.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "actual_spend")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SpendId,
    pub schedule_id: ScheduleId,
    /// The contract year, from 1.
    pub contract_year: i32,
    /// "Whole year", "Autumn term", "October": unique in its year.
    pub period: String,
    pub quantity: Option<Quantity>,
    pub amount: Money,
    pub invoice_reference: String,
    /// The rows that it came with; none once it is entered or corrected by hand.
    pub import_id: Option<ActualsImportId>,
    pub recorded_by: Option<AccountId>,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
