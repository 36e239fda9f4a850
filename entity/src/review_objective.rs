//! What a cluster set itself for a year, and what came of it.
use crate::prelude::*;

text_enum! {
    pub enum Came { Met = "met", Partly = "partly", NotMet = "not_met" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_objective")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ObjectiveId,
    pub review_id: ClusterReviewId,
    pub position: i32,
    pub objective: String,
    /// By what it will be told whether it is met.
    pub measure: String,
    pub set_at: DateTimeUtc,
    pub came: Option<Came>,
    /// A figure or words.
    pub outcome: Option<String>,
    pub evidence: Option<String>,
    pub recorded_at: Option<DateTimeUtc>,
}

plain_table!();
