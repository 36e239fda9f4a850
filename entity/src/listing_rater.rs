//! A school's newest rating that counts for a listing: one voice a school, however many contracts and terms it rated.
use crate::prelude::*;
use crate::school::Phase;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_rater")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub listing_id: ListingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    /// Three a year, counted on: the year × 3 + 0 autumn, 1 spring, 2 summer.
    pub term_number: i32,
    /// 1 poor to 5 excellent.
    pub score: i32,
    pub phase: Phase,
    /// `standing::rules::SizeBand` as a word.
    pub size_band: String,
    /// DfE's code of the school's LA; empty: none.
    pub la_code: String,
}

plain_table!();
