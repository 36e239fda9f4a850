//! What a school thought of a contract in one term.
use crate::prelude::*;

text_enum! {
    /// A term of the school year.
    pub enum Term { Autumn = "autumn", Spring = "spring", Summer = "summer" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_rating")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RatingId,
    pub entry_id: ContractEntryId,
    /// The year in which the school year starts.
    pub year: i32,
    pub term: Term,
    /// 1 poor to 5 excellent.
    pub score: i32,
    pub words: String,
    pub rated_at: DateTimeUtc,
    pub rated_by: Option<AccountId>,
}

plain_table!();
