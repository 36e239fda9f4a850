//! What a school's premium to a pool follows from in a financial year; charged by a movement.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_premium")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub fund_id: FundId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    /// This year's, in the pool's unit (staff, pupils …).
    pub exposure: Quantity,
    pub past_exposure: Quantity,
    pub past_cost: Money,
    pub premium: Money,
}

plain_table!();
