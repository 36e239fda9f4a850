//! What somebody is to do after a review, by a day.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_action")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewActionId,
    pub review_id: ReviewId,
    pub what: String,
    /// A person or an organisation, as the meeting named it.
    pub owner: String,
    pub due_on: Date,
    pub done_at: Option<DateTimeUtc>,
    pub done_by: Option<AccountId>,
}

plain_table!();
