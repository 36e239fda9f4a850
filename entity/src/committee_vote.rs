//! A school's vote on an item, as the clerk recorded it.
use crate::prelude::*;
use crate::vote::Choice;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_vote")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: CommitteeItemId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    pub choice: Choice,
}

plain_table!();
