//! An authority's appraisal of the ways in which a service could be delivered, in versions that never change.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appraisal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AppraisalId,
    /// The authority.
    pub provider_id: ProviderId,
    pub title: String,
    pub started_at: DateTimeUtc,
}

plain_table!();
