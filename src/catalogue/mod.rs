//! What is offered: categories, listings and their versions, SLAs.

pub mod baseline;
pub mod given;
pub mod rules;
pub mod store;

pub use store::{
    Published, categories, categories_by_id, category_by_id, category_by_slug, published, published_for_school,
    sla_for_school, stated_volumes,
};

use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::event::{Chain, Event};
use ::entity::category;
use ::entity::ids::CategoryId;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;

/// Adds the given categories that are not there yet; done at every start.
pub async fn ensure_given(context: &Context) -> Result<()> {
    if missing(context.read()).await?.is_empty() {
        return Ok(());
    }
    let change = Change::begin(context).await?;
    let missing = missing(change.tx()).await?;
    let slugs: Vec<&str> = missing.iter().map(|(_, given)| given.slug).collect();
    for (position, given) in &missing {
        let row = category::Model {
            id: CategoryId::new(change.now()),
            slug: given.slug.to_owned(),
            name: given.name.to_owned(),
            position: *position,
            shape: given.shape.clone(),
        };
        row.into_active_model().insert(change.tx()).await?;
    }
    let event = Event::new(Chain::Platform, "categories.given", "categories").with(json!({ "slugs": slugs }));
    change.commit(event).await?;
    Ok(())
}

/// The given categories that are not stored, with the place of each in the list.
async fn missing(connection: &impl sea_orm::ConnectionTrait) -> Result<Vec<(i32, given::Given)>> {
    let held = store::categories(connection).await?;
    let is_new = |given: &given::Given| !held.iter().any(|category| category.slug == given.slug);
    Ok((1..).zip(given::given()).filter(|(_, given)| is_new(given)).collect())
}
