//! The annual review of how well a cluster works.
use crate::prelude::*;

text_enum! {
    pub enum ReviewState { Open = "open", Closed = "closed" }
}

text_enum! {
    /// What the cluster decides at the end.
    pub enum ReviewDecision { GoOn = "go_on", Change = "change", End = "end" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cluster_review")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClusterReviewId,
    pub cluster_id: ClusterId,
    /// The year in which the school year starts.
    pub year: i32,
    pub state: ReviewState,
    pub decision: Option<ReviewDecision>,
    pub reasons: Option<String>,
    /// JSON of the computed part as it stood when the review was closed.
    pub content: Option<Json>,
    pub opened_by: Option<AccountId>,
    pub opened_at: DateTimeUtc,
    pub closed_by: Option<AccountId>,
    pub closed_at: Option<DateTimeUtc>,
}

plain_table!();
