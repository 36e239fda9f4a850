//! Preliminary market engagement before a tender: its notice, or why there is none, and how no firm gains by it.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "engagement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    /// Of the preliminary market engagement notice, UK2.
    pub notice_number: Option<String>,
    pub notice_published_on: Option<Date>,
    /// Why no such notice was published; the tender notice gives the same reasons.
    pub no_notice_reason: Option<String>,
    /// How every bidder gets what the firms that were met know.
    pub levelled: Option<String>,
}

plain_table!();
