//! The ground that somebody relied on where a rule is a legal question. Rows are added and never changed.
use crate::prelude::*;

text_enum! {
    /// A question that the product does not answer.
    pub enum Question {
        SlaWithoutTender = "sla_without_tender",
        CodeOfTheService = "code_of_the_service",
        SchoolsTogether = "schools_together",
        FrameworkIsOpenToUs = "framework_is_open_to_us",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "legal_ground")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub tender_id: TenderId,
    pub question: Question,
    pub ground: String,
    pub recorded_by: AccountId,
    pub recorded_at: DateTimeUtc,
}

plain_table!();
