//! One key-holder's half of an opening or of a new share: the pair's key with the outer layer taken off, which only the
//! other of the pair can open, and only with this server.
use crate::prelude::*;

text_enum! {
    /// What a half is given for.
    pub enum HalfPurpose { Opening = "opening", Sharing = "sharing" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "key_half")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub purpose: HalfPurpose,
    #[sea_orm(primary_key, auto_increment = false)]
    pub given_by: AccountId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub for_id: AccountId,
    /// Sealed with the server key.
    pub sealed: Vec<u8>,
    pub given_at: DateTimeUtc,
}

plain_table!();
