//! An interest in an item that somebody declared: they withdraw from it.
use crate::prelude::*;
use crate::vote::Capacity;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_interest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: CommitteeItemId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub capacity: Capacity,
    pub words: String,
}

plain_table!();
