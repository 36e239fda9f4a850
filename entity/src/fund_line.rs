//! One line of a movement. A line outside the bank says whose it is: a school's, or all schools' together.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: FundEntryId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub fund_id: FundId,
    pub year: i32,
    pub account_id: FundAccountId,
    pub school_id: Option<SchoolId>,
    /// Never nothing.
    pub amount: Money,
}

plain_table!();
