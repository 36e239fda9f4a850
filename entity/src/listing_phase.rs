//! To which phases a listing is offered: one row a phase, or one row `all`.
use crate::prelude::*;

/// The word of a listing offered to every phase.
pub const EVERY_PHASE: &str = "all";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_phase")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub listing_id: ListingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub phase: String,
}

plain_table!();
