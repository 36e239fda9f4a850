//! Whether a school is in the award: by its mandate, by a new decision of its body, or out by the published rule.
use crate::prelude::*;

text_enum! {
    pub enum JoinState { InByMandate = "in_by_mandate", Undecided = "undecided", InByDecision = "in_by_decision", Left = "left" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "joining")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub award_id: AwardId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    pub state: JoinState,
    /// The school's yearly share when the award was ratified, all schools in.
    pub share: Money,
    pub mandate_limit: Option<Money>,
    pub minute_reference: Option<String>,
    pub decided_by: Option<AccountId>,
    pub decided_at: DateTimeUtc,
}

plain_table!();
