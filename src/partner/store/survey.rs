//! Queries about surveys and their answers.

use crate::platform::error::Result;
use ::entity::{ids::*, provider, school, survey, survey_answer};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use std::collections::BTreeSet;

/// No survey has more answers.
const MOST_ANSWERS: u64 = 2_000;
/// Surveys that a school is shown.
const MOST_SURVEYS: u64 = 50;

pub async fn survey(connection: &impl ConnectionTrait, id: SurveyId) -> Result<Option<survey::Model>> {
    Ok(survey::Entity::find_by_id(id).one(connection).await?)
}

pub async fn answers(connection: &impl ConnectionTrait, id: SurveyId) -> Result<Vec<survey_answer::Model>> {
    Ok(survey_answer::Entity::find()
        .filter(survey_answer::Column::SurveyId.eq(id))
        .limit(MOST_ANSWERS)
        .all(connection)
        .await?)
}

pub async fn answer_of(
    connection: &impl ConnectionTrait,
    id: SurveyId,
    school: SchoolId,
) -> Result<Option<survey_answer::Model>> {
    Ok(survey_answer::Entity::find_by_id((id, school)).one(connection).await?)
}

/// The surveys of a school's authority, with whether the school has answered. Two queries.
pub async fn open_for(connection: &impl ConnectionTrait, school: &school::Model) -> Result<Vec<(survey::Model, bool)>> {
    let Some(code) = &school.la_code else { return Ok(Vec::new()) };
    let authority = provider::Entity::find().select_only().column(provider::Column::Id);
    let authority = authority.filter(provider::Column::LaCode.eq(code)).into_query();
    let surveys = survey::Entity::find()
        .filter(survey::Column::ProviderId.in_subquery(authority))
        .order_by_desc(survey::Column::OpenedAt)
        .limit(MOST_SURVEYS)
        .all(connection)
        .await?;
    if surveys.is_empty() {
        return Ok(Vec::new());
    }
    let answered = survey_answer::Entity::find()
        .filter(survey_answer::Column::SurveyId.is_in(surveys.iter().map(|survey| survey.id)))
        .filter(survey_answer::Column::SchoolId.eq(school.id))
        .all(connection)
        .await?;
    let answered: BTreeSet<SurveyId> = answered.into_iter().map(|row| row.survey_id).collect();
    Ok(surveys.into_iter().map(|survey| (answered.contains(&survey.id), survey)).map(|(is, one)| (one, is)).collect())
}
