//! A school's vote as its representative or its substitute cast it. The representative's replaces the substitute's.
use crate::prelude::*;

text_enum! {
    pub enum Choice { For = "for", Against = "against", Abstain = "abstain" }
}

text_enum! {
    pub enum Capacity { Representative = "representative", Substitute = "substitute" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "vote")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ballot_id: BallotId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub capacity: Capacity,
    pub account_id: AccountId,
    pub choice: Choice,
    pub reason: Option<String>,
    pub cast_at: DateTimeUtc,
}

plain_table!();
