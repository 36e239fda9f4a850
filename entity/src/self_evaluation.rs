//! How the leaders, or the governors, of one school rate the cluster in one school year.
use crate::prelude::*;

text_enum! {
    pub enum Raters { Leaders = "leaders", Governors = "governors" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "self_evaluation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cluster_id: ClusterId,
    /// The year in which the school year starts.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub raters: Raters,
    /// JSON list of levels, 1 beginning to 4 going beyond, in the order of the statements.
    pub levels: Json,
    pub answered_at: DateTimeUtc,
    pub answered_by: Option<AccountId>,
}

plain_table!();
