//! A report is published: its figures stand from then on, with the rows that they cite.

use super::{draft, store};
use crate::cluster;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words::london_day;
use crate::quality::rules::TermOf;
use ::entity::cluster_report::{self, Audience};
use ::entity::{ids::*, school, school_naming};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::json;

/// Publishes a term's report for an audience; published again, it is the next edition.
pub async fn publish(context: &Context, slug: &str, term: TermOf, audience: Audience) -> Result<i32> {
    let cluster = cluster::by_slug(context.read(), slug).await?.ok_or(Error::NotFound)?;
    let place = cluster::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::PublishReport, &place)?;
    if term.days().0 > london_day(context.now) {
        return Err(Error::refused(format!("The {} has not begun", term.words())));
    }
    let content = draft(context, &cluster, term, audience).await?;
    let change = Change::begin(context).await?;
    let newest = store::edition(change.tx(), cluster.id, term, audience, None).await?;
    let edition = newest.map_or(1, |newest| newest.edition + 1);
    let row = cluster_report::Model {
        id: ReportId::new(change.now()),
        cluster_id: cluster.id,
        year: term.year,
        term: term.term,
        audience,
        edition,
        content: serde_json::to_value(&content)?,
        published_by: context.actor.account,
        published_at: change.now(),
    };
    let id = row.id;
    let again = Error::refused("Somebody published this report just now. Load the page again");
    row.into_active_model().insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, again))?;
    let event = Event::new(Chain::Cluster(cluster.id), "report.published", format!("report:{id}"));
    let data = json!({ "term": term.key(), "audience": audience, "edition": edition });
    change.commit(event.with(data)).await?;
    Ok(edition)
}

/// A school's body agrees that public reports name it, or no longer does. What was published stays as it was.
pub async fn agree_to_naming(context: &Context, school: &school::Model, agrees: bool) -> Result<()> {
    context.actor.require(Action::AgreeForBody, &Place::school(school.id))?;
    let change = Change::begin(context).await?;
    let row = school_naming::Model {
        school_id: school.id,
        agrees,
        changed_by: context.actor.account,
        changed_at: change.now(),
    };
    let columns = [school_naming::Column::Agrees, school_naming::Column::ChangedBy, school_naming::Column::ChangedAt];
    let mut conflict = OnConflict::column(school_naming::Column::SchoolId);
    conflict.update_columns(columns);
    let insert = school_naming::Entity::insert(row.into_active_model()).on_conflict(conflict);
    insert.exec_without_returning(change.tx()).await?;
    let event = Event::new(Chain::School(school.id), "report.naming_changed", format!("school:{}", school.id));
    change.commit(event.with(json!({ "agrees": agrees }))).await?;
    Ok(())
}
