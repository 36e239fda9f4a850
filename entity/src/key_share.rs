//! The tender's key for one pair of key-holders: an age file for the first within which is one for the second.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "key_share")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    /// Whose recovery key opens it first.
    #[sea_orm(primary_key, auto_increment = false)]
    pub outer_id: AccountId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub inner_id: AccountId,
    /// The recovery keys that it was made for.
    pub outer_recipient: String,
    pub inner_recipient: String,
    pub sealed: Vec<u8>,
    pub made_at: DateTimeUtc,
}

plain_table!();
