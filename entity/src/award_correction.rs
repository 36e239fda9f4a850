//! A correction of a clerical error in an agreed score, found after the bidders were told: one person proposes it, another
//! of a different school confirms it.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "award_correction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CorrectionId,
    pub lot_id: LotId,
    pub bid_id: BidId,
    pub criterion_id: CriterionId,
    pub from_score: i32,
    pub to_score: i32,
    /// The reason that the bidder reads, as it should have been.
    pub to_reason: String,
    /// What the error was, and what shows it.
    pub because: String,
    pub proposed_by: AccountId,
    /// The school for which they proposed it.
    pub proposed_for: Option<SchoolId>,
    pub proposed_at: DateTimeUtc,
    /// None while it waits for the second person.
    pub confirmed: Option<bool>,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<DateTimeUtc>,
}

plain_table!();
