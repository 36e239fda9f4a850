//! A comparison as it stood when somebody of the school saved it: never changed, never worked out again.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_comparison")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SavedComparisonId,
    pub school_id: SchoolId,
    pub category_id: CategoryId,
    pub title: String,
    /// Why it was saved, in the words of who saved it.
    pub note: Option<String>,
    /// The figures and words of the page.
    pub content: Json,
    pub saved_at: DateTimeUtc,
    pub saved_by: Option<AccountId>,
}

plain_table!();
