//! Somebody put forward for an office.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_nomination")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub election_id: ElectionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    pub school_id: SchoolId,
    pub name: String,
    pub nominated_by: AccountId,
    pub nominated_at: DateTimeUtc,
}

plain_table!();
