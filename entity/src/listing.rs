//! A provider's offer in a category, or an LA's SLA. What it says is in its versions.
use crate::prelude::*;
use crate::price::PriceSchedule;
use crate::school::{LegalType, Phase};
use sea_orm::FromJsonQueryResult;

text_enum! {
    pub enum ListingKind { Offer = "offer", Sla = "sla" }
}

text_enum! {
    pub enum ListingState { Draft = "draft", Published = "published", Withdrawn = "withdrawn" }
}

text_enum! {
    /// Who sees the prices: anybody, signed-in schools, or nobody but as a guide ("from …").
    pub enum PriceVisibility { Public = "public", Schools = "schools", Guide = "guide" }
}

/// What a listing says: the working copy of its next version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Content {
    pub title: String,
    pub summary: String,
    pub included: String,
    pub not_included: String,
    pub term: String,
    pub notice: String,
    pub evidence: String,
    /// DfE's codes of LAs; empty: all of England.
    pub areas: Vec<String>,
    /// Empty: all.
    pub phases: Vec<Phase>,
    /// Empty: all.
    pub legal_types: Vec<LegalType>,
    pub price_visibility: PriceVisibility,
    /// For an SLA: one of several packages.
    pub package: Option<String>,
    /// For an SLA: the year in which its financial year starts.
    pub financial_year: Option<i32>,
    pub buy_back_from: Option<Date>,
    pub buy_back_to: Option<Date>,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub schedule: PriceSchedule,
    #[serde(default)]
    pub pooled_cover: Option<PooledCover>,
    /// What the provider promises to do at the least: "12 visits a year".
    #[serde(default)]
    pub minimum_provision: Option<String>,
    /// The last day on which it is provided: every school that it serves then plans what follows.
    #[serde(default)]
    pub withdraws_on: Option<Date>,
    /// The certificates of the organisation that it rests on, each by the first of its line (`provider_evidence`).
    #[serde(default)]
    pub evidence_ids: Vec<ProviderEvidenceId>,
    /// What schools that hold it rate it by.
    #[serde(default)]
    pub service_levels: Vec<ServiceLevel>,
}

/// A measure of quality that the provider promises to keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceLevel {
    /// "Answering a call".
    pub measure: String,
    /// "Answered by a person within two rings in term time".
    pub target: String,
    /// The target as a figure, where it can be measured.
    #[serde(default)]
    pub figure: Option<TargetFigure>,
}

text_enum! {
    /// Which side of the target's figure is good.
    pub enum Direction { AtLeast = "at_least", AtMost = "at_most" }
}

/// "At least 95 %".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetFigure {
    pub direction: Direction,
    pub number: Quantity,
    /// "%", "working days".
    pub unit: String,
}

/// Cover that the schools that buy it share: each pays its part, and what happens to one is paid for by all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct PooledCover {
    /// "Supply cover for sick leave".
    pub covers: String,
    /// The most that is paid for one school in a year.
    pub most: Option<Money>,
    /// Days that the school bears itself first.
    pub waiting_days: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ListingId,
    pub provider_id: ProviderId,
    pub category_id: CategoryId,
    /// Unique within its category.
    pub slug: String,
    pub kind: ListingKind,
    pub state: ListingState,
    pub price_visibility: PriceVisibility,
    /// The published version.
    pub version_id: Option<ListingVersionId>,
    /// The next version while it is being written; none when everything is published.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub draft: Option<Content>,
    /// Who sent the draft for review; none: it is still being written.
    pub sent_by: Option<AccountId>,
    pub sent_at: Option<DateTimeUtc>,
    /// Why the reviewer sent it back, until it is sent again.
    pub sent_back: Option<String>,
    /// A published version whose prices hold from a later day, on which it takes the place of `version_id`.
    pub next_version_id: Option<ListingVersionId>,
    /// For everybody to read, from the day on which its end was told.
    pub withdrawal_reason: Option<String>,
    /// A school rated it once: nothing is asked about the ratings of one that nobody rated.
    pub is_rated: bool,
    pub created_at: DateTimeUtc,
}

plain_table!();
