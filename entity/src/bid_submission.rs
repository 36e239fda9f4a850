//! One submission, unchangeable: the bytes as received, their hash and the receipt.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bid_submission")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubmissionId,
    pub bid_id: BidId,
    pub number: i32,
    /// The whole package, canonical JSON.
    pub package: String,
    /// SHA-256 of the package, hex.
    pub sha256: String,
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
