//! A secret sent by mail once: an invitation or a password reset. Only its hash is stored.
use crate::prelude::*;

text_enum! {
    pub enum Purpose { Invitation = "invitation", Reset = "reset" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountTokenId,
    pub account_id: AccountId,
    pub purpose: Purpose,
    /// SHA-256 of the secret, hex.
    #[sea_orm(unique)]
    pub token_hash: String,
    pub expires_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
}

plain_table!();
