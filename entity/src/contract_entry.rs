//! A line of a school's own contract register: what it buys now, from whom, at what yearly cost, until when.
use crate::prelude::*;

text_enum! {
    /// How well the yearly cost is known. Invoices make a measured baseline.
    pub enum CostSource { Invoices = "invoices", Contract = "contract", Unknown = "unknown" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContractEntryId,
    pub school_id: SchoolId,
    pub category_id: Option<CategoryId>,
    pub title: String,
    pub provider_name: String,
    /// The organisation here that it is with, where the school has said so.
    pub provider_id: Option<ProviderId>,
    /// The version of its listing that the school holds.
    pub listing_version_id: Option<ListingVersionId>,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    /// The last day on which notice can be given.
    pub notice_on: Option<Date>,
    pub notice_terms: Option<String>,
    /// Net of VAT.
    pub yearly_amount: Option<Money>,
    pub total_value: Option<Money>,
    pub cost_source: CostSource,
    pub how_bought: Option<String>,
    pub responsible: Option<String>,
    /// CFR code of a maintained school or AAR code of an academy, under which the cost stands in the accounts.
    pub cost_code: Option<String>,
    pub recorded_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

plain_table!();
