//! A school's vote in an election. The representative's takes the place of the substitute's.
use crate::prelude::*;
use crate::vote::Capacity;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_election_vote")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub election_id: ElectionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    /// None: it abstains.
    pub nominee: Option<AccountId>,
    pub capacity: Capacity,
    pub cast_by: AccountId,
    pub cast_at: DateTimeUtc,
}

plain_table!();
