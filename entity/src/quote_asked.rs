//! Who is asked for a quote: a registered provider, or a firm by its name and address.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quote_asked")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AskedId,
    pub quote_id: QuoteId,
    pub position: i32,
    /// None for a firm that is not registered.
    pub provider_id: Option<ProviderId>,
    pub name: String,
    /// Of a firm that is not registered.
    pub email: Option<String>,
    /// The version of the listing that it was picked from: its answer starts from these prices.
    pub listing_version_id: Option<ListingVersionId>,
}

plain_table!();
