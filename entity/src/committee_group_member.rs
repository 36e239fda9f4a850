//! Who sits in a sub-group.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_group_member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: CommitteeGroupId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    pub school_id: Option<SchoolId>,
    pub is_chair: bool,
}

plain_table!();
