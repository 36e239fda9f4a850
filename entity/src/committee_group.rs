//! A sub-group to which a committee gives powers within limits.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_group")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommitteeGroupId,
    pub cluster_id: ClusterId,
    pub name: String,
    pub purpose: String,
    /// The most that one decision of it may spend; none: it spends nothing.
    pub spending_limit: Option<Money>,
    /// JSON array of the kinds of decision that it may take.
    pub kinds: Json,
    pub made_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

plain_table!();
