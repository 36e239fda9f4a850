//! Of several clusters that a school is in, the one in which it votes.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "voting_cluster")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    pub cluster_id: ClusterId,
    pub chosen_at: DateTimeUtc,
    pub chosen_by: Option<AccountId>,
}

plain_table!();
