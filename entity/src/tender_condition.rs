//! A pass or fail condition of a tender: what must hold, and what shows that it does.
use crate::prelude::*;

text_enum! {
    /// How a condition is shown to hold.
    pub enum ConditionKind {
        /// The bidder's word.
        Declaration = "declaration",
        /// A document with a day on which it expires.
        Evidence = "evidence",
        /// Promised with the bid, due before the contract starts, never required before the award.
        Promise = "promise",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tender_condition")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    /// A word that is stored and sent: `insurance`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub position: i32,
    pub name: String,
    /// What the bidder declares, and what must be true for a pass.
    pub statement: String,
    pub kind: ConditionKind,
    /// What shows it, for a condition that asks for evidence: "The rating of each kitchen".
    pub evidence: Option<String>,
    /// The day until which the evidence must be valid; none: the start of the contract.
    pub valid_until: Option<Date>,
}

plain_table!();
