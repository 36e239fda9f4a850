//! Whether a school's figures may be in medians that others see. Without a row they may.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "standing_consent")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    pub withholds: bool,
    pub changed_at: DateTimeUtc,
    pub changed_by: Option<AccountId>,
}

plain_table!();
