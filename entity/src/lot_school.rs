//! A school that a lot is for. A lot without any is for every school of the tender.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lot_school")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub lot_id: LotId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
}

plain_table!();
