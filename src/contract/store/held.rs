//! A contract with all that a page says of it.

use super::{parts, providers, schools, spends};
use crate::contract::rules::outturn::{self, Delivered};
use crate::contract::rules::term::Term;
use crate::platform::error::Result;
use crate::price::rules::{Buyer, Priced, price_offer};
use ::entity::exact::Exact;
use ::entity::listing::ListingState;
use ::entity::money::{Money, Quantity};
use ::entity::price::PriceSchedule;
use ::entity::{
    actual_spend, category, cluster, contract, ids::*, listing, listing_version, provider, school, school_schedule,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, HashMap};

/// More published offers than are chosen from.
const MOST_OFFERS: u64 = 500;

/// One school's part, with its register row and what it really paid.
#[derive(Clone, Debug)]
pub struct Part {
    pub row: school_schedule::Model,
    pub school: school::Model,
    pub spends: Vec<actual_spend::Model>,
}

impl Part {
    /// Its yearly volumes by unit.
    pub fn volumes(&self) -> BTreeMap<String, Exact> {
        let stored: BTreeMap<String, Quantity> = serde_json::from_value(self.row.volumes.clone()).unwrap_or_default();
        stored.into_iter().map(|(unit, quantity)| (unit, quantity.exact())).collect()
    }

    pub fn buyer(&self) -> Buyer {
        crate::catalogue::rules::buyer(&self.school, self.volumes())
    }
}

/// A contract, who sells, to which cluster, what for, and the schools in it in the cluster's order.
#[derive(Clone, Debug)]
pub struct Held {
    pub contract: contract::Model,
    pub schedule: PriceSchedule,
    pub cluster: cluster::Model,
    pub category: category::Model,
    pub provider: provider::Model,
    pub parts: Vec<Part>,
}

impl Held {
    pub fn buyers(&self) -> Vec<Buyer> {
        self.parts.iter().map(Part::buyer).collect()
    }

    /// What it costs its schools together, year by year; none where the stored price does not fit them.
    pub fn priced(&self) -> Option<Priced> {
        price_offer(&self.buyers(), &self.schedule).ok()
    }

    /// What the schools pay together in the first year.
    pub fn yearly_cost(&self) -> Money {
        self.parts.iter().map(|part| part.row.yearly_cost).sum()
    }

    /// What was expected and what was paid, by contract year.
    pub fn outturn(&self) -> Vec<Delivered> {
        let spends: Vec<&[actual_spend::Model]> = self.parts.iter().map(|part| part.spends.as_slice()).collect();
        outturn::by_year(&Term::of(&self.contract), self.priced().as_ref(), &spends)
    }

    pub fn part_of(&self, school: SchoolId) -> Option<&Part> {
        self.parts.iter().find(|part| part.school.id == school)
    }
}

/// Contracts with all that belongs to them, in the order given. Six queries.
pub async fn held(connection: &impl ConnectionTrait, contracts: Vec<contract::Model>) -> Result<Vec<Held>> {
    if contracts.is_empty() {
        return Ok(Vec::new());
    }
    let rows = parts(connection, contracts.iter().map(|contract| contract.id)).await?;
    let schools = schools(connection, rows.iter().map(|row| row.school_id)).await?;
    let mut spends = spends(connection, rows.iter().map(|row| row.id)).await?;
    let providers = providers(connection, contracts.iter().map(|contract| contract.provider_id)).await?;
    let clusters = clusters(connection, contracts.iter().map(|contract| contract.cluster_id)).await?;
    let categories = categories(connection, contracts.iter().map(|contract| contract.category_id)).await?;
    let mut parts: HashMap<ContractId, Vec<Part>> = HashMap::new();
    for row in rows {
        let Some(school) = schools.get(&row.school_id).cloned() else { continue };
        let spends = spends.remove(&row.id).unwrap_or_default();
        parts.entry(row.contract_id).or_default().push(Part { row, school, spends });
    }
    let mut all = Vec::new();
    for contract in contracts {
        let (Some(cluster), Some(category), Some(provider)) = (
            clusters.get(&contract.cluster_id).cloned(),
            categories.get(&contract.category_id).cloned(),
            providers.get(&contract.provider_id).cloned(),
        ) else {
            continue;
        };
        let schedule = serde_json::from_value(contract.schedule.clone())?;
        let parts = parts.remove(&contract.id).unwrap_or_default();
        all.push(Held { contract, schedule, cluster, category, provider, parts });
    }
    Ok(all)
}

async fn clusters(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ClusterId>,
) -> Result<HashMap<ClusterId, cluster::Model>> {
    let found = cluster::Entity::find().filter(cluster::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|cluster| (cluster.id, cluster)).collect())
}

async fn categories(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = CategoryId>,
) -> Result<HashMap<CategoryId, category::Model>> {
    let found = category::Entity::find().filter(category::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|category| (category.id, category)).collect())
}

/// A published listing's version, whose price a contract can take over.
#[derive(Clone, Debug)]
pub struct Offer {
    pub version: listing_version::Model,
    pub category: category::Model,
    pub provider: provider::Model,
    pub schedule: PriceSchedule,
}

/// Everything published, by category and provider. Four queries.
pub async fn offers(connection: &impl ConnectionTrait) -> Result<Vec<Offer>> {
    let listings = listing::Entity::find()
        .filter(listing::Column::State.eq(ListingState::Published))
        .order_by_asc(listing::Column::Slug)
        .limit(MOST_OFFERS)
        .all(connection)
        .await?;
    let versions = listing_version::Entity::find()
        .filter(listing_version::Column::Id.is_in(listings.iter().filter_map(|listing| listing.version_id)))
        .all(connection)
        .await?;
    let mut versions: HashMap<_, _> = versions.into_iter().map(|version| (version.id, version)).collect();
    let providers = providers(connection, listings.iter().map(|listing| listing.provider_id)).await?;
    let categories = categories(connection, listings.iter().map(|listing| listing.category_id)).await?;
    let mut offers = Vec::new();
    for listing in listings {
        let version = listing.version_id.and_then(|id| versions.remove(&id));
        let names = (categories.get(&listing.category_id), providers.get(&listing.provider_id));
        let (Some(version), (Some(category), Some(provider))) = (version, names) else { continue };
        let schedule = serde_json::from_value(version.schedule.clone())?;
        offers.push(Offer { version, category: category.clone(), provider: provider.clone(), schedule });
    }
    offers.sort_by(|one, other| {
        (one.category.position, &one.provider.name).cmp(&(other.category.position, &other.provider.name))
    });
    Ok(offers)
}
