//! A listing gets a last day, or leaves the lists at once; or its end is taken back.

use super::{locked, next_version, require_edit, seen, shown, stepped};
use crate::catalogue::rules::{Act, Refusal, content_of};
use crate::catalogue::store;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::ids::*;
use ::entity::listing::{Content, ListingState};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

/// Tells the last day on which it is provided: every school that it concerns has a plan from now on. Without a day it
/// leaves the lists at once. Its versions stay for those who cited them.
pub async fn withdraw(context: &Context, id: ListingId, last_day: Option<NaiveDate>, reason: &str) -> Result<()> {
    let (seen, provider) = seen(context, id).await?;
    require_edit(context, provider.id, seen.kind)?;
    let change = Change::begin(context).await?;
    let today = words::london_day(change.now());
    let held = locked(change.tx(), id).await?;
    stepped(&change, &held, last_day.map_or(Act::TakeOut, |_| Act::Withdraw)).await?;
    if last_day.is_some_and(|last| last < today) {
        return Err(super::refusal(Refusal::LastDayIsOver));
    }
    let number = with_last_day(context, &change, held, Some(last_day.unwrap_or(today))).await?;
    let mut row = locked(change.tx(), id).await?.into_active_model();
    row.withdrawal_reason = Set(Some(reason.to_owned()));
    if last_day.is_none() {
        row.state = Set(ListingState::Withdrawn);
        store::forget(change.tx(), id).await?;
    }
    row.update(change.tx()).await?;
    let action = if last_day.is_some() { "listing.withdrawing" } else { "listing.withdrawn" };
    let event = Event::new(Chain::Provider(provider.id), action, format!("listing:{id}"));
    change.commit(event.because(reason).with(json!({ "version": number, "last_day": last_day }))).await?;
    Ok(())
}

/// Takes back that it ends.
pub async fn keep_on(context: &Context, id: ListingId) -> Result<()> {
    let (seen, provider) = seen(context, id).await?;
    require_edit(context, provider.id, seen.kind)?;
    let change = Change::begin(context).await?;
    let held = locked(change.tx(), id).await?;
    stepped(&change, &held, Act::KeepOn).await?;
    let number = with_last_day(context, &change, held, None).await?;
    let mut row = locked(change.tx(), id).await?.into_active_model();
    row.withdrawal_reason = Set(None);
    row.update(change.tx()).await?;
    let event = Event::new(Chain::Provider(provider.id), "listing.kept_on", format!("listing:{id}"));
    change.commit(event.with(json!({ "version": number }))).await?;
    Ok(())
}

/// The next version says what the last one did, with another last day; what would have followed it does not.
async fn with_last_day(
    context: &Context,
    change: &Change,
    held: ::entity::listing::Model,
    last_day: Option<NaiveDate>,
) -> Result<i32> {
    let version = shown(change.tx(), &held).await?.ok_or(Error::NotFound)?;
    let content = Content { withdraws_on: last_day, ..content_of(&held, version)? };
    let mut row = held.clone().into_active_model();
    row.next_version_id = Set(None);
    let held = row.update(change.tx()).await?;
    Ok(next_version(context, change, held, content).await?.1)
}
