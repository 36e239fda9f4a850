//! A reminder of a notice date that went out: each once.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice_reminder")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: ContractEntryId,
    /// A changed notice date is reminded of anew.
    #[sea_orm(primary_key, auto_increment = false)]
    pub notice_on: Date,
    /// 120, 90 or 30.
    #[sea_orm(primary_key, auto_increment = false)]
    pub days_before: i32,
    pub sent_at: DateTimeUtc,
}

plain_table!();
