//! What running the cluster costs, and funding it receives: shown beside savings, never in them.
use crate::prelude::*;

text_enum! {
    pub enum MoneyKind { RunningCost = "running_cost", Funding = "funding" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cluster_money")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClusterMoneyId,
    pub cluster_id: ClusterId,
    pub kind: MoneyKind,
    pub purpose: String,
    /// The year in which the financial year starts.
    pub year: i32,
    pub amount: Money,
    pub recorded_by: Option<AccountId>,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
