//! What is offered: categories, listings and their versions, SLAs.

pub mod baseline;
mod categories;
pub mod compare;
pub mod coverage;
pub mod find;
pub mod form;
pub mod given;
pub mod listing;
pub mod price_list;
mod reader;
pub mod rules;
pub mod saved;
pub mod store;
pub mod volumes;
pub mod web;
pub mod withdrawal;

pub use crate::provider::own as own_provider;
pub use crate::provider::rules::evidence::{Standing, standing};
pub use crate::provider::rules::{
    Region, Spread, areas_in_words, authorities, authority_code, authority_name, kind_words, regions, spread,
};
pub use crate::provider::{certificates, evidence as own_evidence};
pub use crate::quality::rules::TermOf;
pub use crate::quality::{Said, Score, scores as scores_of, shared as ratings_shown};
pub use crate::school::rules::score_words;
pub use categories::{add_category, held_categories, held_category};
pub use reader::{Reader, reader, reader_at};
pub use store::{
    Bulk, Named, Published, Running, categories, categories_by_id, category_by_id, category_by_slug, cited, contracts,
    count_words, listing_by_slug, place_rows, price_lists, published, published_by, published_of, running_contracts,
    sla_for_school, slas_of, stated_volumes, version_by_id,
};

use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::event::{Chain, Event};
use crate::platform::todo::ToDo;
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
    context.app.categories.forget();
    Ok(())
}

/// Services whose cost the school does not know though there are offers to compare it with; listings to publish or renew.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let open = compare::without_cost(context).await?.into_iter();
    let todo = |(school, category): (::entity::school::Model, category::Model)| {
        let text = format!("Say what you pay for {}", in_sentence(&category.name));
        let why = format!("There are offers, and {} has no known cost to compare them with", school.name);
        ToDo::new(text, format!("/schools/{}/compare/{}", school.urn, category.slug), why)
    };
    let ending = withdrawal::to_do(context).await?;
    Ok(open.map(todo).chain(ending).chain(listing::to_do(context).await?).collect())
}

/// The school of an address, for those who may see its pages.
pub async fn school_seen(context: &Context, urn: i32) -> Result<::entity::school::Model> {
    crate::school::seen(context, urn).await
}

/// As [`school_seen`], and refused unless the actor may do this there.
pub async fn school_opened(
    context: &Context,
    urn: i32,
    action: crate::platform::access::Action,
) -> Result<::entity::school::Model> {
    crate::school::opened(context, urn, action).await
}

/// A category's name inside a sentence: "catering", but "HR".
pub fn in_sentence(name: &str) -> String {
    let is_abbreviation = name.chars().nth(1).is_some_and(char::is_uppercase);
    if is_abbreviation { name.to_owned() } else { name.to_lowercase() }
}

/// The given categories that are not stored, with the place of each in the list.
async fn missing(connection: &impl sea_orm::ConnectionTrait) -> Result<Vec<(i32, given::Given)>> {
    let held = store::categories(connection).await?;
    let is_new = |given: &given::Given| !held.iter().any(|category| category.slug == given.slug);
    Ok((1..).zip(given::given()).filter(|(_, given)| is_new(given)).collect())
}
