//! What a school does when a service that it may use is withdrawn.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "withdrawal_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub listing_id: ListingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    pub answer: String,
    pub answered_at: DateTimeUtc,
    pub answered_by: Option<AccountId>,
}

plain_table!();
