//! A listing's score as it stands in one term: of the raters of that term and the three before it. Prepared with every
//! rating for its own term and the next three, so that a list reads one row.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_score")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub listing_id: ListingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub term_number: i32,
    pub raters: i32,
    /// The sum of their scores.
    pub total: i32,
    /// The mean in tenths, half-up, for lists to be narrowed by.
    pub tenths: i32,
}

plain_table!();
