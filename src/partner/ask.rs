//! Surveys: an authority asks the schools of its area, each school answers once, and results are told from three answers on.

use super::rules::{Answer, Asked, Heard, QuestionKind, heard};
use super::{authority, store};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::todo::ToDo;
use crate::platform::words::{self, london_day};
use crate::school;
use ::entity::survey::SurveyState;
use ::entity::{ids::*, provider, school as school_row, survey, survey_answer};
use chrono::NaiveDate;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;

/// What is asked, and until when.
#[derive(Clone, Debug)]
pub struct NewSurvey {
    pub title: String,
    pub questions: Asked,
    pub closes_on: NaiveDate,
    pub appraisal: Option<AppraisalId>,
}

/// A survey with what was answered to it.
#[derive(Clone, Debug)]
pub struct Results {
    pub authority: provider::Model,
    pub survey: survey::Model,
    /// How many schools answered.
    pub answered: usize,
    pub heard: Vec<Heard>,
    pub is_open: bool,
}

/// A survey as a school answers it.
#[derive(Clone, Debug)]
pub struct Answering {
    pub school: school_row::Model,
    pub authority: String,
    pub survey: survey::Model,
    pub questions: Asked,
    /// What the school has answered so far.
    pub own: Vec<Answer>,
    pub answered: usize,
    pub heard: Vec<Heard>,
    pub is_open: bool,
    pub may_answer: bool,
}

fn is_open(survey: &survey::Model, today: NaiveDate) -> bool {
    survey.state == SurveyState::Open && today <= survey.closes_on
}

/// An authority's surveys, the newest first. Two queries.
pub async fn surveys(context: &Context, code: &str) -> Result<(provider::Model, Vec<survey::Model>)> {
    let authority = authority(context, code).await?;
    let all = store::of_authority(context.read(), authority.id, None).await?;
    Ok((authority, all))
}

/// Asks the schools of the area.
pub async fn create(context: &Context, code: &str, new: NewSurvey) -> Result<SurveyId> {
    let authority = authority(context, code).await?;
    if new.closes_on <= london_day(context.now) {
        return Err(Error::field("closes_on", "Enter a day after today on which the survey closes"));
    }
    let change = Change::begin(context).await?;
    if let Some(id) = new.appraisal {
        store::appraisal(change.tx(), authority.id, id).await?.ok_or(Error::NotFound)?;
    }
    let id = SurveyId::new(change.now());
    let row = survey::Model {
        id,
        provider_id: authority.id,
        appraisal_id: new.appraisal,
        title: new.title.clone(),
        questions: serde_json::to_value(&new.questions)?,
        state: SurveyState::Open,
        closes_on: new.closes_on,
        opened_at: change.now(),
    };
    row.into_active_model().insert(change.tx()).await?;
    let event = Event::new(Chain::Provider(authority.id), "survey.opened", format!("survey:{id}"));
    change.commit(event.with(json!({ "title": new.title, "questions": new.questions.len() }))).await?;
    Ok(id)
}

/// Closes a survey before its day.
pub async fn close(context: &Context, code: &str, id: SurveyId) -> Result<()> {
    let authority = authority(context, code).await?;
    let change = Change::begin(context).await?;
    let survey = store::survey(change.tx(), id).await?.filter(|one| one.provider_id == authority.id);
    let survey = survey.ok_or(Error::NotFound)?;
    if survey.state == SurveyState::Closed {
        return Err(Error::stale());
    }
    let mut row = survey.into_active_model();
    row.state = Set(SurveyState::Closed);
    row.update(change.tx()).await?;
    let event = Event::new(Chain::Provider(authority.id), "survey.closed", format!("survey:{id}"));
    change.commit(event).await?;
    Ok(())
}

async fn told(context: &Context, survey: &survey::Model) -> Result<(usize, Vec<Heard>)> {
    let asked: Asked = serde_json::from_value(survey.questions.clone())?;
    let rows = store::answers(context.read(), survey.id).await?;
    let read = |row: &survey_answer::Model| serde_json::from_value::<Vec<Answer>>(row.answers.clone());
    let answers = rows.iter().map(read).collect::<std::result::Result<Vec<_>, _>>()?;
    Ok((rows.len(), heard(&asked, &answers)))
}

/// What schools answered, without their names. Three queries.
pub async fn results(context: &Context, code: &str, id: SurveyId) -> Result<Results> {
    let authority = authority(context, code).await?;
    let survey = store::survey(context.read(), id).await?.filter(|one| one.provider_id == authority.id);
    let survey = survey.ok_or(Error::NotFound)?;
    let (answered, heard) = told(context, &survey).await?;
    let is_open = is_open(&survey, london_day(context.now));
    Ok(Results { authority, survey, answered, heard, is_open })
}

/// The survey for a school of the authority's area.
async fn of_school(
    context: &Context,
    urn: i32,
    id: SurveyId,
) -> Result<(school_row::Model, provider::Model, survey::Model)> {
    let school = school::seen(context, urn).await?;
    let survey = store::survey(context.read(), id).await?.ok_or(Error::NotFound)?;
    let code = school.la_code.clone().ok_or(Error::NotFound)?;
    let authority = store::authority(context.read(), &code).await?.ok_or(Error::NotFound)?;
    if authority.id != survey.provider_id {
        return Err(Error::NotFound);
    }
    Ok((school, authority, survey))
}

/// A survey as a school's people see it: the questions, its own answers, and the results from three answers on.
pub async fn answering(context: &Context, urn: i32, id: SurveyId) -> Result<Answering> {
    let (school, authority, survey) = of_school(context, urn, id).await?;
    let own = store::answer_of(context.read(), id, school.id).await?;
    let (answered, heard) = told(context, &survey).await?;
    Ok(Answering {
        questions: serde_json::from_value(survey.questions.clone())?,
        own: own.map(|row| serde_json::from_value(row.answers)).transpose()?.unwrap_or_default(),
        is_open: is_open(&survey, london_day(context.now)),
        may_answer: context.actor.may(Action::AnswerSurvey, &Place::school(school.id)),
        authority: authority.name,
        school,
        survey,
        answered,
        heard,
    })
}

/// Keeps a school's answers; until the survey closes they can be given again.
pub async fn answer(context: &Context, urn: i32, id: SurveyId, answers: &[Answer]) -> Result<()> {
    let (school, _, survey) = of_school(context, urn, id).await?;
    context.actor.require(Action::AnswerSurvey, &Place::school(school.id))?;
    if !is_open(&survey, london_day(context.now)) {
        return Err(Error::refused(format!("This survey closed on {}", words::date(survey.closes_on))));
    }
    let asked: Asked = serde_json::from_value(survey.questions.clone())?;
    let fits = asked.len() == answers.len()
        && asked.iter().zip(answers).all(|(question, answer)| match (question.kind, answer) {
            (QuestionKind::Score, Answer::Score(score)) => (1..=5).contains(score),
            (QuestionKind::Words, Answer::Words(_)) => true,
            _ => false,
        });
    if !fits {
        return Err(Error::refused("Answer every question with a score"));
    }
    let change = Change::begin(context).await?;
    let row = survey_answer::Model {
        survey_id: id,
        school_id: school.id,
        answers: serde_json::to_value(answers)?,
        answered_by: context.actor.account,
        answered_at: change.now(),
    };
    let keys = [survey_answer::Column::SurveyId, survey_answer::Column::SchoolId];
    let mut again = OnConflict::columns(keys);
    again.update_columns([
        survey_answer::Column::Answers,
        survey_answer::Column::AnsweredBy,
        survey_answer::Column::AnsweredAt,
    ]);
    let insert = survey_answer::Entity::insert(row.into_active_model()).on_conflict(again);
    insert.exec_without_returning(change.tx()).await?;
    let event = Event::new(Chain::School(school.id), "survey.answered", format!("survey:{id}"));
    change.commit(event).await?;
    Ok(())
}

/// The surveys that a school is asked, with whether it has answered, the newest first.
pub async fn open_for(context: &Context, urn: i32) -> Result<(school_row::Model, Vec<(survey::Model, bool, bool)>)> {
    let school = school::seen(context, urn).await?;
    let today = london_day(context.now);
    let found = store::open_for(context.read(), &school).await?;
    let with = |(survey, is_answered): (survey::Model, bool)| {
        let open = is_open(&survey, today);
        (survey, is_answered, open)
    };
    Ok((school, found.into_iter().map(with).collect()))
}

/// Surveys that wait for the answers of the actor's school.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let today = london_day(context.now);
    let mut all = Vec::new();
    for school in school::own(context).await? {
        if !context.actor.may(Action::AnswerSurvey, &school::place_of(school)) {
            continue;
        }
        for (survey, is_answered) in store::open_for(context.read(), school).await? {
            if is_answered || !is_open(&survey, today) {
                continue;
            }
            let text = format!("Answer your authority's survey: {}", survey.title);
            let href = format!("/schools/{}/surveys/{}", school.urn, survey.id);
            let why = format!("{} is asked", school.name);
            all.push(ToDo::new(text, href, why).due(survey.closes_on));
        }
    }
    Ok(all)
}
