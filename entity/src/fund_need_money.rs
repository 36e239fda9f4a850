//! What a school has for additional needs in a financial year: the part that it keeps and the part that it pools.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_need_money")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cluster_id: ClusterId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    pub allocated: Money,
    pub pooled: Money,
    pub stated_by: AccountId,
    pub stated_at: DateTimeUtc,
}

plain_table!();
