//! A purchase that a school made directly or from a framework, recorded with its evidence.
use crate::prelude::*;
use crate::quote_choice::Decision;

text_enum! {
    pub enum PurchaseWay { Direct = "direct", DirectAward = "direct_award", FurtherCompetition = "further_competition" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recorded_purchase")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PurchaseId,
    pub school_id: SchoolId,
    pub category_id: CategoryId,
    pub way: PurchaseWay,
    pub title: String,
    pub provider_name: String,
    /// The framework's name, where it is bought from one.
    pub framework: Option<String>,
    /// The framework's own reference, with the lot.
    pub reference: Option<String>,
    /// Who was asked, and what they answered, in words.
    pub asked: String,
    /// Excluding VAT.
    pub yearly: Money,
    pub term_years: i32,
    pub starts_on: Date,
    pub reason: String,
    pub file_id: Option<FileId>,
    pub file_name: Option<String>,
    pub recorded_by: AccountId,
    pub recorded_at: DateTimeUtc,
    pub decision: Option<Decision>,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<DateTimeUtc>,
    pub decided_reason: Option<String>,
    /// The contract of the register that came of it.
    pub entry_id: Option<ContractEntryId>,
}

plain_table!();
