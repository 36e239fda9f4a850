//! A signed-in browser. Lives in real time, also in the demonstration.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// SHA-256 of the cookie's secret, hex.
    #[sea_orm(unique)]
    pub token_hash: String,
    pub account_id: AccountId,
    pub acting_as: Option<MembershipId>,
    /// The hat worn, in words: "School business manager, Pinfold Street".
    pub acting_label: String,
    /// Where the hat's organisation lives: "/schools/104176".
    pub acting_path: String,
    pub csrf: String,
    /// The password was right and the code is still asked for: nobody is signed in yet.
    pub awaits_code: bool,
    pub created_at: DateTimeUtc,
    pub last_seen_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
}

plain_table!();
