//! A request to every bidder of a lot to keep its bid open for longer: the same day for all.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "validity_extension")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ValidityId,
    pub lot_id: LotId,
    pub until: Date,
    pub reason: String,
    pub asked_by: AccountId,
    pub asked_at: DateTimeUtc,
}

plain_table!();
