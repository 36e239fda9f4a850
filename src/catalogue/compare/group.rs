//! The schools of a cluster that use a service, as one buyer.

use crate::catalogue::baseline::Facts;
use crate::catalogue::rules::{self, Baseline};
use crate::catalogue::store;
use crate::catalogue::store::Published;
use crate::cluster;
use crate::platform::error::Result;
use crate::price::rules::{Buyer, Priced, price_offer};
use crate::savings::rules::share::CannotShare;
use crate::savings::sharing::{self, JointBill};
use ::entity::agreement::SharingRule;
use ::entity::exact::Exact;
use ::entity::price::PriceSchedule;
use ::entity::{category, ids::*, school};
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet};

/// The cluster's schools with a volume in the category, in the cluster's order.
#[derive(Clone, Debug)]
pub struct Group {
    pub cluster_name: String,
    pub cluster_slug: String,
    pub rule: SharingRule,
    pub schools: Vec<school::Model>,
    /// One for each school, with its volumes.
    pub buyers: Vec<Buyer>,
    /// Where the school that compares stands among them.
    pub place: usize,
    pub baselines: BTreeMap<SchoolId, Baseline>,
}

impl Group {
    /// Everybody's volume in a unit.
    pub fn volume(&self, unit: &str) -> Exact {
        self.buyers.iter().map(|buyer| buyer.volume(unit)).sum()
    }

    /// What all pay now; none unless it is known of every school.
    pub fn now(&self) -> Option<Exact> {
        self.schools.iter().map(|school| Some(&self.baselines.get(&school.id)?.amount)).sum()
    }

    /// Whether the agreed rule promises that nobody pays more than now.
    pub fn holds_harmless(&self) -> bool {
        sharing::holds_harmless(self.rule, self.now().is_some())
    }

    /// What all pay now for one component; none unless every school's figure can be taken apart.
    pub fn now_for(&self, component: &str) -> Option<Exact> {
        let part = |school: &school::Model| {
            let priced = self.baselines.get(&school.id)?.priced.as_ref()?;
            Some(component_of(priced, component))
        };
        self.schools.iter().map(part).sum()
    }

    /// What the group would pay for an offer together, divided by the cluster's rule.
    pub fn bill(&self, schedule: &PriceSchedule) -> std::result::Result<JointBill, CannotShare> {
        let now = |school: &school::Model| self.baselines.get(&school.id).map(|now| now.amount.clone());
        let now: Vec<Option<Exact>> = self.schools.iter().map(now).collect();
        JointBill::new(self.rule, schedule, &self.buyers, &now)
    }
}

/// The first year's lines of one component.
pub(super) fn component_of(priced: &Priced, component: &str) -> Exact {
    let lines = priced.years.first().into_iter().flat_map(|year| &year.lines);
    lines.filter(|line| line.component == component).map(|line| &line.amount).sum()
}

/// The cluster that a school joined first, with the schools in it. Two queries at most.
pub(super) async fn around(
    connection: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<Option<(::entity::cluster::Model, Vec<school::Model>)>> {
    let Some(cluster) = cluster::clusters_of(connection, school).await?.into_iter().next() else { return Ok(None) };
    let members = cluster::members(connection, cluster.id).await?;
    Ok(Some((cluster, members.into_iter().map(|member| member.school).collect())))
}

/// Those of some schools of a cluster that use a service, as one buyer that stands at the first of them; none for fewer
/// than two.
pub async fn of_members(
    connection: &impl ConnectionTrait,
    cluster: &::entity::cluster::Model,
    members: Vec<school::Model>,
    category: &category::Model,
    today: NaiveDate,
) -> Result<Option<Group>> {
    let facts = Facts::load(connection, std::slice::from_ref(category), &members, today).await?;
    of_facts(connection, &facts, cluster, members, category).await
}

/// The same from what is stored of the schools. One query more, and those of [`Facts::known`].
pub(super) async fn of_facts(
    connection: &impl ConnectionTrait,
    facts: &Facts,
    cluster: &::entity::cluster::Model,
    members: Vec<school::Model>,
    category: &category::Model,
) -> Result<Option<Group>> {
    let main = &category.shape.main_unit;
    let using = |member: school::Model| {
        let volumes = facts.volumes(&member, category);
        volumes.get(main).is_some_and(Exact::is_positive).then(|| (rules::buyer(&member, volumes), member))
    };
    let (buyers, schools): (Vec<Buyer>, Vec<school::Model>) = members.into_iter().filter_map(using).unzip();
    if schools.len() < 2 {
        return Ok(None);
    }
    let known = facts.known(connection, std::slice::from_ref(category), &schools).await?;
    let baselines = known.into_iter().map(|((school, _), baseline)| (school, baseline)).collect();
    let agreement = cluster::agreement_in_force(connection, cluster.id).await?;
    let rule = agreement.map_or(SharingRule::Proportional, |agreement| agreement.sharing_rule);
    let (cluster_name, cluster_slug) = (cluster.name.clone(), cluster.slug.clone());
    Ok(Some(Group { cluster_name, cluster_slug, rule, schools, buyers, place: 0, baselines }))
}

/// The published offer that costs the whole group least in its first year, with that cost; ties to the first by name. Two
/// queries.
pub async fn cheapest_for(
    connection: &impl ConnectionTrait,
    group: &Group,
    category: &category::Model,
    today: NaiveDate,
) -> Result<Option<(Published, Exact)>> {
    let codes: BTreeSet<String> = group.schools.iter().filter_map(|school| school.la_code.clone()).collect();
    let offers = store::published(connection, &[category.id], &codes).await?;
    let serves_all = |offer: &Published| group.schools.iter().all(|school| offer.serves(school));
    let priced = offers.into_iter().filter(|offer| rules::is_valid_on(&offer.version, today) && serves_all(offer));
    let priced = priced.filter_map(|offer| {
        let known = group.buyers.iter().all(|buyer| rules::unknown_units(&offer.schedule, &buyer.volumes).is_empty());
        let cost = price_offer(&group.buyers, &offer.schedule).ok().filter(|_| known)?.year_one();
        Some((offer, cost))
    });
    let name = |offer: &Published| (offer.provider.name.clone(), offer.version.title.clone());
    Ok(priced.min_by(|(one, cost), (other, dearer)| cost.cmp(dearer).then_with(|| name(one).cmp(&name(other)))))
}
