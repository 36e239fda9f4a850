//! Three letters of a word in use, by which a misspelt one finds it.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_trigram")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub trigram: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
}

plain_table!();
