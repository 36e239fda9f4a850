//! An interest that a person declared in one bidder of a tender.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bidder_interest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub declaration_id: DeclarationId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub provider_id: ProviderId,
    pub detail: String,
}

plain_table!();
