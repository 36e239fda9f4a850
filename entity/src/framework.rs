//! A framework that an administrator added: schools may call off from it instead of tendering on their own.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "framework")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The category's slug.
    pub category: String,
    pub name: String,
    /// Who runs it.
    pub owner: String,
    pub url: String,
    pub valid_from: Date,
    /// None: no end is known.
    pub valid_to: Option<Date>,
    pub source: String,
    pub added_at: DateTimeUtc,
}

plain_table!();
