//! A school of a fund in a financial year, with the pupils that the register had when the year began for the fund.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_school")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub fund_id: FundId,
    /// The year in which the financial year starts.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    pub position: i32,
    pub pupils: i32,
}

plain_table!();
