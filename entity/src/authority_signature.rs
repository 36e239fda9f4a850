//! The authority's signature under a version that names it as a party.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "authority_signature")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub agreement_id: AgreementId,
    pub provider_id: ProviderId,
    /// The officer who signed, and the office.
    pub signatory: String,
    pub office: String,
    pub signed_on: Date,
    pub recorded_by: Option<AccountId>,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
