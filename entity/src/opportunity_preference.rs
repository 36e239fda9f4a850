//! The services and areas in which an organisation looks for tenders, where it said others than its listings'.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "opportunity_preference")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub provider_id: ProviderId,
    /// JSON list of ids of categories; empty: all.
    pub categories: Json,
    /// JSON list of LAs' codes; empty: all of England.
    pub areas: Json,
    pub changed_at: DateTimeUtc,
    pub changed_by: Option<AccountId>,
}

plain_table!();
