//! Somebody who sits on a cluster's committee without a vote.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_associate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssociateId,
    pub cluster_id: ClusterId,
    pub name: String,
    /// Where they come from and why they sit there.
    pub role: String,
    pub since: Date,
    pub ended_on: Option<Date>,
}

plain_table!();
