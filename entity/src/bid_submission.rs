//! One submission, unchangeable: the hash of its sealed envelopes and the receipt.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bid_submission")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubmissionId,
    pub bid_id: BidId,
    pub number: i32,
    /// SHA-256 of the quality envelope followed by the price envelope, as stored, hex.
    pub sha256: String,
    /// The names, checksums and keys of its files, sealed to the bidder's own organisation: for its receipt.
    pub manifest: Vec<u8>,
    /// HMAC(server key, bid ‖ what was shown): whether the same form was sent again.
    pub content: String,
    /// The version of the tender that it answers.
    pub tender_version: i32,
    /// Ed25519, hex, over what the receipt says.
    pub signature: String,
    /// The database's instant, read when the request was complete.
    pub received_at: DateTimeUtc,
    /// "R-8K2F4M".
    #[sea_orm(unique)]
    pub receipt: String,
    /// Same key and content: same receipt. Unique in its bid.
    pub idempotency_key: String,
    /// The newest version of the notice for which the bidder confirmed it; it counts while that is the tender's newest.
    pub confirmed_version: i32,
    pub withdrawn_at: Option<DateTimeUtc>,
}

plain_table!();
