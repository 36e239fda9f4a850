//! One of the two confirmations that scores are agreed and prices may be opened: the tender lead's and an evaluator's.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "price_confirmation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub lot_id: LotId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// As the tender lead, or as an evaluator.
    pub as_lead: bool,
    pub confirmed_at: DateTimeUtc,
}

plain_table!();
