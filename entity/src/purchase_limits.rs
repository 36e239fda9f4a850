//! A school's own purchase limits: versions, the newest in force; a version is never changed.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase_limits")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// The value of the whole purchase, excluding VAT, from which one quote is asked for; below it the school buys directly.
    pub one_quote_from: Money,
    pub three_quotes_from: Money,
    pub tender_from: Money,
    /// Up to and including this value a business manager may approve.
    pub manager_up_to: Money,
    /// Up to and including this value a headteacher may approve; governors above it.
    pub head_up_to: Money,
    pub adopted_on: Date,
    /// The minute of the governing body or trust that adopted them.
    pub minute_reference: String,
    pub recorded_by: AccountId,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
