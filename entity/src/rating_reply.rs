//! What the provider says to a rating: one reply, which it may change.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rating_reply")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub rating_id: RatingId,
    pub words: String,
    pub replied_at: DateTimeUtc,
    /// When it was changed last; none: never.
    pub changed_at: Option<DateTimeUtc>,
    pub replied_by: Option<AccountId>,
}

plain_table!();
