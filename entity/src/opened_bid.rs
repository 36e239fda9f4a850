//! What an opened bid says, in clear: its quality envelope from the opening on, its prices from theirs on.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "opened_bid")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub bid_id: BidId,
    pub submission_id: SubmissionId,
    /// SHA-256 of the stored bytes as they were opened, hex; the receipt has the same.
    pub sha256: String,
    /// JSON of `bid::rules::NonPrice`; none where it could not be read.
    pub quality: Option<String>,
    /// JSON of the price schedule; none before prices are open, or where they could not be read.
    pub price: Option<String>,
    /// Why it could not be read.
    pub fault: Option<String>,
    pub opened_at: DateTimeUtc,
    pub priced_at: Option<DateTimeUtc>,
}

plain_table!();
