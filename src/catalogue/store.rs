//! Queries about categories, listings and their versions.

mod find;
mod listings;
mod offers;
mod price_lists;
mod saved;
mod withdrawals;

pub use find::{
    Bulk, MOST_FOUND, Priceable, Rated, Wanted, alike, count_offered, count_places, count_words, forget, in_use,
    place_rows, places, priceable, put, with_words,
};
pub use listings::{
    Named, areas_by_listing, areas_of, beginning, count_of, last_number, listing_by_id, listing_by_slug, listings_of,
    named_by_ids, over, published_by, slugs_like, version_numbered, versions_of,
};
pub use offers::{
    Published, Running, cited, contracts, ids_by_slugs, peers, price_lists, published, published_of, running_contracts,
    shown_of, sla_for_school, stated_volumes,
};
pub use saved::{count_saved, saved_by_id, saved_of};

pub use price_lists::{resting_on, schools_by_area, schools_in, slas_of, uploads_of, version_by_id};
pub use withdrawals::{answers_of, ending, saved_in};

use crate::platform::error::Result;
use ::entity::category;
use ::entity::ids::CategoryId;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// More categories than any installation has.
const MOST_CATEGORIES: u64 = 200;

/// Every category, in the order in which they are listed.
pub async fn categories(connection: &impl ConnectionTrait) -> Result<Vec<category::Model>> {
    Ok(category::Entity::find()
        .order_by_asc(category::Column::Position)
        .order_by_asc(category::Column::Slug)
        .limit(MOST_CATEGORIES)
        .all(connection)
        .await?)
}

/// The category of an address: `catering`.
pub async fn category_by_slug(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<category::Model>> {
    Ok(category::Entity::find().filter(category::Column::Slug.eq(slug)).one(connection).await?)
}

pub async fn category_by_id(connection: &impl ConnectionTrait, id: CategoryId) -> Result<Option<category::Model>> {
    Ok(category::Entity::find_by_id(id).one(connection).await?)
}

/// Every category by its id, for pages that name many.
pub async fn categories_by_id(connection: &impl ConnectionTrait) -> Result<HashMap<CategoryId, category::Model>> {
    Ok(categories(connection).await?.into_iter().map(|category| (category.id, category)).collect())
}
