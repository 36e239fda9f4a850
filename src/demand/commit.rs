//! The head signs off or returns; the body authorises joining up to a price; or the school does not take part.

use super::fill::set_state;
use super::notices::Returned;
use super::rules::{self, Step};
use super::{Sheet, opened, store};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::mail::Receiver;
use ::entity::demand;
use ::entity::membership::Role;
use ::entity::money::Money;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;

/// The headteacher signs the sheet off.
pub async fn sign(context: &Context, sheet: &Sheet) -> Result<()> {
    context.actor.require(Action::SignDemand, &Place::school(sheet.school.id))?;
    let change = Change::begin(context).await?;
    let stored = opened(&change, sheet).await?;
    let (from, to) = (stored.state, rules::after(Step::Sign, stored.state).map_err(Error::refused)?);
    let row = demand::ActiveModel {
        state: Set(to),
        signed_at: Set(Some(change.now())),
        signed_by: Set(context.actor.account),
        updated_at: Set(change.now()),
        ..Default::default()
    };
    let signed = demand::Entity::update_many()
        .set(row)
        .filter(demand::Column::Id.eq(stored.id))
        .filter(demand::Column::State.eq(from))
        .exec(change.tx())
        .await?;
    if signed.rows_affected == 0 {
        return Err(Error::stale());
    }
    change.commit(sheet.event("demand.signed")).await?;
    Ok(())
}

/// The headteacher returns a sheet to be changed, and the business managers are told why.
pub async fn send_back(context: &Context, sheet: &Sheet, reason: &str) -> Result<()> {
    context.actor.require(Action::SignDemand, &Place::school(sheet.school.id))?;
    let change = Change::begin(context).await?;
    let stored = opened(&change, sheet).await?;
    let state = rules::after(Step::Return, stored.state).map_err(Error::refused)?;
    set_state(&change, stored, state).await?;
    for (_, manager) in store::people(change.tx(), Role::BusinessManager, [sheet.school.id]).await? {
        let notice = Returned {
            category: sheet.category.name.clone(),
            school: sheet.school.name.clone(),
            reason: reason.to_owned(),
            path: sheet.path(),
        };
        change.tell(Receiver { name: manager.name, email: manager.email }, &notice).await?;
    }
    change.commit(sheet.event("demand.returned").because(reason)).await?;
    Ok(())
}

/// The school's body has authorised joining up to this much a year, net of VAT, by this minute.
pub async fn record_mandate(context: &Context, sheet: &Sheet, limit: Money, minute: &str) -> Result<()> {
    context.actor.require(Action::RecordMandate, &Place::school(sheet.school.id))?;
    if limit.0 == 0 {
        return Err(Error::field("limit", "Enter an amount above £0"));
    }
    let change = Change::begin(context).await?;
    let stored = opened(&change, sheet).await?;
    rules::after(Step::RecordMandate, stored.state).map_err(Error::refused)?;
    let mut row = stored.into_active_model();
    row.mandate_limit = Set(Some(limit));
    row.mandate_minute = Set(Some(minute.to_owned()));
    row.mandate_recorded_by = Set(context.actor.account);
    row.mandate_at = Set(Some(change.now()));
    row.updated_at = Set(change.now());
    row.update(change.tx()).await?;
    let data = json!({ "limit": limit, "minute": minute });
    change.commit(sheet.event("demand.mandate_recorded").with(data)).await?;
    Ok(())
}

/// The school does not take part, and says why.
pub async fn decline(context: &Context, sheet: &Sheet, reason: &str) -> Result<()> {
    context.actor.require(Action::SignDemand, &Place::school(sheet.school.id))?;
    let change = Change::begin(context).await?;
    let stored = opened(&change, sheet).await?;
    let state = rules::after(Step::Decline, stored.state).map_err(Error::refused)?;
    let with_reason = demand::Model { note: Some(reason.to_owned()), ..stored };
    let mut row = with_reason.clone().into_active_model();
    row.note = Set(with_reason.note.clone());
    row.update(change.tx()).await?;
    set_state(&change, with_reason, state).await?;
    change.commit(sheet.event("demand.declined").because(reason)).await?;
    Ok(())
}

/// A school that had declined takes part after all: its sheet is a draft again.
pub async fn take_part(context: &Context, sheet: &Sheet) -> Result<()> {
    context.actor.require(Action::SignDemand, &Place::school(sheet.school.id))?;
    let change = Change::begin(context).await?;
    let stored = opened(&change, sheet).await?;
    let state = rules::after(Step::TakePart, stored.state).map_err(Error::refused)?;
    set_state(&change, stored, state).await?;
    change.commit(sheet.event("demand.taking_part")).await?;
    Ok(())
}
