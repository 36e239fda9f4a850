//! A rating as it was given or changed each time: none is lost.
use crate::contract_rating::Sharing;
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rating_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub rating_id: RatingId,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub score: i32,
    pub levels: Json,
    pub words: String,
    pub sharing: Sharing,
    pub rated_at: DateTimeUtc,
    pub rated_by: Option<AccountId>,
}

plain_table!();
