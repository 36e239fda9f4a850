//! A seller: a firm, an LA, or a school or trust that sells to others.
use crate::prelude::*;

text_enum! {
    pub enum ProviderKind { Firm = "firm", Authority = "authority", School = "school", Trust = "trust" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "provider")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProviderId,
    #[sea_orm(unique)]
    pub slug: String,
    pub name: String,
    pub kind: ProviderKind,
    /// For an LA: DfE's three digits.
    pub la_code: Option<String>,
    /// For a school that sells, its own; for a trust, that of one of its schools.
    pub urn: Option<i32>,
    pub company_number: Option<String>,
    pub address: Option<String>,
    pub contact_name: Option<String>,
    pub contact_email: Option<String>,
    pub description: String,
    pub created_at: DateTimeUtc,
}

plain_table!();
