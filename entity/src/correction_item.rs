//! One condition of one bid that its bidder may correct, with what it sent; the original stays beside it.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub bid_id: BidId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub condition: String,
    pub lot_id: LotId,
    /// What is to be put right.
    pub asked: String,
    pub answer: Option<String>,
    pub file_id: Option<FileId>,
    pub file_name: Option<String>,
    pub media_type: Option<String>,
    pub expires_on: Option<Date>,
    pub answered_by: Option<AccountId>,
    pub answered_at: Option<DateTimeUtc>,
}

plain_table!();
