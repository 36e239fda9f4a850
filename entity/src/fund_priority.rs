//! A need that the cluster commissions for in a financial year, first to last.
use super::fund_need::NeedArea;
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_priority")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cluster_id: ClusterId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub area: NeedArea,
    /// 1 comes first.
    pub rank: i32,
    /// What is commissioned, from whom.
    pub commission: String,
    pub amount: Money,
    /// The fund that pays for it.
    pub fund_id: Option<FundId>,
    /// The minute that decided it.
    pub decision: String,
    pub recorded_by: AccountId,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
