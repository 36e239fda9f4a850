//! Who was at a meeting of a committee, as its clerk recorded it.
use crate::prelude::*;

text_enum! {
    pub enum AttendedAs {
        Representative = "representative",
        Substitute = "substitute",
        Associate = "associate",
        Observer = "observer",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "committee_attendance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub meeting_id: CommitteeMeetingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub attended_as: AttendedAs,
    /// Of a representative or substitute.
    pub school_id: Option<SchoolId>,
    pub account_id: Option<AccountId>,
    pub name: String,
}

plain_table!();
