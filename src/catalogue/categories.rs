//! The categories as pages read them; the administrator adds to those given.

use super::{rules, store};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use ::entity::category::{self, CategoryShape};
use ::entity::ids::CategoryId;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;
use std::sync::Arc;

/// Every category, in the order in which they are listed, as they were within the last second.
pub async fn held_categories(context: &Context) -> Result<Arc<Vec<category::Model>>> {
    context.app.categories.now(context.now, async || store::categories(context.read()).await).await
}

/// The category of an address: `catering`.
pub async fn held_category(context: &Context, slug: &str) -> Result<Option<category::Model>> {
    Ok(held_categories(context).await?.iter().find(|category| category.slug == slug).cloned())
}

/// Adds a category: the administrator's.
pub async fn add_category(context: &Context, name: &str, shape: CategoryShape) -> Result<CategoryId> {
    context.actor.require(Action::ManagePlatform, &Place::platform())?;
    if let Some(fault) = rules::shape_faults(&shape).into_iter().next() {
        return Err(Error::refused(fault));
    }
    let slug = rules::slug_of(name);
    if slug.is_empty() {
        return Err(Error::field("name", "Enter a name with letters"));
    }
    let change = Change::begin(context).await?;
    let held = store::categories(change.tx()).await?;
    let row = category::Model {
        id: CategoryId::new(change.now()),
        slug: slug.clone(),
        name: name.to_owned(),
        position: held.iter().map(|category| category.position).max().unwrap_or(0) + 1,
        shape,
    };
    let id = row.id;
    let taken = || Error::field("name", "There is a category of this name already");
    let inserted = row.into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, taken()))?;
    let event = Event::new(Chain::Platform, "category.added", format!("category:{id}"));
    change.commit(event.with(json!({ "slug": slug }))).await?;
    context.app.categories.forget();
    Ok(id)
}
