//! The business manager fills the sheet in, saves as often as needed, and sends it to the head.

use super::notices::PleaseSign;
use super::rules::{self, Step};
use super::{Sheet, opened, store};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::mail::Receiver;
use crate::platform::words;
use ::entity::membership::Role;
use ::entity::money::Quantity;
use ::entity::{demand, demand_line};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;
use std::collections::BTreeMap;

/// What was typed into a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// This year's number and the note, by item.
    pub items: BTreeMap<String, (Option<Quantity>, Option<String>)>,
    pub contract_ends_on: Option<NaiveDate>,
    pub notice_by: Option<NaiveDate>,
    pub kitchen_on_site: Option<bool>,
    pub note: Option<String>,
    /// When the sheet that was typed into had been saved; none to save over whatever is there.
    pub seen: Option<DateTime<Utc>>,
}

/// Saves the draft. What is missing or has changed a lot does not matter yet.
pub async fn save(context: &Context, sheet: &Sheet, filled: Filled) -> Result<()> {
    context.actor.require(Action::EditDemand, &Place::school(sheet.school.id))?;
    let change = Change::begin(context).await?;
    let stored = opened(&change, sheet).await?;
    rules::after(Step::Save, stored.state).map_err(Error::refused)?;
    if filled.seen.is_some_and(|seen| seen != stored.updated_at) {
        let at = words::time(stored.updated_at);
        return Err(Error::Stale(format!(
            "A colleague changed this sheet at {at}. Check both versions and save again"
        )));
    }
    let mut row = stored.into_active_model();
    row.contract_ends_on = Set(filled.contract_ends_on);
    row.notice_by = Set(filled.notice_by);
    row.kitchen_on_site = Set(filled.kitchen_on_site);
    row.note = Set(filled.note.clone());
    row.updated_at = Set(change.now());
    row.update(change.tx()).await?;
    replace_lines(&change, sheet, &filled).await?;
    let quantities: BTreeMap<&String, Option<Quantity>> =
        filled.items.iter().map(|(item, (quantity, _))| (item, *quantity)).collect();
    change.commit(sheet.event("demand.saved").with(json!({ "quantities": quantities }))).await?;
    Ok(())
}

async fn replace_lines(change: &Change, sheet: &Sheet, filled: &Filled) -> Result<()> {
    for item in &sheet.category.shape.items {
        let (quantity, note) = filled.items.get(&item.id).cloned().unwrap_or_default();
        let mut row = demand_line::ActiveModel { quantity: Set(quantity), note: Set(note), ..Default::default() };
        row.demand_id = Set(sheet.demand.id);
        row.item = Set(item.id.clone());
        if sheet.lines.contains_key(&item.id) {
            row.update(change.tx()).await?;
        } else {
            row.last_year = Set(None);
            demand_line::Entity::insert(row).exec_without_returning(change.tx()).await?;
        }
    }
    Ok(())
}

/// Sends a whole sheet to the headteachers to sign off.
pub async fn send(context: &Context, sheet: &Sheet) -> Result<()> {
    context.actor.require(Action::EditDemand, &Place::school(sheet.school.id))?;
    let change = Change::begin(context).await?;
    let stored = opened(&change, sheet).await?;
    let state = rules::after(Step::Send, stored.state).map_err(Error::refused)?;
    let lines = store::lines_of(change.tx(), [stored.id]).await?.remove(&stored.id).unwrap_or_default();
    if let Some((field, sentence)) = rules::faults(&sheet.category.shape, &lines).into_iter().next() {
        return Err(Error::field(field, sentence));
    }
    set_state(&change, stored, state).await?;
    for (_, head) in store::people(change.tx(), Role::Headteacher, [sheet.school.id]).await? {
        let notice = PleaseSign {
            category: sheet.category.name.clone(),
            school: sheet.school.name.clone(),
            due: words::deadline(sheet.demand.due_at),
            path: sheet.path(),
        };
        change.tell(Receiver { name: head.name, email: head.email }, &notice).await?;
    }
    change.commit(sheet.event("demand.sent")).await?;
    Ok(())
}

/// The business manager takes back a sheet that the head has not signed.
pub async fn take_back(context: &Context, sheet: &Sheet) -> Result<()> {
    context.actor.require(Action::EditDemand, &Place::school(sheet.school.id))?;
    let change = Change::begin(context).await?;
    let stored = opened(&change, sheet).await?;
    let state = rules::after(Step::TakeBack, stored.state).map_err(Error::refused)?;
    set_state(&change, stored, state).await?;
    change.commit(sheet.event("demand.taken_back")).await?;
    Ok(())
}

/// Moves a locked sheet to another state; a sheet that is not signed has no signature.
pub(super) async fn set_state(change: &Change, stored: demand::Model, state: demand::DemandState) -> Result<()> {
    let mut row = stored.into_active_model();
    row.state = Set(state);
    row.updated_at = Set(change.now());
    if state != demand::DemandState::Signed {
        row.signed_at = Set(None);
        row.signed_by = Set(None);
    }
    row.update(change.tx()).await?;
    Ok(())
}
