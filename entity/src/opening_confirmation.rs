//! One key-holder's confirmation that the bids be opened; two from different schools open them.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "opening_confirmation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    pub account_id: AccountId,
    pub confirmed_at: DateTimeUtc,
}

plain_table!();
