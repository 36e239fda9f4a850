//! What a sub-group decided, reported to the committee's next meeting.
use crate::committee_item::DecisionKind;
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_group_decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GroupDecisionId,
    pub group_id: CommitteeGroupId,
    pub cluster_id: ClusterId,
    pub decided_on: Date,
    pub kind: DecisionKind,
    pub title: String,
    pub words: String,
    pub amount: Option<Money>,
    pub recorded_by: Option<AccountId>,
    pub recorded_at: DateTimeUtc,
    /// The item for information by which the committee was told.
    pub reported_item_id: Option<CommitteeItemId>,
}

plain_table!();
