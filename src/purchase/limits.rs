//! The school's own limits: each change is a new version, and the newest is in force.

use super::rules::{Limits, check_limits};
use super::{place_of, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::{ids::*, purchase_limits, school};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel};
use serde_json::json;

/// What is decided about limits.
#[derive(Clone, Debug)]
pub struct NewLimits {
    pub limits: Limits,
    pub adopted_on: NaiveDate,
    pub minute_reference: String,
}

/// The limits by which a school buys: its own, or the bands where it recorded none.
#[derive(Clone, Debug)]
pub struct InForce {
    pub limits: Limits,
    pub own: Option<purchase_limits::Model>,
}

/// Two queries at most.
pub async fn in_force(connection: &impl ConnectionTrait, school: SchoolId, on: NaiveDate) -> Result<InForce> {
    let own = store::limits_in_force(connection, school).await?;
    let limits = match &own {
        Some(own) => Limits::of(own),
        None => Limits::by_default(on).map_err(Error::refused)?,
    };
    Ok(InForce { limits, own })
}

/// Adopts limits: the headteacher or a governor, with the minute of the body that did.
pub async fn set_limits(context: &Context, school: &school::Model, new: NewLimits) -> Result<()> {
    context.actor.require(Action::SetLimits, &place_of(school))?;
    let today = words::london_day(context.now);
    check_limits(&new.limits, new.adopted_on, today).map_err(|refusal| Error::field(refusal.field(), refusal))?;
    let change = Change::begin(context).await?;
    let newest = store::limits_in_force(change.tx(), school.id).await?;
    let row = purchase_limits::Model {
        school_id: school.id,
        number: newest.map_or(0, |newest| newest.number) + 1,
        one_quote_from: new.limits.one_quote_from,
        three_quotes_from: new.limits.three_quotes_from,
        tender_from: new.limits.tender_from,
        manager_up_to: new.limits.manager_up_to,
        head_up_to: new.limits.head_up_to,
        adopted_on: new.adopted_on,
        minute_reference: new.minute_reference,
        recorded_by: change.by()?,
        recorded_at: change.now(),
    };
    let number = row.number;
    let inserted = row.into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    let event = Event::new(Chain::School(school.id), "limits.adopted", format!("school:{}", school.id));
    change.commit(event.with(json!({ "version": number }))).await?;
    Ok(())
}
