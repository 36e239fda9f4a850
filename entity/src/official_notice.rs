//! An official notice of a tender as it stands on the central platform: its number and when it was published.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "official_notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    /// "UK6". The tender notice, UK4, stands in the tender itself.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// The central platform's own: "2027/S 000-012345".
    pub number: String,
    pub published_at: DateTimeUtc,
    /// With the award notice: the supplier's registration on the central platform.
    pub supplier: Option<String>,
    pub recorded_by: AccountId,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
