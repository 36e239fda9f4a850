//! A document that an organisation keeps once and shows in every bid: a certificate, a policy.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "provider_evidence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProviderEvidenceId,
    pub provider_id: ProviderId,
    /// The first of the documents that renewed one another: what listings point at. Itself for the first.
    pub first_id: ProviderEvidenceId,
    pub name: String,
    pub file_id: FileId,
    pub file_name: String,
    pub media_type: String,
    pub expires_on: Option<Date>,
    pub added_by: AccountId,
    pub added_at: DateTimeUtc,
    /// Renewed or no longer offered; a bid that used it keeps its own copy.
    pub removed_at: Option<DateTimeUtc>,
}

plain_table!();
