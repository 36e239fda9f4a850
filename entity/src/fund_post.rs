//! A post paid from cluster money: who employs, who approved it, what it costs a year.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_post")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FundPostId,
    pub fund_id: FundId,
    /// The heading whose budget carries it.
    pub account_id: FundAccountId,
    pub title: String,
    /// The school whose body employs the person.
    pub employer_school_id: SchoolId,
    /// The minute that approved it.
    pub approved_by: String,
    pub yearly_cost: Money,
    /// A week.
    pub hours: Quantity,
    pub starts_on: Date,
    pub ends_on: Option<Date>,
    pub recorded_by: AccountId,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
