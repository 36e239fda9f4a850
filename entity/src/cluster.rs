//! Schools under one agreement.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cluster")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClusterId,
    #[sea_orm(unique)]
    pub slug: String,
    /// Two or three letters that tender references start with: "DA" in DA-2027-001.
    #[sea_orm(unique)]
    pub reference_prefix: String,
    pub name: String,
    pub host_school_id: Option<SchoolId>,
    pub created_at: DateTimeUtc,
}

plain_table!();
