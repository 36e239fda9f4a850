//! One time that somebody of a provider read or downloaded a staff pack.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_reading")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StaffReadingId,
    pub tender_id: TenderId,
    pub provider_id: ProviderId,
    pub account_id: AccountId,
    pub downloaded: bool,
    pub read_at: DateTimeUtc,
}

plain_table!();
