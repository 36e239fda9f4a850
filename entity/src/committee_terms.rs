//! The terms of reference of a cluster's committee, one row a version; the newest whose day has come holds. Majority and
//! casting vote stand in the agreement.
use crate::prelude::*;

text_enum! {
    pub enum Quorum {
        /// Half of the voting members, rounded up.
        Half = "half",
        /// A number of schools.
        Count = "count",
    }
}

text_enum! {
    /// Who may be chair or vice-chair.
    pub enum ChairFrom {
        /// Representatives and substitutes.
        VotingMembers = "voting_members",
        /// Of them, those who are governors of their school.
        VotingGovernors = "voting_governors",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_terms")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cluster_id: ClusterId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub starts_on: Date,
    /// A joint committee of governing bodies by the School Governance (Collaboration) (England) Regulations 2003.
    pub statutory: bool,
    pub quorum: Quorum,
    /// How many schools, where the quorum is a number.
    pub quorum_count: Option<i32>,
    /// Clear days between the notice of a meeting and the meeting.
    pub notice_days: i32,
    pub meetings_a_year: i32,
    pub chair_from: ChairFrom,
    /// The clerk comes from none of the member schools.
    pub independent_clerk: bool,
    /// JSON array of the kinds of decision without which what they decide is refused.
    pub gates: Json,
    pub recorded_at: DateTimeUtc,
    pub recorded_by: Option<AccountId>,
}

plain_table!();
