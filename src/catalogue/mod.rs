//! What is offered: categories, listings and their versions, SLAs.

pub mod baseline;
pub mod compare;
pub mod given;
pub mod listing;
pub mod rules;
pub mod store;
pub mod volumes;
pub mod web;

pub use crate::provider::own as own_provider;
pub use crate::provider::rules::{authorities, authority_code, authority_name, kind_words};
pub use store::{
    Named, Published, categories, categories_by_id, category_by_id, category_by_slug, published, published_by,
    published_for_school, sla_for_school, stated_volumes,
};

use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::todo::ToDo;
use ::entity::category;
use ::entity::ids::CategoryId;
use crate::platform::words;
use crate::{provider, school};
use ::entity::category::{self, CategoryShape};
use ::entity::ids::{CategoryId, ProviderId};
use ::entity::membership::Scope;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;

/// The newest listings that the home page looks at.
const MOST_TO_DO: u64 = 100;

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

/// Services whose cost the school does not know though there are offers to compare it with.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let open = compare::without_cost(context).await?.into_iter();
    let todo = |(school, category): (::entity::school::Model, category::Model)| {
        let text = format!("Say what you pay for {}", in_sentence(&category.name));
        let why = format!("There are offers, and {} has no known cost to compare them with", school.name);
        ToDo::new(text, format!("/schools/{}/compare/{}", school.urn, category.slug), why)
    };
    Ok(open.map(todo).collect())
}

/// The school of an address, for those who may see its pages.
pub async fn school_seen(context: &Context, urn: i32) -> Result<::entity::school::Model> {
    crate::school::seen(context, urn).await
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
    Ok(id)
}

/// Drafts that wait to be published, and prices that end within 60 days, for who writes the organisation's listings.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let hat = context.actor.hats().iter().find(|hat| Action::EditListings.roles().contains(&hat.role));
    let Some((hat, provider)) = hat.and_then(|hat| Some((hat, ProviderId(hat.scope_id?)))) else {
        return Ok(Vec::new());
    };
    let why = format!("You are {}", hat.role.title().to_lowercase());
    let today = words::london_day(context.now);
    let mut todos = Vec::new();
    for (listing, version) in store::listings_of(context.read(), provider, 0, MOST_TO_DO).await? {
        let href = format!("/organisation/listings/{}", listing.id);
        if let Some(draft) = &listing.draft {
            todos.push(ToDo::new(format!("Publish the draft of {}", draft.title), href, why.clone()));
        } else if let Some((title, last)) = rules::ending(&listing, version.as_ref(), today) {
            todos.push(ToDo::new(format!("Renew the prices of {title}"), href, why.clone()).due(last));
        }
    }
    Ok(todos)
}

/// Who looks at the catalogue: for whom prices are shown, and where their school compares.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    pub is_of_a_school: bool,
    school_urn: Option<i32>,
    providers: Vec<ProviderId>,
}

impl Reader {
    /// Does the reader act for this organisation?
    pub fn is_of(&self, provider: ProviderId) -> bool {
        self.providers.contains(&provider)
    }

    /// The page on which the reader's own school compares a category.
    pub fn compare(&self, category: &str) -> Option<String> {
        Some(format!("/schools/{}/compare/{category}", self.school_urn?))
    }
}

/// The reader of a page, by the hat in use. One query at most.
pub async fn reader(context: &Context) -> Result<Reader> {
    let hats = context.actor.hats();
    let providers =
        hats.iter().filter(|hat| hat.scope == Scope::Provider).filter_map(|hat| hat.scope_id).map(ProviderId);
    Ok(Reader {
        is_of_a_school: hats.iter().any(|hat| matches!(hat.scope, Scope::School | Scope::Cluster | Scope::Tender)),
        school_urn: school::own(context).await?.first().map(|school| school.urn),
        providers: providers.collect(),
    })
}

/// The organisation that a listing is of.
pub async fn provider_of(context: &Context, listing: &::entity::listing::Model) -> Result<::entity::provider::Model> {
    provider::by_id(context.read(), listing.provider_id).await?.ok_or(Error::NotFound)
}
