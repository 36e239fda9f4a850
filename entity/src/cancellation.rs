//! One officer's proposal to cancel a tender; another officer confirms it.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cancellation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    pub proposed_by: AccountId,
    pub proposed_at: DateTimeUtc,
    pub reason: String,
    /// The document that records the decision; the public reads it once the tender is cancelled.
    pub file_id: FileId,
    pub file_name: String,
}

plain_table!();
