//! A provider's offer in a category, or an LA's SLA. What it says is in its versions.
use crate::prelude::*;

text_enum! {
    pub enum ListingKind { Offer = "offer", Sla = "sla" }
}

text_enum! {
    pub enum ListingState { Draft = "draft", Published = "published", Withdrawn = "withdrawn" }
}

text_enum! {
    /// Who sees the prices: anybody, signed-in schools, or nobody but as a guide ("from …").
    pub enum PriceVisibility { Public = "public", Schools = "schools", Guide = "guide" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ListingId,
    pub provider_id: ProviderId,
    pub category_id: CategoryId,
    /// Unique within its category.
    pub slug: String,
    pub kind: ListingKind,
    pub state: ListingState,
    pub price_visibility: PriceVisibility,
    /// The published version.
    pub version_id: Option<ListingVersionId>,
    pub created_at: DateTimeUtc,
}

plain_table!();
