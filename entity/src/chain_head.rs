//! The last entry of each chain of the audit record: what the next one is hashed with.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chain_head")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub chain: String,
    pub n: i64,
    pub hash: String,
}

plain_table!();
