//! An offer that a cluster plans on before any contract: gives forecast or possible savings.
use crate::prelude::*;

text_enum! {
    /// Forecast: a model of a tender under way. Potential: an idea.
    pub enum PlanStatus { Forecast = "forecast", Potential = "potential" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cluster_plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClusterPlanId,
    pub cluster_id: ClusterId,
    pub category_id: CategoryId,
    pub listing_version_id: ListingVersionId,
    pub status: PlanStatus,
    pub note: String,
    pub recorded_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

plain_table!();
