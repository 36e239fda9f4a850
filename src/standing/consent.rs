//! A school may keep its figures out of every median that others see.

use super::store;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::event::{Chain, Event};
use ::entity::{school, standing_consent};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;

/// Says whether the school's figures may be in medians; holds at once.
pub async fn set_consent(context: &Context, school: &school::Model, withholds: bool) -> Result<()> {
    context.actor.require(Action::EditSchool, &Place::school(school.id))?;
    let change = Change::begin(context).await?;
    let row = standing_consent::Model {
        school_id: school.id,
        withholds,
        changed_at: change.now(),
        changed_by: context.actor.account,
    };
    use standing_consent::Column::{ChangedAt, ChangedBy, SchoolId, Withholds};
    let latest = OnConflict::column(SchoolId).update_columns([Withholds, ChangedAt, ChangedBy]).to_owned();
    standing_consent::Entity::insert(row.into_active_model())
        .on_conflict(latest)
        .exec_without_returning(change.tx())
        .await?;
    store::mark(change.tx(), school.id, withholds).await?;
    let event = Event::new(Chain::School(school.id), "standing.consented", format!("school:{}", school.id));
    change.commit(event.with(json!({ "withholds": withholds }))).await?;
    Ok(())
}
