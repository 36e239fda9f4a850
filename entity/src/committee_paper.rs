//! A document for a meeting of a committee.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_paper")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub file_id: FileId,
    pub meeting_id: CommitteeMeetingId,
    pub item_id: Option<CommitteeItemId>,
    pub name: String,
    pub media_type: String,
    pub added_at: DateTimeUtc,
}

plain_table!();
