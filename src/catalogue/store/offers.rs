//! Queries for what is offered to schools, what they use and what they pay: each a fixed number for any number of rows.

use crate::catalogue::rules::{areas_of, is_valid_on, serves};
use crate::platform::error::Result;
use ::entity::contract::ContractState;
use ::entity::listing::{ListingKind, ListingState};
use ::entity::listing_area::EVERYWHERE;
use ::entity::money::Quantity;
use ::entity::price::PriceSchedule;
use ::entity::school::Phase;
use ::entity::{
    contract, contract_entry, ids::*, listing, listing_place, listing_version, provider, school, school_schedule,
    standing_consent, volume,
};
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};

/// No more offers are compared at once.
const MOST_OFFERS: u64 = 500;
/// The most schools that a benchmark looks at, and among how many of a category it looks for them.
const MOST_PEERS: u64 = 120;
const MOST_RECORDING: u64 = 400;

/// A published version with everything that a page says of it.
#[derive(Clone, Debug)]
pub struct Published {
    pub listing: listing::Model,
    pub version: listing_version::Model,
    pub provider: provider::Model,
    /// LA codes it is offered in, of those asked for, or `all`.
    pub areas: Vec<String>,
    pub schedule: PriceSchedule,
}

impl Published {
    pub fn serves(&self, school: &school::Model) -> bool {
        serves(&self.version, &self.areas, school)
    }

    pub fn is_sla(&self) -> bool {
        self.listing.kind == ListingKind::Sla
    }

    /// "Version 2, published 3 May 2026".
    pub fn version_words(&self) -> String {
        format!("Version {}, published {}", self.version.number, self.version.published_at.format("%-d %B %Y"))
    }

    /// What a figure from this version cites: provider, title, version.
    pub fn cited(&self) -> String {
        cited(&self.provider.name, &self.version)
    }
}

/// What a figure from a version of this provider cites.
pub fn cited(provider: &str, version: &listing_version::Model) -> String {
    let published = version.published_at.format("%-d %B %Y");
    format!("{provider}, {}. Version {}, published {published}", version.title, version.number)
}

/// What is published in these categories for schools of these LAs. Two queries.
pub async fn published(
    connection: &impl ConnectionTrait,
    categories: &[CategoryId],
    la_codes: &BTreeSet<String>,
) -> Result<Vec<Published>> {
    let ids = offered(connection, categories, la_codes, false).await?;
    published_of(connection, &ids, la_codes).await
}

/// The price lists of LAs in these categories for schools of these LAs. Two queries.
pub async fn price_lists(
    connection: &impl ConnectionTrait,
    categories: &[CategoryId],
    la_codes: &BTreeSet<String>,
) -> Result<Vec<Published>> {
    let ids = offered(connection, categories, la_codes, true).await?;
    published_of(connection, &ids, la_codes).await
}

async fn offered(
    connection: &impl ConnectionTrait,
    categories: &[CategoryId],
    la_codes: &BTreeSet<String>,
    only_slas: bool,
) -> Result<Vec<ListingId>> {
    let codes = la_codes.iter().map(String::as_str).chain([EVERYWHERE]);
    let mut query = listing_place::Entity::find()
        .select_only()
        .column(listing_place::Column::ListingId)
        .filter(listing_place::Column::LaCode.is_in(codes))
        .filter(listing_place::Column::CategoryId.is_in(categories.iter().copied()));
    if only_slas {
        query = query.filter(listing_place::Column::IsSla.eq(true));
    }
    let query = query.order_by_asc(listing_place::Column::Middle).limit(MOST_OFFERS);
    Ok(query.into_tuple().all(connection).await?)
}

/// These listings as they are published, where they are offered under one of the LAs' codes, by their addresses. One query.
pub async fn published_of(
    connection: &impl ConnectionTrait,
    ids: &[ListingId],
    la_codes: &BTreeSet<String>,
) -> Result<Vec<Published>> {
    shown_of(connection, ids, la_codes, &[ListingState::Published]).await
}

/// As [`published_of`], of listings in these states. One query. States and order are left to us: with them SQLite would
/// read every published listing by its address.
pub async fn shown_of(
    connection: &impl ConnectionTrait,
    ids: &[ListingId],
    la_codes: &BTreeSet<String>,
    states: &[ListingState],
) -> Result<Vec<Published>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = listing::Entity::find()
        .filter(listing::Column::Id.is_in(ids.iter().copied()))
        .find_also_related(listing_version::Entity)
        .find_also_related(provider::Entity)
        .all(connection)
        .await?;
    let mut found = Vec::new();
    for (listing, version, provider) in rows {
        let (Some(version), Some(provider)) = (version, provider) else { continue };
        let areas: Vec<String> = areas_of(&version)?.into_iter().filter(|code| is_one_of(code, la_codes)).collect();
        if states.contains(&listing.state) && !areas.is_empty() {
            let schedule = serde_json::from_value(version.schedule.clone())?;
            found.push(Published { listing, version, provider, areas, schedule });
        }
    }
    found.sort_by(|one, other| one.listing.slug.cmp(&other.listing.slug));
    Ok(found)
}

fn is_one_of(code: &str, la_codes: &BTreeSet<String>) -> bool {
    code == EVERYWHERE || la_codes.contains(code)
}

/// The listings of a category with these words for addresses.
pub async fn ids_by_slugs(
    connection: &impl ConnectionTrait,
    category: CategoryId,
    slugs: &[String],
) -> Result<Vec<ListingId>> {
    Ok(listing::Entity::find()
        .select_only()
        .column(listing::Column::Id)
        .filter(listing::Column::CategoryId.eq(category))
        .filter(listing::Column::Slug.is_in(slugs))
        .into_tuple()
        .all(connection)
        .await?)
}

/// The LA's price list that is this school's on `day`, of everything published; the one that began last.
pub fn sla_for_school<'a>(
    published: &'a [Published],
    school: &school::Model,
    category: CategoryId,
    day: NaiveDate,
) -> Option<&'a Published> {
    published
        .iter()
        .filter(|each| each.is_sla() && each.listing.category_id == category)
        .filter(|each| is_valid_on(&each.version, day) && each.serves(school))
        .max_by_key(|each| (each.version.package.is_none(), each.version.valid_from, each.version.published_at))
}

/// What schools state that they use, by school and category: the newest figure of each item up to `year`.
pub async fn stated_volumes(
    connection: &impl ConnectionTrait,
    categories: &[CategoryId],
    schools: &[SchoolId],
    year: i32,
) -> Result<BTreeMap<(SchoolId, CategoryId), BTreeMap<String, Quantity>>> {
    let rows = volume::Entity::find()
        .filter(volume::Column::CategoryId.is_in(categories.iter().copied()))
        .filter(volume::Column::SchoolId.is_in(schools.iter().copied()))
        .filter(volume::Column::Year.lte(year))
        .order_by_asc(volume::Column::Year)
        .all(connection)
        .await?;
    let mut stated: BTreeMap<_, BTreeMap<String, Quantity>> = BTreeMap::new();
    for row in rows {
        stated.entry((row.school_id, row.category_id)).or_default().insert(row.item, row.quantity);
    }
    Ok(stated)
}

/// The register's contracts of these schools in these categories.
pub async fn contracts(
    connection: &impl ConnectionTrait,
    categories: &[CategoryId],
    schools: &[SchoolId],
) -> Result<Vec<contract_entry::Model>> {
    Ok(contract_entry::Entity::find()
        .filter(contract_entry::Column::SchoolId.is_in(schools.iter().copied()))
        .filter(contract_entry::Column::CategoryId.is_in(categories.iter().copied()))
        .filter(contract_entry::Column::EndedAt.is_null())
        .order_by_asc(contract_entry::Column::Id)
        .all(connection)
        .await?)
}

/// Schools of these phases, none that keeps its figures to itself, among those that first recorded a cost or a volume in one of these categories.
pub async fn peers(
    connection: &impl ConnectionTrait,
    categories: &[CategoryId],
    phases: &BTreeSet<Phase>,
) -> Result<Vec<school::Model>> {
    let mut ids: BTreeSet<SchoolId> = BTreeSet::new();
    for category in categories {
        let paying: Vec<SchoolId> = contract_entry::Entity::find()
            .select_only()
            .column(contract_entry::Column::SchoolId)
            .distinct()
            .filter(contract_entry::Column::CategoryId.eq(*category))
            .order_by_asc(contract_entry::Column::SchoolId)
            .limit(MOST_RECORDING)
            .into_tuple()
            .all(connection)
            .await?;
        let using: Vec<SchoolId> = volume::Entity::find()
            .select_only()
            .column(volume::Column::SchoolId)
            .distinct()
            .filter(volume::Column::CategoryId.eq(*category))
            .order_by_asc(volume::Column::SchoolId)
            .limit(MOST_RECORDING)
            .into_tuple()
            .all(connection)
            .await?;
        ids.extend(paying.into_iter().chain(using));
    }
    let mut peers = school::Entity::find()
        .filter(school::Column::Id.is_in(ids))
        .filter(school::Column::Phase.is_in(phases.iter().copied()))
        .order_by_asc(school::Column::Id)
        .limit(MOST_PEERS)
        .all(connection)
        .await?;
    let withholding: BTreeSet<SchoolId> = standing_consent::Entity::find()
        .select_only()
        .column(standing_consent::Column::SchoolId)
        .filter(standing_consent::Column::SchoolId.is_in(peers.iter().map(|peer| peer.id)))
        .filter(standing_consent::Column::Withholds.eq(true))
        .into_tuple()
        .all(connection)
        .await?
        .into_iter()
        .collect();
    peers.retain(|peer| !withholding.contains(&peer.id));
    Ok(peers)
}

/// A contract in force with one school's part of it.
pub type Running = (contract::Model, school_schedule::Model);

/// The clusters' contracts that schools buy under on a day, by school and category. Two queries.
pub async fn running_contracts(
    connection: &impl ConnectionTrait,
    categories: &[CategoryId],
    schools: &[SchoolId],
    day: NaiveDate,
) -> Result<BTreeMap<(SchoolId, CategoryId), Running>> {
    let parts = school_schedule::Entity::find()
        .filter(school_schedule::Column::SchoolId.is_in(schools.iter().copied()))
        .order_by_asc(school_schedule::Column::Id)
        .all(connection)
        .await?;
    if parts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let running = contract::Entity::find()
        .filter(contract::Column::Id.is_in(parts.iter().map(|part| part.contract_id)))
        .filter(contract::Column::CategoryId.is_in(categories.iter().copied()))
        .filter(contract::Column::State.eq(ContractState::Live))
        .filter(contract::Column::StartsOn.lte(day))
        .filter(contract::Column::EndsOn.gte(day))
        .all(connection)
        .await?;
    let running: BTreeMap<_, _> = running.into_iter().map(|contract| (contract.id, contract)).collect();
    let keyed = |part: school_schedule::Model| {
        let is_in = part.joined_on.is_none_or(|first| first <= day) && part.left_on.is_none_or(|last| last >= day);
        let contract = running.get(&part.contract_id).filter(|_| is_in)?.clone();
        Some(((part.school_id, contract.category_id), (contract, part)))
    };
    Ok(parts.into_iter().filter_map(keyed).collect())
}
