//! A bidder is asked to explain a price that looks abnormally low; only a recorded rejection removes the bid.
use crate::prelude::*;

text_enum! {
    pub enum EnquiryOutcome { Accepted = "accepted", Rejected = "rejected" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "price_enquiry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PriceEnquiryId,
    #[sea_orm(unique)]
    pub bid_id: BidId,
    /// Why the price looks low, as the bidder reads it.
    pub reason: String,
    pub asked_at: DateTimeUtc,
    /// Until when the bidder may answer.
    pub answer_by: DateTimeUtc,
    pub answer: Option<String>,
    pub answered_at: Option<DateTimeUtc>,
    pub outcome: Option<EnquiryOutcome>,
    pub outcome_reason: Option<String>,
    /// Who proposed to reject the bid; another person confirms it.
    pub proposed_by: Option<AccountId>,
    pub closed_at: Option<DateTimeUtc>,
}

plain_table!();
