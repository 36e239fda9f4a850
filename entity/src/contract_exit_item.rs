//! A step of a contract's exit plan that is done.
use crate::prelude::*;

text_enum! {
    pub enum ExitItem {
        Decide = "decide",
        Notice = "notice",
        Staff = "staff",
        Records = "records",
        Access = "access",
        Handover = "handover",
        Invoices = "invoices",
        Lessons = "lessons",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_exit_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub contract_id: ContractId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub item: ExitItem,
    pub note: String,
    pub done_by: Option<AccountId>,
    pub done_at: DateTimeUtc,
}

plain_table!();
