//! Whether a school's body agrees that public reports name it; without a row they do not.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_naming")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    pub agrees: bool,
    pub changed_by: Option<AccountId>,
    pub changed_at: DateTimeUtc,
}

plain_table!();
