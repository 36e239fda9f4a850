//! What was found out about conflicts of interest in a tender, revised as it goes on; the latest counts.
use crate::prelude::*;

text_enum! {
    pub enum AssessmentStage {
        /// Before the tender is published (Procurement Act 2023, s. 83(1)).
        BeforePublication = "before_publication",
        /// Revised while bids are open or assessed.
        Revised = "revised",
        /// Once the bidders and their prices are known, before the award.
        AtAward = "at_award",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conflicts_assessment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssessmentId,
    pub tender_id: TenderId,
    /// 1, 2, 3 …
    pub number: i32,
    pub stage: AssessmentStage,
    /// Who was asked.
    pub asked: String,
    /// The interests found; "None".
    pub found: String,
    /// What follows from them.
    pub mitigation: String,
    pub made_by: AccountId,
    pub made_at: DateTimeUtc,
}

plain_table!();
