//! The figures of the law that applied when a tender was published; it keeps them, whatever changes later.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tender_law")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    pub frozen_at: DateTimeUtc,
    /// JSON of `tender::rules::frozen::Frozen`.
    pub figures: Json,
}

plain_table!();
