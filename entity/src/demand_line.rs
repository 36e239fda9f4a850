//! One item of a school's demand: last year's quantity beside this year's.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "demand_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub demand_id: DemandId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub item: String,
    pub last_year: Option<Quantity>,
    pub quantity: Option<Quantity>,
    pub note: Option<String>,
}

plain_table!();
