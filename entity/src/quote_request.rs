//! A school's request for quotes: what it needs, how much of it, from when, and until when providers may answer.
use crate::exact::Exact;
use crate::prelude::*;
use sea_orm::FromJsonQueryResult;
use std::collections::BTreeMap;

text_enum! {
    /// Ask, Answers, Choose, Record. That the time for answers is over is decided by the clock and stored by the first
    /// action that finds it past.
    pub enum QuoteState {
        Asked = "asked",
        Answers = "answers",
        Chosen = "chosen",
        Recorded = "recorded",
        Cancelled = "cancelled",
    }
}

/// One count as the school stated it: "Employees", "52".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    pub label: String,
    pub amount: String,
}

/// What the school uses in a year, as it stood when it asked: answers are priced on nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Quantities {
    pub items: Vec<Stated>,
    /// By unit of the category.
    pub volumes: BTreeMap<String, Exact>,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quote_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuoteId,
    pub school_id: SchoolId,
    pub category_id: CategoryId,
    pub title: String,
    pub need: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub quantities: Quantities,
    pub starts_on: Date,
    pub term_years: i32,
    /// What the school thinks it costs a year, excluding VAT.
    pub estimate: Money,
    pub answers_by: DateTimeUtc,
    pub state: QuoteState,
    /// Came with the form: the same form sent twice asks once.
    pub form_key: String,
    pub asked_by: AccountId,
    pub asked_at: DateTimeUtc,
    /// When it was stored that the time for answers is over.
    pub closed_at: Option<DateTimeUtc>,
    /// Why it was cancelled.
    pub ended_reason: Option<String>,
    /// The contract of the register that came of it.
    pub entry_id: Option<ContractEntryId>,
}

plain_table!();
