//! The public half of a key-holder's recovery key for one tender; its secret half is shown once and kept on paper.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recovery_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// "age1…".
    pub recipient: String,
    /// An age file: a test opening shows that the holder can open it.
    pub test: Vec<u8>,
    /// SHA-256 of what it holds, hex.
    pub test_sha256: String,
    pub made_at: DateTimeUtc,
    pub tested_at: Option<DateTimeUtc>,
}

plain_table!();
