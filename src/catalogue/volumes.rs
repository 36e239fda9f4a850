//! What a school uses of a service, year by year: it states it once, and every price goes by it.

use super::rules::{default_of, year_of};
use super::store;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use crate::school as schools;
use crate::standing;
use ::entity::category::Item;
use ::entity::exact::Exact;
use ::entity::money::Quantity;
use ::entity::{category, school, volume};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;
use std::collections::BTreeMap;

/// A school's figures for one category in the present year.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub school: school::Model,
    pub category: category::Model,
    pub year: i32,
    /// The newest figures stated, this year's or an earlier one's.
    pub stated: BTreeMap<String, Quantity>,
    /// What was stated before this year.
    pub before: BTreeMap<String, Quantity>,
}

impl Sheet {
    /// What stands in the field: what was stated, or else the usual figure.
    pub fn value(&self, item: &Item) -> Option<Exact> {
        self.stated.get(&item.id).map(|stated| stated.exact()).or_else(|| default_of(item, self.school.pupils))
    }
}

/// The sheet of a school that the actor may change.
pub async fn sheet(context: &Context, urn: i32, slug: &str) -> Result<Sheet> {
    let school = schools::opened(context, urn, Action::EditSchool).await?;
    let category = store::category_by_slug(context.read(), slug).await?.ok_or(Error::NotFound)?;
    let year = year_of(&school, words::london_day(context.now));
    let key = (school.id, category.id);
    let up_to =
        |year| store::stated_volumes(context.read(), std::slice::from_ref(&key.1), std::slice::from_ref(&key.0), year);
    let stated = up_to(year).await?.remove(&key).unwrap_or_default();
    let before = up_to(year - 1).await?.remove(&key).unwrap_or_default();
    Ok(Sheet { school, category, year, stated, before })
}

/// Keeps this year's figures of the items named; an item without a figure is not stated this year.
pub async fn state(context: &Context, sheet: &Sheet, figures: BTreeMap<String, Option<Quantity>>) -> Result<()> {
    state_for(context, &sheet.school, &sheet.category, sheet.year, figures).await
}

/// As [`state`], for any year.
pub async fn state_for(
    context: &Context,
    school: &school::Model,
    category: &category::Model,
    year: i32,
    figures: BTreeMap<String, Option<Quantity>>,
) -> Result<()> {
    context.actor.require(Action::EditSchool, &schools::place_of(school))?;
    let is_item = |id: &String| category.shape.items.iter().any(|item| item.id == *id);
    if let Some(unknown) = figures.keys().find(|id| !is_item(id)) {
        return Err(Error::refused(format!("{} has no item {unknown}", category.name)));
    }
    let change = Change::begin(context).await?;
    let (kept, dropped): (Vec<_>, Vec<_>) = figures.iter().partition(|(_, figure)| figure.is_some());
    let row = |item: &str, quantity: Quantity| volume::Model {
        school_id: school.id,
        category_id: category.id,
        item: item.to_owned(),
        year,
        quantity,
        recorded_at: change.now(),
    };
    let rows: Vec<_> =
        kept.iter().filter_map(|(item, figure)| Some(row(item, (**figure)?).into_active_model())).collect();
    if !rows.is_empty() {
        use volume::Column::{CategoryId, Item, Quantity, RecordedAt, SchoolId, Year};
        let again =
            OnConflict::columns([SchoolId, CategoryId, Item, Year]).update_columns([Quantity, RecordedAt]).to_owned();
        volume::Entity::insert_many(rows).on_conflict(again).exec_without_returning(change.tx()).await?;
    }
    volume::Entity::delete_many()
        .filter(volume::Column::SchoolId.eq(school.id))
        .filter(volume::Column::CategoryId.eq(category.id))
        .filter(volume::Column::Year.eq(year))
        .filter(volume::Column::Item.is_in(dropped.into_iter().map(|(item, _)| item.as_str())))
        .exec(change.tx())
        .await?;
    standing::refresh(change.tx(), &[school.id], &[category.id], words::london_day(change.now())).await?;
    let data = json!({ "category": category.slug, "year": year, "figures": figures });
    let event = Event::new(Chain::School(school.id), "volumes.stated", format!("school:{}", school.id));
    change.commit(event.with(data)).await?;
    Ok(())
}
