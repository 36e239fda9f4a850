//! The framework that a tender calls off from, with the evidence for it.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "framework_choice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    pub name: String,
    /// The framework's own reference, with the lot called off from.
    pub reference: String,
    /// Why this framework, and why this way.
    pub reason: String,
    /// The document that shows it: the framework's buying guide or terms.
    pub document_id: TenderDocumentId,
    pub recorded_by: AccountId,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
