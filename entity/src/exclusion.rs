//! A hearing before a bidder is excluded: notice with ground and reason, time to answer, the answer, the decision of two people.
use crate::prelude::*;

text_enum! {
    /// Why a bidder may be excluded (Procurement Act 2023, ss. 26 to 30, 57 to 62, 81 to 83; schedules 6 and 7).
    pub enum Ground {
        Mandatory = "mandatory",
        Discretionary = "discretionary",
        Debarment = "debarment",
        Conflict = "conflict",
    }
}

text_enum! {
    pub enum Decision { Excluded = "excluded", Kept = "kept" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exclusion")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExclusionId,
    pub bid_id: BidId,
    pub ground: Ground,
    /// What the ground rests on, as the bidder reads it.
    pub reason: String,
    pub notified_by: AccountId,
    pub notified_at: DateTimeUtc,
    pub answer_by: DateTimeUtc,
    /// Representations and self-cleaning.
    pub answer: Option<String>,
    pub answered_by: Option<AccountId>,
    pub answered_at: Option<DateTimeUtc>,
    pub decision: Option<Decision>,
    pub decision_reason: Option<String>,
    pub proposed_by: Option<AccountId>,
    pub proposed_at: Option<DateTimeUtc>,
    /// Another person, who confirmed; from then on the decision stands.
    pub confirmed_by: Option<AccountId>,
    pub confirmed_at: Option<DateTimeUtc>,
}

plain_table!();
