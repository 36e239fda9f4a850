//! A review meeting of a contract with its provider, once a term or whenever it was held.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_review")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewId,
    pub contract_id: ContractId,
    pub held_on: Date,
    /// What was found and agreed.
    pub words: String,
    /// JSON list of what the schools said of each service level in the term of that day, as it stood when this was recorded.
    pub measures: Json,
    pub recorded_by: Option<AccountId>,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
