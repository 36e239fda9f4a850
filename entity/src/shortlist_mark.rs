//! How a request meets one condition, and why.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shortlist_mark")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: RequestId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub condition_id: ShortlistConditionId,
    /// Of the scale; of a condition that is met or not met, 1 or 0.
    pub mark: i32,
    /// The provider reads it.
    pub reason: String,
    pub marked_by: AccountId,
    pub marked_at: DateTimeUtc,
}

plain_table!();
