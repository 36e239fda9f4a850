//! Leave to buy otherwise than the school's limits ask: with fewer quotes, in urgency, or by an extension.
use crate::prelude::*;
use crate::quote_choice::Decision;

text_enum! {
    pub enum WaiverKind { FewerQuotes = "fewer_quotes", Urgency = "urgency", Extension = "extension" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase_waiver")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WaiverId,
    pub school_id: SchoolId,
    pub kind: WaiverKind,
    /// The request for quotes that it is for.
    pub quote_id: Option<QuoteId>,
    /// The contract of the register that is extended.
    pub entry_id: Option<ContractEntryId>,
    pub title: String,
    /// What is bought with it, for the whole time, excluding VAT.
    pub value: Money,
    /// The last day of an extended contract.
    pub until: Option<Date>,
    pub reason: String,
    pub file_id: Option<FileId>,
    pub file_name: Option<String>,
    pub asked_by: AccountId,
    pub asked_at: DateTimeUtc,
    pub decision: Option<Decision>,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<DateTimeUtc>,
    pub decided_reason: Option<String>,
}

plain_table!();
