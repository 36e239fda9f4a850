//! A person who signs in.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// Lower case; one account an address.
    #[sea_orm(unique)]
    pub email: String,
    pub name: String,
    /// Argon2id in PHC form; none until the invitation is accepted.
    pub password_hash: Option<String>,
    /// The second factor's secret (RFC 6238), sealed with the server key; none until its set-up begins.
    pub factor_secret: Option<Vec<u8>>,
    /// Since when a code is asked for after the password; none until the first code was right.
    pub factor_since: Option<DateTimeUtc>,
    /// The time step of the last code taken: the same and older ones are refused.
    pub factor_step: Option<i64>,
    pub created_at: DateTimeUtc,
}

plain_table!();
