//! An assessed bidder's challenge during the standstill: it pauses signing until a reviewer has decided.
use crate::prelude::*;

text_enum! {
    pub enum ChallengeOutcome { Dismissed = "dismissed", Rescore = "rescore", Cancel = "cancel" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "challenge")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ChallengeId,
    pub lot_id: LotId,
    pub bid_id: BidId,
    pub grounds: String,
    pub raised_at: DateTimeUtc,
    pub outcome: Option<ChallengeOutcome>,
    pub outcome_reason: Option<String>,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<DateTimeUtc>,
}

plain_table!();
