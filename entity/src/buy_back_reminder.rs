//! When an authority last reminded a school of a year's window.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "buy_back_reminder")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub provider_id: ProviderId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub financial_year: i32,
    pub sent_at: DateTimeUtc,
}

plain_table!();
