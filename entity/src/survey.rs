//! What an authority asks the schools of its area.
use crate::prelude::*;

text_enum! {
    pub enum SurveyState { Open = "open", Closed = "closed" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SurveyId,
    /// The authority.
    pub provider_id: ProviderId,
    /// The appraisal that it is for.
    pub appraisal_id: Option<AppraisalId>,
    pub title: String,
    /// JSON list of questions.
    pub questions: Json,
    pub state: SurveyState,
    pub closes_on: Date,
    pub opened_at: DateTimeUtc,
}

plain_table!();
