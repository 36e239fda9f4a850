//! When a cluster's schools are closed, typed once a year: planning counts school days by it.

use super::found::event;
use super::store;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::{cluster, ids::*, school_closure};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter};
use serde_json::json;

/// The longest time that a closure can be: a summer with a week on either side.
const LONGEST_DAYS: i64 = 60;

/// A holiday or a half-term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClosure {
    pub title: String,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
}

/// Records that the schools are closed.
pub async fn record_closure(context: &Context, cluster: &cluster::Model, new: NewClosure) -> Result<()> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::ManageCluster, &place)?;
    let days = (new.last_day - new.first_day).num_days();
    if days < 0 {
        return Err(Error::field("last-day", "The last day must be on or after the first"));
    }
    if days > LONGEST_DAYS {
        return Err(Error::field("last-day", "Schools are not closed for more than two months. Check the years"));
    }
    let change = Change::begin(context).await?;
    let held = store::closures(change.tx(), cluster.id).await?;
    if let Some(other) = held.iter().find(|held| held.first_day <= new.last_day && new.first_day <= held.last_day) {
        return Err(Error::field("first-day", format!("These days meet {}. Take that out first", other.title)));
    }
    let data = json!({ "title": new.title, "first": new.first_day, "last": new.last_day });
    let row = school_closure::Model {
        id: ClosureId::new(change.now()),
        cluster_id: cluster.id,
        title: new.title,
        first_day: new.first_day,
        last_day: new.last_day,
        recorded_at: change.now(),
    };
    let taken = Error::field("first-day", "Somebody recorded a closure from this day a moment ago");
    row.into_active_model().insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, taken))?;
    change.commit(event(cluster, "cluster.closure_recorded").with(data)).await?;
    Ok(())
}

/// Takes a closure out that was wrong or moved.
pub async fn remove_closure(context: &Context, cluster: &cluster::Model, id: ClosureId) -> Result<()> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::ManageCluster, &place)?;
    let change = Change::begin(context).await?;
    let own = school_closure::Column::ClusterId.eq(cluster.id);
    let row = school_closure::Entity::find_by_id(id).filter(own).one(change.tx()).await?.ok_or(Error::NotFound)?;
    let data = json!({ "title": row.title, "first": row.first_day, "last": row.last_day });
    row.delete(change.tx()).await?;
    change.commit(event(cluster, "cluster.closure_removed").with(data)).await?;
    Ok(())
}
