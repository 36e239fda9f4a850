//! A published condition by which requests to participate are judged.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shortlist_condition")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ShortlistConditionId,
    pub tender_id: TenderId,
    pub position: i32,
    pub name: String,
    pub question: String,
    /// The top of its scale; none: met or not met.
    pub scale_max: Option<i32>,
    /// A request scored below it is not invited.
    pub minimum: Option<i32>,
}

plain_table!();
