//! A reminder of a meeting that was sent.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_reminder")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub meeting_id: CommitteeMeetingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub days_before: i32,
    pub sent_at: DateTimeUtc,
}

plain_table!();
