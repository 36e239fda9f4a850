//! Where a published listing is offered, with what a list is narrowed and ordered by: one row an LA, or one row `all` for
//! all of England; and one row `any` for every listing, for lists without an area.
use crate::prelude::*;

/// The code of the row that every listing has.
pub const ANYWHERE: &str = "any";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_place")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub la_code: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub listing_id: ListingId,
    pub category_id: CategoryId,
    pub is_sla: bool,
    pub provider_kind: crate::provider::ProviderKind,
    /// A bit for each phase, by its place among all.
    pub phases: i32,
    /// A bit for each legal type, by its place among all.
    pub legal_types: i32,
    pub valid_from: Date,
    /// The last day there is, where the prices do not end.
    pub valid_to: Date,
    /// As in `listing_search`.
    pub small: i64,
    pub middle: i64,
    pub large: i64,
}

plain_table!();
