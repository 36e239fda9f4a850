//! An election of a chair or vice-chair: at an item of a meeting, or online until a closing time.
use crate::membership::Role;
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_election")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ElectionId,
    pub cluster_id: ClusterId,
    /// Chair or vice-chair.
    pub office: Role,
    pub opened_at: DateTimeUtc,
    /// Until then people are put forward.
    pub nominations_until: DateTimeUtc,
    /// Of an online ballot; none where a meeting elects.
    pub closes_at: Option<DateTimeUtc>,
    /// The last day of the term.
    pub term_ends_on: Date,
    /// JSON of the counted result.
    pub result: Option<Json>,
    /// Who was elected.
    pub elected: Option<AccountId>,
    pub recorded_at: Option<DateTimeUtc>,
    pub called_off_reason: Option<String>,
}

plain_table!();
