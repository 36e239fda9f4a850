//! Whether somebody of an organisation that bids may open the tender's assessment and oversight pages all the same.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wall_assessment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    pub provider_id: ProviderId,
    pub may_open: bool,
    pub reason: String,
    pub made_by: AccountId,
    pub made_at: DateTimeUtc,
}

plain_table!();
