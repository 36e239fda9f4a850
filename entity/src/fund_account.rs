//! An account of a fund's double-entry ledger. What a line adds to an account is positive, what it takes is negative.
use crate::prelude::*;

text_enum! {
    pub enum AccountKind {
        /// Money at the host school's bank.
        Bank = "bank",
        /// What each school owes the fund; below nothing: what the fund owes the school.
        Owed = "owed",
        Contributions = "contributions",
        Grants = "grants",
        /// Set aside for all schools together.
        Reserve = "reserve",
        /// Surplus given back to schools.
        Returned = "returned",
        Penalties = "penalties",
        /// To and from other funds of the cluster.
        Transfers = "transfers",
        /// What a year's end moved between schools and the reserve.
        YearEnd = "year_end",
        /// A budget heading.
        Spending = "spending",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FundAccountId,
    pub fund_id: FundId,
    pub kind: AccountKind,
    /// Of a budget heading; empty for the rest.
    pub name: String,
}

plain_table!();
