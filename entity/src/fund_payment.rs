//! Money that is asked for out of a fund: by one person, approved by others of other schools, then paid.
use crate::prelude::*;

text_enum! {
    pub enum PaymentKind { Spending = "spending", Claim = "claim", Return = "return", Transfer = "transfer" }
}

text_enum! {
    pub enum PaymentState {
        Asked = "asked",
        Approved = "approved",
        Paid = "paid",
        Refused = "refused",
        Withdrawn = "withdrawn",
        Reversed = "reversed",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_payment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FundPaymentId,
    pub fund_id: FundId,
    pub cluster_id: ClusterId,
    pub kind: PaymentKind,
    /// The heading that it is spent under.
    pub account_id: Option<FundAccountId>,
    /// The school that claims, or that gets its surplus back.
    pub school_id: Option<SchoolId>,
    pub to_fund_id: Option<FundId>,
    pub payee: String,
    pub purpose: String,
    pub amount: Money,
    /// The financial year whose budget it counts in, by the year in which it starts.
    pub year: i32,
    /// The reference of the invoice or of what else shows it.
    pub evidence: String,
    pub file_id: Option<FileId>,
    pub file_name: Option<String>,
    /// How many others have to approve it.
    pub needed: i32,
    pub state: PaymentState,
    pub asked_by: AccountId,
    /// The school that the asker belongs to; the clerk belongs to none.
    pub asked_for: Option<SchoolId>,
    pub asked_at: DateTimeUtc,
    pub ended_by: Option<AccountId>,
    pub ended_at: Option<DateTimeUtc>,
    pub ended_reason: Option<String>,
}

plain_table!();
