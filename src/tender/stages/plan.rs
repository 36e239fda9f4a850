//! Planning two stages: dates, how many are invited, by which conditions.

use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::tender::edit::Editing;
use crate::tender::rules::readiness::Task;
use crate::tender::rules::stages as rules;
use crate::tender::store;
use ::entity::ids::ShortlistConditionId;
use ::entity::tender::Procedure;
use ::entity::{shortlist_condition, stage_plan, tender};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, IntoActiveModel as _, ModelTrait as _};
use serde_json::json;

/// More conditions than a lead could judge by.
const MOST: usize = 20;

/// The plan as its form says it.
#[derive(Clone, Debug)]
pub struct NewPlan {
    pub procedure: Procedure,
    /// None: one stage, whoever wants to may bid.
    pub participation_closes_at: Option<DateTime<Utc>>,
    pub least: i32,
    pub most: Option<i32>,
    pub second_stage: String,
}

/// Saves the plan of stages of a draft.
pub async fn save(context: &Context, reference: &str, version: i32, new: NewPlan) -> Result<()> {
    let editing = Editing::begin(context, reference, version, Task::Stages).await?;
    rules::is_lawful(new.procedure, editing.tender.route).map_err(|refusal| Error::field("procedure", refusal))?;
    if new.participation_closes_at.is_some() {
        rules::may_shortlist(Some(new.procedure)).map_err(|refusal| Error::field("stages", refusal))?;
        rules::numbers(new.least, new.most).map_err(|refusal| Error::field("most", refusal))?;
    }
    let held = store::plan(editing.change.tx(), editing.tender.id).await?;
    let is_new = held.is_none();
    let row = stage_plan::ActiveModel {
        tender_id: Set(editing.tender.id),
        least: Set(new.least),
        most: Set(new.most),
        second_stage: Set(new.second_stage),
        ..Default::default()
    };
    if is_new {
        row.insert(editing.change.tx()).await?
    } else {
        row.update(editing.change.tx()).await?
    };
    let row = tender::ActiveModel {
        procedure: Set(Some(new.procedure)),
        participation_closes_at: Set(new.participation_closes_at),
        ..<tender::ActiveModel as Default>::default()
    };
    let stages = if new.participation_closes_at.is_some() { 2 } else { 1 };
    let data = json!({ "task": Task::Stages.slug(), "procedure": new.procedure, "stages": stages });
    editing.save(row, "tender.edited", data).await
}

/// A condition as its form says it.
#[derive(Clone, Debug)]
pub struct NewCondition {
    pub name: String,
    pub question: String,
    /// None: met or not met.
    pub scale_max: Option<i32>,
    pub minimum: Option<i32>,
}

/// Adds a condition at the end.
pub async fn add_condition(context: &Context, reference: &str, version: i32, new: NewCondition) -> Result<()> {
    let editing = Editing::begin(context, reference, version, Task::Stages).await?;
    let there = store::conditions(editing.change.tx(), editing.tender.id).await?;
    if there.len() >= MOST {
        return Err(Error::refused(format!("A tender can have {MOST} conditions at most. Remove one first")));
    }
    if new.minimum.zip(new.scale_max).is_some_and(|(least, top)| least > top) {
        return Err(Error::field("minimum", "The minimum cannot be above the scale"));
    }
    let row = shortlist_condition::Model {
        id: ShortlistConditionId::new(editing.change.now()),
        tender_id: editing.tender.id,
        position: there.last().map_or(0, |last| last.position) + 1,
        minimum: new.minimum.filter(|_| new.scale_max.is_some()),
        name: new.name,
        question: new.question,
        scale_max: new.scale_max,
    };
    let twice = Error::field("name", "There is a condition with this name already");
    let inserted = row.into_active_model().insert(editing.change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, twice))?;
    editing.save(<tender::ActiveModel as Default>::default(), "tender.edited", json!({ "task": "stages" })).await
}

pub async fn remove_condition(
    context: &Context,
    reference: &str,
    version: i32,
    id: ShortlistConditionId,
) -> Result<()> {
    let editing = Editing::begin(context, reference, version, Task::Stages).await?;
    let there = store::conditions(editing.change.tx(), editing.tender.id).await?;
    let found = there.into_iter().find(|condition| condition.id == id).ok_or(Error::NotFound)?;
    found.delete(editing.change.tx()).await?;
    editing.save(<tender::ActiveModel as Default>::default(), "tender.edited", json!({ "task": "stages" })).await
}
