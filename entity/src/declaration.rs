//! What a person declares before they open, score or vote: any interest in a bidder?
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "declaration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeclarationId,
    pub tender_id: TenderId,
    pub account_id: AccountId,
    pub has_interest: bool,
    pub detail: Option<String>,
    pub declared_at: DateTimeUtc,
    /// Set by declaring against the list of bidders, once their names are known.
    pub bidders_declared_at: Option<DateTimeUtc>,
}

plain_table!();
