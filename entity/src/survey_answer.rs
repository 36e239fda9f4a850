//! One school's answers to a survey.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub survey_id: SurveyId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    /// JSON list, in the order of the questions.
    pub answers: Json,
    pub answered_by: Option<AccountId>,
    pub answered_at: DateTimeUtc,
}

plain_table!();
