//! What one school needs beyond the core specification; every bidder prices it as a line of its own.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_variation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VariationId,
    pub tender_id: TenderId,
    pub school_id: SchoolId,
    /// The id of the charge that prices it: `variation-1`.
    pub code: String,
    pub title: String,
    pub description: String,
    pub added_by: AccountId,
    pub added_at: DateTimeUtc,
}

plain_table!();
