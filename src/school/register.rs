//! The contract register: what a school buys now, from whom, until when. Every change is recorded; nothing is deleted.

use super::rules::{Terms, check};
use super::{place_of, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use crate::{catalogue, standing};
use ::entity::money::Money;
use ::entity::{contract_entry, ids::*, school};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;

/// Adds one contract.
pub async fn add_contract(context: &Context, school: &school::Model, terms: Terms) -> Result<ContractEntryId> {
    context.actor.require(Action::EditSchool, &place_of(school))?;
    sound(&terms)?;
    let change = Change::begin(context).await?;
    let row = row(school, ContractEntryId::new(change.now()), terms, change.now());
    let (id, category) = (row.id, row.category_id);
    row.into_active_model().insert(change.tx()).await?;
    prepare(&change, school, category).await?;
    change.commit(event(school, "register.added", id)).await?;
    Ok(id)
}

/// Adds what a purchase came to, inside the change that records the purchase.
pub async fn enter(
    change: &mut Change,
    school: &school::Model,
    terms: Terms,
    total_value: Option<Money>,
) -> Result<ContractEntryId> {
    sound(&terms)?;
    let row = row(school, ContractEntryId::new(change.now()), terms, change.now());
    let row = contract_entry::Model { total_value, ..row };
    let id = row.id;
    row.into_active_model().insert(change.tx()).await?;
    change.note(event(school, "register.added", id));
    Ok(id)
}

/// Moves the end of a contract, inside the change that permits it. Answers its title.
pub async fn extend(
    change: &mut Change,
    school: &school::Model,
    id: ContractEntryId,
    until: chrono::NaiveDate,
) -> Result<String> {
    let held = store::entry(change.tx(), school.id, id).await?.ok_or(Error::NotFound)?;
    if held.ends_on.is_some_and(|end| end >= until) {
        return Err(Error::field("until-day", "The new end must be after the present one"));
    }
    let title = held.title.clone();
    let mut extended = held.into_active_model();
    extended.ends_on = Set(Some(until));
    extended.update(change.tx()).await?;
    change.note(event(school, "register.extended", id));
    Ok(title)
}

/// Adds all the contracts, or none. Answers the instant by which [`undo_paste`] finds them again.
pub async fn add_contracts(context: &Context, school: &school::Model, all: Vec<Terms>) -> Result<DateTime<Utc>> {
    context.actor.require(Action::EditSchool, &place_of(school))?;
    all.iter().try_for_each(sound)?;
    if all.is_empty() {
        return Err(Error::field("rows", "Paste at least one row"));
    }
    let change = Change::begin(context).await?;
    let now = change.now();
    let count = all.len();
    let categories: Vec<CategoryId> = all.iter().filter_map(|terms| terms.category).collect();
    let rows = all.into_iter().map(|terms| row(school, ContractEntryId::new(now), terms, now).into_active_model());
    contract_entry::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    prepare(&change, school, categories).await?;
    let event = Event::new(Chain::School(school.id), "register.pasted", format!("school:{}", school.id));
    change.commit(event.with(json!({ "contracts": count }))).await?;
    Ok(now)
}

/// Takes off again what one paste added and nobody changed since.
pub async fn undo_paste(context: &Context, school: &school::Model, pasted_at: DateTime<Utc>) -> Result<u64> {
    context.actor.require(Action::EditSchool, &place_of(school))?;
    let change = Change::begin(context).await?;
    if let Some(title) = store::rated_of(change.tx(), school.id, pasted_at).await? {
        return Err(Error::refused(format!(
            "You have rated “{title}” since, so the contracts stay. Take off one by one what you do not want"
        )));
    }
    let ended = contract_entry::Entity::update_many()
        .col_expr(contract_entry::Column::EndedAt, change.now().into())
        .filter(contract_entry::Column::SchoolId.eq(school.id))
        .filter(contract_entry::Column::RecordedAt.eq(pasted_at))
        .filter(contract_entry::Column::EndedAt.is_null())
        .exec(change.tx())
        .await?
        .rows_affected;
    if ended == 0 {
        return Err(Error::stale());
    }
    let all: Vec<CategoryId> = catalogue::categories(change.tx()).await?.into_iter().map(|each| each.id).collect();
    prepare(&change, school, all).await?;
    let event = Event::new(Chain::School(school.id), "register.paste_undone", format!("school:{}", school.id));
    change.commit(event.with(json!({ "contracts": ended }))).await?;
    Ok(ended)
}

/// Replaces what is said of a contract.
pub async fn change_contract(
    context: &Context,
    school: &school::Model,
    id: ContractEntryId,
    terms: Terms,
) -> Result<()> {
    context.actor.require(Action::EditSchool, &place_of(school))?;
    sound(&terms)?;
    let change = Change::begin(context).await?;
    let held = store::entry(change.tx(), school.id, id).await?.ok_or(Error::NotFound)?;
    let mut changed = row(school, id, terms, change.now());
    changed.total_value = held.total_value;
    (changed.provider_id, changed.listing_version_id) = (held.provider_id, held.listing_version_id);
    let categories = [held.category_id, changed.category_id].into_iter().flatten();
    changed.into_active_model().reset_all().update(change.tx()).await?;
    prepare(&change, school, categories).await?;
    change.commit(event(school, "register.changed", id)).await?;
    Ok(())
}

/// Takes a contract off the register.
pub async fn end_contract(context: &Context, school: &school::Model, id: ContractEntryId) -> Result<()> {
    context.actor.require(Action::EditSchool, &place_of(school))?;
    let change = Change::begin(context).await?;
    let held = store::entry(change.tx(), school.id, id).await?.ok_or(Error::NotFound)?;
    let category = held.category_id;
    let mut ended = held.into_active_model();
    ended.ended_at = Set(Some(change.now()));
    ended.update(change.tx()).await?;
    prepare(&change, school, category).await?;
    change.commit(event(school, "register.ended", id)).await?;
    Ok(())
}

/// What the school pays for a unit is prepared anew.
async fn prepare(
    change: &Change,
    school: &school::Model,
    categories: impl IntoIterator<Item = CategoryId>,
) -> Result<()> {
    let mut categories: Vec<CategoryId> = categories.into_iter().collect();
    categories.sort_unstable();
    categories.dedup();
    standing::refresh(change.tx(), &[school.id], &categories, words::london_day(change.now())).await
}

fn sound(terms: &Terms) -> Result<()> {
    check(terms).map_err(|refusal| Error::field(format!("{}-day", refusal.field()), refusal))
}

fn event(school: &school::Model, action: &'static str, id: ContractEntryId) -> Event {
    Event::new(Chain::School(school.id), action, format!("contract_entry:{id}"))
}

fn row(school: &school::Model, id: ContractEntryId, terms: Terms, recorded_at: DateTime<Utc>) -> contract_entry::Model {
    contract_entry::Model {
        id,
        school_id: school.id,
        category_id: terms.category,
        title: terms.title,
        provider_name: terms.provider_name,
        provider_id: None,
        listing_version_id: None,
        starts_on: terms.starts_on,
        ends_on: terms.ends_on,
        notice_on: terms.notice_on,
        notice_terms: terms.notice_terms,
        yearly_amount: terms.yearly_amount,
        total_value: None,
        cost_source: terms.cost_source,
        how_bought: terms.how_bought,
        responsible: terms.responsible,
        cost_code: terms.cost_code,
        recorded_at,
        ended_at: None,
    }
}
