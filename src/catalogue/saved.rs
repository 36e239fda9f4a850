//! A comparison saved for governors: its figures as they were, who saved it and when.

use super::compare::Comparison;
use super::store;
use crate::account;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::school as schools;
use ::entity::ids::*;
use ::entity::{saved_comparison, school};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Keeps a comparison as its page shows it now.
pub async fn save(
    context: &Context,
    comparison: &Comparison,
    title: String,
    note: Option<String>,
    content: Value,
) -> Result<SavedComparisonId> {
    let place = schools::place_of(&comparison.school);
    context.actor.require(Action::EditSchool, &place)?;
    let change = Change::begin(context).await?;
    let row = saved_comparison::Model {
        id: SavedComparisonId::new(change.now()),
        school_id: comparison.school.id,
        category_id: comparison.category.id,
        title,
        note,
        content,
        saved_at: change.now(),
        saved_by: context.actor.account,
    };
    let id = row.id;
    row.into_active_model().insert(change.tx()).await?;
    let event = Event::new(Chain::School(comparison.school.id), "comparison.saved", format!("saved_comparison:{id}"));
    change.commit(event.with(json!({ "category": comparison.category.slug }))).await?;
    Ok(id)
}

/// A saved comparison with the name of who saved it.
#[derive(Clone, Debug)]
pub struct Saved {
    pub row: saved_comparison::Model,
    pub by: Option<String>,
}

/// One comparison that was saved for a school that the actor may see.
pub async fn saved(context: &Context, urn: i32, id: SavedComparisonId) -> Result<(school::Model, Saved)> {
    let school = schools::seen(context, urn).await?;
    let row = store::saved_by_id(context.read(), school.id, id).await?.ok_or(Error::NotFound)?;
    let names = names(context, std::slice::from_ref(&row)).await?;
    let by = row.saved_by.and_then(|account| names.get(&account).cloned());
    Ok((school, Saved { row, by }))
}

/// Those saved for a school, the newest first, and how many there are.
pub async fn all(context: &Context, school: SchoolId, skipped: u64, most: u64) -> Result<Vec<Saved>> {
    let rows = store::saved_of(context.read(), school, skipped, most).await?;
    let names = names(context, &rows).await?;
    let by =
        |row: saved_comparison::Model| Saved { by: row.saved_by.and_then(|account| names.get(&account).cloned()), row };
    Ok(rows.into_iter().map(by).collect())
}

async fn names(context: &Context, rows: &[saved_comparison::Model]) -> Result<HashMap<AccountId, String>> {
    account::names(context.read(), rows.iter().filter_map(|row| row.saved_by)).await
}
