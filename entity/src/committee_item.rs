//! An item of a meeting's agenda, and what was decided on it.
use crate::agreement::SharingRule;
use crate::prelude::*;
use crate::vote::Choice;

text_enum! {
    pub enum ItemPurpose {
        Information = "information",
        Discussion = "discussion",
        Decision = "decision",
        /// Of a chair or vice-chair.
        Election = "election",
    }
}

text_enum! {
    /// What a decision decides: some acts of the cluster wait for one.
    pub enum DecisionKind {
        SharingRule = "sharing_rule",
        StartTender = "start_tender",
        OpenFund = "open_fund",
        AdoptRules = "adopt_rules",
        Other = "other",
    }
}

impl DecisionKind {
    /// For a list: "Start a tender".
    pub fn title(self) -> &'static str {
        match self {
            DecisionKind::SharingRule => "Set how costs are shared",
            DecisionKind::StartTender => "Start a tender",
            DecisionKind::OpenFund => "Open a fund",
            DecisionKind::AdoptRules => "Adopt new terms of reference",
            DecisionKind::Other => "Something else",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommitteeItemId,
    pub meeting_id: CommitteeMeetingId,
    pub cluster_id: ClusterId,
    /// From 1 on the agenda.
    pub position: i32,
    pub purpose: ItemPurpose,
    pub title: String,
    /// The motion of a decision, else what it is about.
    pub words: String,
    /// Of a decision.
    pub kind: Option<DecisionKind>,
    /// The rule that a decision on sharing costs is about.
    pub sharing_rule: Option<SharingRule>,
    /// The office of an election that is held at this item.
    pub election_id: Option<ElectionId>,
    /// The chair's, where the votes are equal and the agreement gives one.
    pub casting_vote: Option<Choice>,
    /// JSON of the counted result, once the minutes are published.
    pub result: Option<Json>,
    pub carried: Option<bool>,
    /// When the meeting decided it: its hour. Set with the result.
    pub decided_at: Option<DateTimeUtc>,
}

plain_table!();
