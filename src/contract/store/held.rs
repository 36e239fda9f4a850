//! A contract with all that a page says of it.

use super::{changes, parts, providers, schools, spends};
use crate::contract::rules::change::with_index;
use crate::contract::rules::outturn::{self, Delivered, OfPart};
use crate::contract::rules::term::Term;
use crate::platform::error::Result;
use crate::price::rules::{Buyer, Priced, price_offer};
use ::entity::contract_change::{ChangeKind, ChangeState};
use ::entity::exact::Exact;
use ::entity::listing::ListingState;
use ::entity::money::{Money, Quantity};
use ::entity::price::PriceSchedule;
use ::entity::{
    actual_spend, category, cluster, contract, contract_change, ids::*, listing, listing_version, provider, school,
    school_schedule,
};
use chrono::NaiveDate;
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

    /// Whether the school is in the contract on a day of it.
    pub fn is_in_on(&self, day: NaiveDate) -> bool {
        self.row.joined_on.is_none_or(|first| first <= day) && self.row.left_on.is_none_or(|last| last >= day)
    }

    fn of_outturn(&self) -> OfPart<'_> {
        OfPart { spends: &self.spends, joined_on: self.row.joined_on, left_on: self.row.left_on }
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
    /// The schools in it, those that joined later among them.
    pub parts: Vec<Part>,
    /// Those that left or have given notice.
    pub former: Vec<Part>,
    /// The changes in force, in the order of their numbers; an indexation is in `schedule` too.
    pub changes: Vec<contract_change::Model>,
    /// The number of the newest change, whatever became of it; 0 without any.
    pub last_change: i32,
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
        let term = Term::of(&self.contract);
        let priced = self.priced();
        let parts: Vec<OfPart<'_>> = self.everybody().map(Part::of_outturn).collect();
        outturn::by_year(&term, |year| self.expected(priced.as_ref(), year), &parts)
    }

    /// Every school that is or was in it.
    pub fn everybody(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().chain(&self.former)
    }

    /// What all schools are to pay in a contract year, term by term where a change falls into it.
    fn expected(&self, priced: Option<&Priced>, year: i32) -> Exact {
        if self.changes.iter().all(|change| change.kind == ChangeKind::Indexation) {
            let years = priced.map(|priced| priced.years.as_slice()).unwrap_or_default();
            let place = usize::try_from(year - 1).unwrap_or_default();
            return years.get(place).or(years.last()).map(|year| year.total.clone()).unwrap_or_default();
        }
        let terms = Term::of(&self.contract).terms(year);
        let of_term =
            |first: NaiveDate| self.agreed(priced, year, first).into_iter().map(|(_, cost)| cost).sum::<Exact>();
        let whole: Exact = terms.iter().map(|term| of_term(term.first)).sum();
        whole.over(&Exact::from(terms.len())).unwrap_or_default().half_up(2)
    }

    /// What each school that is in it on a day pays a year, at the prices of a contract year. What a later change did is
    /// taken back.
    pub fn agreed(&self, priced: Option<&Priced>, year: i32, day: NaiveDate) -> Vec<(SchoolId, Exact)> {
        let later = self.changes.iter().find(|change| change.kind != ChangeKind::Indexation && change.starts_on > day);
        let earlier: Option<BTreeMap<SchoolId, Money>> =
            later.and_then(|change| serde_json::from_value(change.before.clone()).ok());
        let here = self.everybody().filter(|part| part.is_in_on(day));
        let cost = |part: &Part| earlier.as_ref().and_then(|costs| costs.get(&part.school.id)).copied();
        let first: Vec<(SchoolId, Exact)> =
            here.map(|part| (part.school.id, cost(part).unwrap_or(part.row.yearly_cost).exact())).collect();
        let years = priced.map(|priced| priced.years.as_slice()).unwrap_or_default();
        let place = usize::try_from(year - 1).unwrap_or_default();
        let (Some(base), Some(then)) = (years.first(), years.get(place).or(years.last())) else { return first };
        if year < 2 {
            return first;
        }
        let costs: Vec<Exact> = first.iter().map(|(_, cost)| cost.clone()).collect();
        let total = (costs.iter().sum::<Exact>() * &then.total).over(&base.total).map(|total| total.half_up(2));
        let shares = outturn::shares(&costs, total.as_ref());
        first.into_iter().zip(shares).map(|((school, _), share)| (school, share)).collect()
    }

    pub fn part_of(&self, school: SchoolId) -> Option<&Part> {
        self.everybody().find(|part| part.school.id == school)
    }
}

/// Contracts with all that belongs to them, in the order given. Seven queries.
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
    let changes = changes(connection, contracts.iter().map(|contract| contract.id)).await?;
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
        let own: Vec<contract_change::Model> =
            changes.iter().filter(|change| change.contract_id == contract.id).cloned().collect();
        let last_change = own.last().map_or(0, |change| change.number);
        let own: Vec<_> = own.into_iter().filter(|change| change.state == ChangeState::InForce).collect();
        let schedule = own.iter().fold(serde_json::from_value(contract.schedule.clone())?, indexed);
        let (parts, former) =
            parts.remove(&contract.id).unwrap_or_default().into_iter().partition(|part| part.row.left_on.is_none());
        all.push(Held { contract, schedule, cluster, category, provider, parts, former, changes: own, last_change });
    }
    Ok(all)
}

/// The schedule with the percentage that was published for a year.
fn indexed(schedule: PriceSchedule, change: &contract_change::Model) -> PriceSchedule {
    let percent = change.index_percent.as_deref().and_then(|percent| percent.parse().ok());
    match (change.contract_year, percent) {
        (Some(year), Some(percent)) => with_index(schedule, year, percent),
        _ => schedule,
    }
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
