//! A meeting of a cluster's committee. What a clock says of it is worked out, not stored.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_meeting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommitteeMeetingId,
    pub cluster_id: ClusterId,
    /// From 1 in its cluster, in the order in which they were planned.
    pub number: i32,
    pub starts_at: DateTimeUtc,
    /// Where, or the link to join by.
    pub place: String,
    pub planned_at: DateTimeUtc,
    /// When notice was given; none while the agenda is being prepared.
    pub called_at: Option<DateTimeUtc>,
    /// Why the chair directed a shorter notice; the notice says so.
    pub urgent_reason: Option<String>,
    pub called_off_at: Option<DateTimeUtc>,
    pub called_off_reason: Option<String>,
    /// The clerk's words, from the first draft on.
    pub minutes: Option<String>,
    /// The facts stand from here on.
    pub published_at: Option<DateTimeUtc>,
    /// The minutes stand from here on.
    pub approved_at: Option<DateTimeUtc>,
    /// The later meeting that approved them.
    pub approved_by_meeting_id: Option<CommitteeMeetingId>,
}

plain_table!();
