//! Where a listing is offered: one row an LA, or one row `all` for all of England.
use crate::prelude::*;

/// The area code of a listing offered everywhere.
pub const EVERYWHERE: &str = "all";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_area")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub listing_id: ListingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub la_code: String,
}

plain_table!();
