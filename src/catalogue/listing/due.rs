//! What the calendar brings about: a version begins on its first day, and a listing goes after its last.

use super::{locked, show, shown};
use crate::catalogue::rules::{content_of, is_valid_on};
use crate::catalogue::store;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::ids::*;
use ::entity::listing::ListingState;
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

/// Lets versions begin and listings go whose day has come; answers how many.
pub async fn settle(context: &Context) -> Result<usize> {
    let today = words::london_day(context.now);
    let mut settled = 0;
    loop {
        let due = store::beginning(context.read(), today).await?;
        if due.is_empty() {
            break;
        }
        for id in due {
            settled += usize::from(begin(context, id, today).await?);
        }
    }
    loop {
        let due = store::over(context.read(), today).await?;
        if due.is_empty() {
            return Ok(settled);
        }
        for id in due {
            settled += usize::from(end(context, id, today).await?);
        }
    }
}

/// The next version takes the place of the one that is shown. Another process may have been first.
async fn begin(context: &Context, id: ListingId, today: NaiveDate) -> Result<bool> {
    let change = Change::begin(context).await?;
    let held = locked(change.tx(), id).await?;
    let Some(next) = held.next_version_id else { return Ok(false) };
    let version = store::version_by_id(change.tx(), next).await?.ok_or(Error::NotFound)?;
    if version.valid_from > today {
        return Ok(false);
    }
    let content = content_of(&held, version.clone())?;
    let mut row = held.clone().into_active_model();
    row.next_version_id = Set(None);
    show(change.tx(), row, &held, &version, &content).await?;
    let event = Event::new(Chain::Provider(held.provider_id), "listing.began", format!("listing:{id}"));
    change.commit(event.with(json!({ "version": version.number }))).await?;
    Ok(true)
}

/// The last day is over: it leaves the lists.
async fn end(context: &Context, id: ListingId, today: NaiveDate) -> Result<bool> {
    let change = Change::begin(context).await?;
    let held = locked(change.tx(), id).await?;
    let version = shown(change.tx(), &held).await?.ok_or(Error::NotFound)?;
    let is_over = version.withdraws_on.is_some() && !is_valid_on(&version, today);
    if held.state != ListingState::Published || !is_over {
        return Ok(false);
    }
    let provider = held.provider_id;
    let mut row = held.into_active_model();
    row.state = Set(ListingState::Withdrawn);
    row.update(change.tx()).await?;
    store::forget(change.tx(), id).await?;
    let event = Event::new(Chain::Provider(provider), "listing.withdrawn", format!("listing:{id}"));
    change.commit(event.with(json!({ "last_day": version.withdraws_on }))).await?;
    Ok(true)
}
