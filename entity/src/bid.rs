//! A provider's answer to one lot. Until it is opened nothing here names the provider.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bid")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BidId,
    pub tender_id: TenderId,
    pub lot_id: LotId,
    /// HMAC(server key, tender ‖ organisation), hex. One bid a bidder and lot.
    pub bidder: String,
    /// JSON of `bid::rules::Draft`, the package as far as it is filled; sealed to the bidder's own organisation.
    pub draft: Vec<u8>,
    pub draft_version: i32,
    pub draft_saved_at: DateTimeUtc,
    /// The submission that counts: the latest complete one that was not taken back.
    pub submission_id: Option<SubmissionId>,
    /// Set by opening: "Provider A", and who it is.
    pub label: Option<String>,
    pub provider_id: Option<ProviderId>,
    pub opened_at: Option<DateTimeUtc>,
    /// Set by the compliance check.
    pub passed: Option<bool>,
    pub failed_reason: Option<String>,
    /// Until when its bidder keeps it open, asked after the opening; where none, until the day that the bid itself says.
    pub kept_until: Option<Date>,
}

plain_table!();
