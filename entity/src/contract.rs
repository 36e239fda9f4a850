//! The signed terms between a provider and the bodies of a cluster's schools.
use crate::prelude::*;

text_enum! {
    /// Ended is decided by the clock and stored by the first action that finds it past.
    pub enum ContractState { Signing = "signing", Live = "live", Ended = "ended", Terminated = "terminated" }
}

text_enum! {
    /// Bought by a tender here, or before: recorded with how it was bought.
    pub enum ContractOrigin { Tender = "tender", Recorded = "recorded" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContractId,
    pub cluster_id: ClusterId,
    pub category_id: CategoryId,
    pub provider_id: ProviderId,
    /// The version of the listing that it was made by; none for a tender, whose terms are its own.
    pub listing_version_id: Option<ListingVersionId>,
    /// One contract a lot.
    #[sea_orm(unique)]
    pub lot_id: Option<LotId>,
    pub origin: ContractOrigin,
    pub how_bought: Option<String>,
    pub title: String,
    pub state: ContractState,
    /// `entity::price::PriceSchedule`.
    pub schedule: Json,
    pub starts_on: Date,
    pub ends_on: Date,
    pub notice_on: Option<Date>,
    pub provider_signed_by: Option<AccountId>,
    pub provider_signed_at: Option<DateTimeUtc>,
    pub live_at: Option<DateTimeUtc>,
    /// The first of the two people who end it early.
    pub end_asked_by: Option<AccountId>,
    pub end_asked_at: Option<DateTimeUtc>,
    pub ended_reason: Option<String>,
    pub created_at: DateTimeUtc,
}

plain_table!();
