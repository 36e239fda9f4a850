//! A school in a cluster, in the cluster's fixed order (ties and pennies go by it).
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cluster_member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cluster_id: ClusterId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    pub position: i32,
    pub joined_on: Date,
    pub left_on: Option<Date>,
}

plain_table!();
