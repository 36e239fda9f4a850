//! What a listing says, unchangeable: every edit makes the next version, and comparisons cite versions.
use crate::listing::PooledCover;
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ListingVersionId,
    pub listing_id: ListingId,
    pub number: i32,
    pub title: String,
    pub summary: String,
    pub included: String,
    pub not_included: String,
    pub term: String,
    pub notice: String,
    /// Evidence and its expiry, in the provider's words.
    pub evidence: String,
    /// Phases it is offered to; empty: all. JSON list of words.
    pub phases: Json,
    /// Legal types it is offered to; empty: all. JSON list of words.
    pub legal_types: Json,
    /// For an SLA: the package a school has chosen, where there are several.
    pub package: Option<String>,
    /// For an SLA: the year in which its financial year starts.
    pub financial_year: Option<i32>,
    pub buy_back_from: Option<Date>,
    pub buy_back_to: Option<Date>,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    /// Codes of LAs it is offered in; empty: all of England. JSON list of words.
    pub areas: Json,
    /// JSON list of ids, as in `listing::Content`.
    pub evidence_ids: Json,
    /// `entity::price::PriceSchedule`.
    pub schedule: Json,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub pooled_cover: Option<PooledCover>,
    pub minimum_provision: Option<String>,
    pub withdraws_on: Option<Date>,
    /// JSON list of `listing::ServiceLevel`.
    pub service_levels: Json,
    pub published_at: DateTimeUtc,
    /// Who sent it for review; the same as who published it where one person did both.
    pub written_by: Option<AccountId>,
    pub published_by: Option<AccountId>,
}

plain_table!();
