//! A published listing in the words by which it is found, and what it would cost schools of three sizes.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_search")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub number: i64,
    #[sea_orm(unique)]
    pub listing_id: ListingId,
    /// Folded words and the marks that stand for category, area, phase and kind of provider, apart by spaces.
    pub words: String,
    /// The first year of a typical small school in 1/10,000 £; the greatest number where it cannot be worked out.
    pub small: i64,
    pub middle: i64,
    pub large: i64,
}

plain_table!();
