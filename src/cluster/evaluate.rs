//! The self-evaluation: the leaders and the governors of each school rate the cluster once a school year.

use super::found::event;
use super::rules::evaluation::{self, Answer, Results};
use super::store;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::self_evaluation::{self, Raters};
use ::entity::{cluster, ids::*};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};
use serde_json::json;

/// What rating for one of the groups needs.
pub fn action_of(raters: Raters) -> Action {
    match raters {
        Raters::Leaders => Action::EvaluateAsLeader,
        Raters::Governors => Action::EvaluateAsGovernor,
    }
}

/// The school year that is rated now.
pub fn year_of(context: &Context) -> i32 {
    evaluation::school_year(words::london_day(context.now))
}

/// Keeps a group's rating of this school year; until the year ends it may be changed.
pub async fn rate(
    context: &Context,
    cluster: &cluster::Model,
    school: SchoolId,
    raters: Raters,
    levels: &[i32],
) -> Result<()> {
    let place = store::place_of(context.read(), cluster.id).await?;
    if !place.schools.contains(&school) {
        return Err(Error::NotFound);
    }
    context.actor.require(action_of(raters), &Place::school(school))?;
    if !evaluation::check(levels) {
        return Err(Error::refused("Rate every statement"));
    }
    let change = Change::begin(context).await?;
    let year = year_of(context);
    let row = self_evaluation::Model {
        cluster_id: cluster.id,
        year,
        school_id: school,
        raters,
        levels: json!(levels),
        answered_at: change.now(),
        answered_by: context.actor.account,
    };
    match store::evaluation(change.tx(), (cluster.id, year, school, raters)).await? {
        Some(there) => {
            let mut there = there.into_active_model();
            there.levels = Set(row.levels);
            there.answered_at = Set(row.answered_at);
            there.answered_by = Set(row.answered_by);
            there.update(change.tx()).await?;
        }
        None => {
            let row = row.into_active_model();
            row.insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
        }
    }
    let data = json!({ "school": school, "raters": raters, "year": year });
    change.commit(event(cluster, "cluster.evaluated").with(data)).await?;
    Ok(())
}

/// One group's levels in one school, if it has rated that year.
pub async fn own_levels(
    connection: &impl ConnectionTrait,
    key: (ClusterId, i32, SchoolId, Raters),
) -> Result<Option<Vec<i32>>> {
    Ok(store::evaluation(connection, key).await?.and_then(|row| levels_of(&row)))
}

fn levels_of(row: &self_evaluation::Model) -> Option<Vec<i32>> {
    let levels: Vec<i32> = serde_json::from_value(row.levels.clone()).ok()?;
    evaluation::check(&levels).then_some(levels)
}

/// What came of a school year. One query.
pub async fn results(connection: &impl ConnectionTrait, cluster: ClusterId, year: i32) -> Result<Results> {
    let rows = store::evaluations(connection, cluster, year).await?;
    let answer = |row: &self_evaluation::Model| Some(Answer { raters: row.raters, levels: levels_of(row)? });
    Ok(evaluation::results(&rows.iter().filter_map(answer).collect::<Vec<_>>()))
}
