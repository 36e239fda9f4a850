//! A body's notice that its school leaves the cluster, at the end of the months that the agreement asks for.
use crate::prelude::*;

text_enum! {
    pub enum NoticeState { Running = "running", TakenBack = "taken_back", Ended = "ended" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leaving_notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LeavingNoticeId,
    pub cluster_id: ClusterId,
    pub school_id: SchoolId,
    pub state: NoticeState,
    pub minute_reference: String,
    pub reason: String,
    /// The day of the body's meeting.
    pub given_on: Date,
    /// The school's last day in the cluster.
    pub ends_on: Date,
    pub recorded_by: Option<AccountId>,
    pub recorded_at: DateTimeUtc,
    /// When it was taken back or came to its end.
    pub settled_at: Option<DateTimeUtc>,
}

plain_table!();
