//! A person of a provider who was told of a tender that suits it: each once.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tender_digest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    pub sent_at: DateTimeUtc,
}

plain_table!();
