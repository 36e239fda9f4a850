//! A movement of a fund: two lines or more that sum to zero. Never changed; a mistake is reversed by another movement.
use crate::prelude::*;

text_enum! {
    pub enum EntryKind {
        Contribution = "contribution",
        Grant = "grant",
        /// £ per pupil, by invoice.
        Charge = "charge",
        Premium = "premium",
        Matching = "matching",
        Penalty = "penalty",
        Payment = "payment",
        Claim = "claim",
        Return = "return",
        TransferOut = "transfer_out",
        TransferIn = "transfer_in",
        YearEnd = "year_end",
        Reversal = "reversal",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FundEntryId,
    pub fund_id: FundId,
    /// 1, 2, 3 … in the fund.
    pub number: i32,
    pub kind: EntryKind,
    /// The year in which its financial year starts.
    pub year: i32,
    pub day: Date,
    pub reason: String,
    /// An invoice, a remittance, a minute.
    pub evidence: String,
    pub file_id: Option<FileId>,
    pub file_name: Option<String>,
    pub reverses: Option<FundEntryId>,
    pub payment_id: Option<FundPaymentId>,
    /// Money at the bank after it.
    pub bank_after: Money,
    pub recorded_by: AccountId,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
