//! What was said or done about a concern, in order: never changed, never removed.
use crate::concern::ConcernState;
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "concern_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub concern_id: ConcernId,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// The state that it led to.
    pub state: ConcernState,
    pub words: String,
    /// A document as evidence.
    pub file_id: Option<FileId>,
    pub file_name: Option<String>,
    pub media_type: Option<String>,
    pub at: DateTimeUtc,
    pub by: Option<AccountId>,
    /// Said by the provider, not by who holds the contract.
    pub of_provider: bool,
}

plain_table!();
