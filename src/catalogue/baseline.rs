//! What schools pay now, for one school or for many: a fixed number of queries for any number of schools.

use super::rules::{self, Baseline, Ordered, from_contract, from_group, from_orders, from_peers, from_price_list};
use super::store::{self, Published, Running};
use crate::order;
use crate::platform::error::Result;
use crate::price::rules::price_offer;
use crate::standing;
use ::entity::category::Unit;
use ::entity::contract_entry::{self, CostSource};
use ::entity::{category, exact::Exact, ids::*, school};
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet};

/// Shown where nothing is known.
pub const NOT_KNOWN: &str = "Not known: tell us what you pay";

/// What each of the schools pays now in a category; a school whose cost is not known is left out.
pub async fn of_schools(
    connection: &impl ConnectionTrait,
    category: &category::Model,
    schools: &[school::Model],
    today: NaiveDate,
) -> Result<BTreeMap<SchoolId, Baseline>> {
    let all = of_categories(connection, std::slice::from_ref(category), schools, today).await?;
    Ok(all.into_iter().map(|((school, _), baseline)| (school, baseline)).collect())
}

/// What one school pays now in a category, if that is known.
pub async fn of_school(
    connection: &impl ConnectionTrait,
    category: &category::Model,
    school: &school::Model,
    today: NaiveDate,
) -> Result<Option<Baseline>> {
    let mut known = of_schools(connection, category, std::slice::from_ref(school), today).await?;
    Ok(known.remove(&school.id))
}

/// What the authority's price list in force comes to for each of the schools; those it says nothing of are left out.
pub async fn of_price_lists(
    connection: &impl ConnectionTrait,
    category: &category::Model,
    schools: &[school::Model],
    today: NaiveDate,
) -> Result<BTreeMap<SchoolId, Baseline>> {
    let facts = Facts::load(connection, std::slice::from_ref(category), schools, today).await?;
    Ok(schools.iter().filter_map(|school| Some((school.id, facts.quoted(school, category)?))).collect())
}

/// The same for several categories at once.
pub async fn of_categories(
    connection: &impl ConnectionTrait,
    categories: &[category::Model],
    schools: &[school::Model],
    today: NaiveDate,
) -> Result<BTreeMap<(SchoolId, CategoryId), Baseline>> {
    Facts::load(connection, categories, schools, today).await?.known(connection, categories, schools).await
}

fn estimate(
    facts: &Facts,
    peer_facts: &Facts,
    peers: &[school::Model],
    school: &school::Model,
    category: &category::Model,
) -> Option<((SchoolId, CategoryId), Baseline)> {
    let similar = peers.iter().filter(|peer| peer.phase == school.phase && peer.id != school.id);
    let unit_costs: Vec<Exact> = similar.filter_map(|peer| peer_facts.unit_cost(peer, category)).collect();
    let (main, volume) = facts.main(school, category)?;
    let found = from_peers(&unit_costs, &volume, (&main.one, &main.many), school.phase.as_str())?;
    Some(((school.id, category.id), found))
}

/// What is stored of some schools in some categories.
pub(super) struct Facts {
    today: NaiveDate,
    contracts: BTreeMap<(SchoolId, CategoryId), Vec<contract_entry::Model>>,
    stated: BTreeMap<(SchoolId, CategoryId), BTreeMap<String, ::entity::money::Quantity>>,
    published: Vec<Published>,
    running: BTreeMap<(SchoolId, CategoryId), Running>,
    ordered: BTreeMap<(SchoolId, CategoryId), Vec<Ordered>>,
}

impl Facts {
    /// Seven queries at most, and three more where something was ordered.
    pub(super) async fn load(
        connection: &impl ConnectionTrait,
        categories: &[category::Model],
        schools: &[school::Model],
        today: NaiveDate,
    ) -> Result<Self> {
        let category_ids: Vec<CategoryId> = categories.iter().map(|category| category.id).collect();
        let ids: Vec<SchoolId> = schools.iter().map(|school| school.id).collect();
        let codes: BTreeSet<String> = schools.iter().filter_map(|school| school.la_code.clone()).collect();
        let year = schools.iter().map(|school| rules::year_of(school, today)).max().unwrap_or_default();
        let mut contracts: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for entry in store::contracts(connection, &category_ids, &ids).await? {
            let Some(category) = entry.category_id else { continue };
            contracts.entry((entry.school_id, category)).or_default().push(entry);
        }
        let stated = store::stated_volumes(connection, &category_ids, &ids, year).await?;
        let published = store::price_lists(connection, &category_ids, &codes).await?;
        let running = store::running_contracts(connection, &category_ids, &ids, today).await?;
        let ordered = order::running(connection, &category_ids, schools, today).await?;
        Ok(Self { today, contracts, stated, published, running, ordered })
    }

    /// What these schools pay now in these categories; what is not known is left out. No query where all of it is measured
    /// or quoted.
    pub(super) async fn known(
        &self,
        connection: &impl ConnectionTrait,
        categories: &[category::Model],
        schools: &[school::Model],
    ) -> Result<BTreeMap<(SchoolId, CategoryId), Baseline>> {
        let pairs = || schools.iter().flat_map(|school| categories.iter().map(move |category| (school, category)));
        let own = |(school, category): (&school::Model, &category::Model)| {
            Some(((school.id, category.id), self.own(school, category)?))
        };
        let mut known: BTreeMap<_, _> = pairs().filter_map(own).collect();
        let is_open = |(school, category): &(&school::Model, &category::Model)| {
            !known.contains_key(&(school.id, category.id)) && self.counts(school, category)
        };
        let open: Vec<_> = pairs().filter(is_open).collect();
        let prepared = self.of_groups(connection, &open).await?;
        let open: Vec<_> =
            open.into_iter().filter(|(school, category)| !prepared.contains_key(&(school.id, category.id))).collect();
        known.extend(prepared);
        known.extend(self.estimated(connection, categories, open).await?);
        Ok(known)
    }

    /// From the prepared medians of similar schools.
    async fn of_groups(
        &self,
        connection: &impl ConnectionTrait,
        open: &[(&school::Model, &category::Model)],
    ) -> Result<BTreeMap<(SchoolId, CategoryId), Baseline>> {
        if open.is_empty() {
            return Ok(BTreeMap::new());
        }
        let pairs: Vec<_> = open.iter().map(|(school, category)| (*school, category.id)).collect();
        let groups = standing::similar_of(connection, &pairs, self.today).await?;
        let prepared = |(school, category): &(&school::Model, &category::Model)| {
            let (main, volume) = self.main(school, category)?;
            let group = groups.get(&(school.id, category.id))?;
            Some(((school.id, category.id), from_group(group, &volume, (&main.one, &main.many))?))
        };
        Ok(open.iter().filter_map(prepared).collect())
    }

    /// From a few peers of the same phase.
    async fn estimated(
        &self,
        connection: &impl ConnectionTrait,
        categories: &[category::Model],
        open: Vec<(&school::Model, &category::Model)>,
    ) -> Result<BTreeMap<(SchoolId, CategoryId), Baseline>> {
        if open.is_empty() {
            return Ok(BTreeMap::new());
        }
        let phases: BTreeSet<_> = open.iter().map(|(school, _)| school.phase).collect();
        let wanted: BTreeSet<CategoryId> = open.iter().map(|(_, category)| category.id).collect();
        let wanted: Vec<_> = categories.iter().filter(|category| wanted.contains(&category.id)).cloned().collect();
        let ids: Vec<CategoryId> = wanted.iter().map(|category| category.id).collect();
        let peers = store::peers(connection, &ids, &phases).await?;
        let peer_facts = Facts::load(connection, &wanted, &peers, self.today).await?;
        let one = |(school, category)| estimate(self, &peer_facts, &peers, school, category);
        Ok(open.into_iter().filter_map(one).collect())
    }

    /// The cluster's contract that a school buys under, with its part of it.
    pub(super) fn running(&self, school: &school::Model, category: &category::Model) -> Option<&Running> {
        self.running.get(&(school.id, category.id))
    }

    pub(super) fn volumes(&self, school: &school::Model, category: &category::Model) -> BTreeMap<String, Exact> {
        let stated = self.stated.get(&(school.id, category.id));
        rules::volumes(&category.shape, stated.unwrap_or(&BTreeMap::new()), school.pupils)
    }

    /// The category's main unit, and how many of it the school uses.
    fn main<'a>(&self, school: &school::Model, category: &'a category::Model) -> Option<(&'a Unit, Exact)> {
        let main = category.shape.units.iter().find(|unit| unit.id == category.shape.main_unit)?;
        Some((main, self.volumes(school, category).remove(&main.id)?))
    }

    /// Whether the school's main volume is known, so that an estimate can be made.
    fn counts(&self, school: &school::Model, category: &category::Model) -> bool {
        self.volumes(school, category).get(&category.shape.main_unit).is_some_and(Exact::is_positive)
    }

    /// Measured, or else quoted, or else as kept when the contract was signed that the school buys under. What it ordered
    /// is better known than the list that it ordered from, until it says by its invoices what that cost.
    fn own(&self, school: &school::Model, category: &category::Model) -> Option<Baseline> {
        let entries = self.contracts.get(&(school.id, category.id)).map(Vec::as_slice).unwrap_or_default();
        let ordered = self.ordered_by(school, category);
        let is_of_order = |entry: &&contract_entry::Model| ordered.iter().any(|order| order.entry == entry.id);
        let others: Vec<_> = entries.iter().filter(|entry| !is_of_order(entry)).collect();
        from_orders(&ordered, &others, self.today).or_else(|| self.quoted(school, category)).or_else(|| {
            let (contract, part) = self.running.get(&(school.id, category.id))?;
            from_contract(contract, part)
        })
    }

    /// The orders that run, but those whose cost the school has measured since.
    fn ordered_by(&self, school: &school::Model, category: &category::Model) -> Vec<Ordered> {
        let entries = self.contracts.get(&(school.id, category.id)).map(Vec::as_slice).unwrap_or_default();
        let is_measured = |order: &&Ordered| {
            entries.iter().any(|entry| entry.id == order.entry && entry.cost_source == CostSource::Invoices)
        };
        let all = self.ordered.get(&(school.id, category.id)).into_iter().flatten();
        all.filter(|order| !is_measured(order)).cloned().collect()
    }

    /// The sum of what was ordered of price lists, or else the list in force on the school's own volumes.
    fn quoted(&self, school: &school::Model, category: &category::Model) -> Option<Baseline> {
        let ordered = self.ordered_by(school, category);
        if !ordered.is_empty() {
            return from_orders(&ordered, &[], self.today);
        }
        let sla = store::sla_for_school(&self.published, school, category.id, self.today)?;
        let volumes = self.volumes(school, category);
        let uses_none = volumes.get(&category.shape.main_unit).is_some_and(Exact::is_zero);
        if uses_none || !rules::unknown_units(&sla.schedule, &volumes).is_empty() {
            return None;
        }
        let priced = price_offer(&[rules::buyer(school, volumes)], &sla.schedule).ok()?;
        from_price_list(priced, sla.cited())
    }

    fn unit_cost(&self, school: &school::Model, category: &category::Model) -> Option<Exact> {
        let volume = self.volumes(school, category).remove(&category.shape.main_unit)?;
        self.own(school, category)?.amount.over(&volume)
    }
}
