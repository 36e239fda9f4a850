//! The frameworks that the route check offers: what the Department for Education lists, and what an administrator added.

use super::store;
use crate::catalogue;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::framework;
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::LazyLock;

/// A framework as the pages show it.
#[derive(Clone, Debug, Serialize)]
pub struct Offered {
    pub name: String,
    pub owner: String,
    pub url: String,
    /// In words; none: its own page says.
    pub valid_to: Option<String>,
    pub source: String,
}

/// What an administrator enters.
#[derive(Clone, Debug)]
pub struct NewFramework {
    /// The category's slug.
    pub category: String,
    pub name: String,
    pub owner: String,
    pub url: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub source: String,
}

#[derive(Deserialize)]
struct Listed {
    category: String,
    name: String,
    url: String,
    valid_from: NaiveDate,
}

static LISTED: LazyLock<Vec<Listed>> = LazyLock::new(|| {
    let text = include_str!("data/frameworks.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let rows: std::result::Result<Vec<Listed>, csv::Error> = reader.deserialize().collect();
    #[expect(clippy::expect_used, reason = "the list is compiled in and read by a test")]
    rows.expect("the list of frameworks can be read")
});

/// Those that are valid today for a category, what was added first.
pub async fn frameworks_for(context: &Context, category: &str) -> Result<Vec<Offered>> {
    let today = words::london_day(context.now);
    let added = store::frameworks(context.read(), Some((category, today))).await?;
    let listed = LISTED.iter().filter(|row| row.category == category && row.valid_from <= today);
    Ok(added.into_iter().map(offered).chain(listed.map(given)).collect())
}

/// Those that were added, whatever their category.
pub async fn added_frameworks(context: &Context) -> Result<Vec<framework::Model>> {
    context.actor.require(Action::ManagePlatform, &Place::platform())?;
    store::frameworks(context.read(), None).await
}

fn offered(row: framework::Model) -> Offered {
    Offered {
        name: row.name,
        owner: row.owner,
        url: row.url,
        valid_to: row.valid_to.map(words::date),
        source: row.source,
    }
}

fn given(row: &Listed) -> Offered {
    Offered {
        name: row.name.clone(),
        owner: "Listed for schools by the Department for Education".to_owned(),
        url: row.url.clone(),
        valid_to: None,
        source: format!("Get help buying for schools, since {}", words::date(row.valid_from)),
    }
}

/// Adds a framework.
pub async fn add_framework(context: &Context, new: NewFramework) -> Result<()> {
    context.actor.require(Action::ManagePlatform, &Place::platform())?;
    if catalogue::category_by_slug(context.read(), &new.category).await?.is_none() {
        return Err(Error::field("category", "Choose the service"));
    }
    if !new.url.starts_with("https://") {
        return Err(Error::field("url", "Enter the address of the framework's page, starting with https://"));
    }
    if new.valid_to.is_some_and(|end| end < new.valid_from) {
        return Err(Error::field("to-day", "The last day must be after the first"));
    }
    let change = Change::begin(context).await?;
    let data = json!({ "category": new.category, "name": new.name });
    let row = framework::ActiveModel {
        category: Set(new.category),
        name: Set(new.name),
        owner: Set(new.owner),
        url: Set(new.url),
        valid_from: Set(new.valid_from),
        valid_to: Set(new.valid_to),
        source: Set(new.source),
        added_at: Set(context.now),
        ..Default::default()
    };
    let taken = || Error::field("name", "This framework is there already for this service");
    row.insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, taken()))?;
    change.commit(Event::new(Chain::Platform, "framework.added", "frameworks").with(data)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_framework_has_an_address_and_a_day() {
        assert_eq!(LISTED.len(), 6);
        assert!(LISTED.iter().all(|row| row.url.starts_with("https://") && !row.name.is_empty()));
    }
}
