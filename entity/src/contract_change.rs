//! A change of a contract while it runs: numbered, never edited. A wrong one is put right by another.
use crate::prelude::*;

text_enum! {
    pub enum ChangeKind { Variation = "variation", Joining = "joining", Leaving = "leaving", Indexation = "indexation" }
}

text_enum! {
    /// Proposed by one person, approved by a second, in force once every party to it has signed.
    pub enum ChangeState { Proposed = "proposed", Approved = "approved", InForce = "in_force", Refused = "refused" }
}

text_enum! {
    /// Why the contract may be changed without a new tender, as its user records it (Procurement Act 2023, section 74 and
    /// Schedule 8).
    pub enum ModificationGround {
        ProvidedFor = "provided_for",
        Urgency = "urgency",
        Unforeseeable = "unforeseeable",
        KnownRisk = "known_risk",
        Additional = "additional",
        Transfer = "transfer",
        NotSubstantial = "not_substantial",
        BelowThreshold = "below_threshold",
        NotCovered = "not_covered",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContractChangeId,
    pub contract_id: ContractId,
    /// From 1, unique in its contract.
    pub number: i32,
    pub kind: ChangeKind,
    pub state: ChangeState,
    pub what: String,
    pub why: String,
    /// What it does to quantities, in words.
    pub volume_effect: Option<String>,
    /// The first day on which it applies.
    pub starts_on: Date,
    /// JSON map of a school's id to what it pays a year before and after, at the prices of the first year.
    pub before: Json,
    pub after: Json,
    pub ground: Option<ModificationGround>,
    pub ground_words: Option<String>,
    /// The school that joins or leaves.
    pub school_id: Option<SchoolId>,
    /// JSON map of a unit to what a joining school buys of it a year.
    pub volumes: Option<Json>,
    /// Whether the notice of the contract describes the joining body, as the proposer states it.
    pub described: Option<bool>,
    /// The highest value that the notice states.
    pub maximum_value: Option<Money>,
    /// Of an indexation: the contract year and its percentage.
    pub contract_year: Option<i32>,
    pub index_percent: Option<String>,
    pub proposed_by: Option<AccountId>,
    pub proposed_at: DateTimeUtc,
    pub second_by: Option<AccountId>,
    pub second_at: Option<DateTimeUtc>,
    pub body_by: Option<AccountId>,
    pub body_at: Option<DateTimeUtc>,
    pub minute_reference: Option<String>,
    pub provider_by: Option<AccountId>,
    pub provider_at: Option<DateTimeUtc>,
    pub refused_by: Option<AccountId>,
    pub refused_at: Option<DateTimeUtc>,
    pub refused_words: Option<String>,
}

plain_table!();
