//! The audit record: one gapless chain an aggregate, each entry hashed with the one before.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// "tender:…", "cluster:…", "organisation:…", "bid:…" or "platform".
    pub chain: String,
    /// Position in the chain, from 1, without gaps.
    pub n: i64,
    pub at: DateTimeUtc,
    /// None for what the platform or the public did.
    pub actor: Option<AccountId>,
    /// The hat worn.
    pub acting_as: Option<MembershipId>,
    /// "tender.published".
    pub action: String,
    /// What it was done to: "tender:…".
    pub subject: String,
    pub reason: Option<String>,
    /// Canonical JSON, no personal data and no bid content.
    pub data: String,
    /// SHA-256, hex, of the entry before; zeros for the first.
    pub previous_hash: String,
    pub hash: String,
}

plain_table!();
