//! A time in which the schools of a cluster are closed: England has no single calendar of terms.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_closure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClosureId,
    pub cluster_id: ClusterId,
    /// "Christmas".
    pub title: String,
    pub first_day: Date,
    /// The last day without school.
    pub last_day: Date,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
