//! A provider that accepted confidentiality and may read a tender's staff pack.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_access")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub provider_id: ProviderId,
    pub accepted_by: AccountId,
    pub accepted_at: DateTimeUtc,
}

plain_table!();
