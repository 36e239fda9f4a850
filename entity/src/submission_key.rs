//! A form that was answered: the same key and content get the same answer again.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Who and what for; a key cannot be reused by another.
    pub scope: String,
    /// SHA-256 of what was sent, hex.
    pub content_hash: String,
    pub result: String,
    pub answered_at: DateTimeUtc,
}

plain_table!();
