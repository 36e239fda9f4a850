//! Who was consulted on an award or on the withdrawal of a service, what they said, and the effect on groups of people
//! (Equality Act 2010, section 149).
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consultation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConsultationId,
    /// On a tender and its award, or else `listing_id`.
    pub tender_id: Option<TenderId>,
    /// On the withdrawal of a listing.
    pub listing_id: Option<ListingId>,
    pub who: String,
    pub from_on: Date,
    pub to_on: Date,
    pub how: String,
    pub said: String,
    /// Which groups are affected, and how.
    pub effect: String,
    /// What is done about it.
    pub mitigation: String,
    pub recorded_by: Option<AccountId>,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
