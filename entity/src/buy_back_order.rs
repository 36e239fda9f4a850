//! A school buys back an SLA of its authority: what it ordered, frozen, and how the order stands.
use crate::exact::Exact;
use crate::prelude::*;
use sea_orm::FromJsonQueryResult;
use std::collections::BTreeMap;

text_enum! {
    pub enum OrderState { Placed = "placed", Confirmed = "confirmed", Declined = "declined", Cancelled = "cancelled" }
}

/// A contract of the school's register that ends the day before the order begins, and when it ended before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    pub entry: ContractEntryId,
    pub ends_on: Option<Date>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Replaced(pub Vec<Replacement>);

/// The school's yearly volume in each unit, as the order was priced on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Volumes(pub BTreeMap<String, Exact>);

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "buy_back_order")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderId,
    /// What people say on the telephone: "BB27-7K2FQX".
    #[sea_orm(unique)]
    pub reference: String,
    pub provider_id: ProviderId,
    pub school_id: SchoolId,
    pub category_id: CategoryId,
    pub listing_id: ListingId,
    /// What was ordered, for good.
    pub version_id: ListingVersionId,
    /// The year in which the first financial year starts.
    pub financial_year: i32,
    /// The year in which the last one starts.
    pub last_year: i32,
    /// True while it is placed or confirmed, none afterwards: one order stands for a school, a listing and a year.
    pub stands: Option<bool>,
    pub state: OrderState,
    pub years: i32,
    /// With every service of its package, for the discount that there is on that.
    pub whole_package: bool,
    #[sea_orm(column_type = "JsonBinary")]
    pub volumes: Volumes,
    /// Why it may be bought without a tender, in the words of who placed it.
    pub ground: String,
    pub starts_on: Date,
    pub ends_on: Date,
    /// Net, over the whole term: the sum of its lines.
    pub net: Money,
    pub vat: Money,
    /// The line of the school's register that the order made.
    pub entry_id: ContractEntryId,
    #[sea_orm(column_type = "JsonBinary")]
    pub replaced: Replaced,
    pub placed_at: DateTimeUtc,
    pub placed_by: Option<AccountId>,
    pub confirmed_at: Option<DateTimeUtc>,
    pub confirmed_by: Option<AccountId>,
    /// Declined or cancelled.
    pub ended_at: Option<DateTimeUtc>,
    pub ended_by: Option<AccountId>,
    /// Why it was declined or cancelled.
    pub reason: Option<String>,
}

plain_table!();
