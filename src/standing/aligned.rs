//! Contracts of a cluster's schools that end together: what could be tendered jointly, from when, and what it is expected to
//! save.

use super::rules::{Common, Ending, Expected, best_common, expected};
use crate::catalogue::compare::{self, Group};
use crate::catalogue::{self, Published};
use crate::cluster;
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::words;
use crate::tender;
use ::entity::exact::Exact;
use ::entity::{category, cluster as clusters, contract_entry, ids::*, school};
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// One service that some of the schools could buy together again.
#[derive(Clone, Debug)]
pub struct Suggestion {
    pub category: category::Model,
    pub common: Common,
    /// The schools that start together, as one buyer; none where too few say what they use.
    pub group: Option<Group>,
    /// The offer that costs them least, and what it is expected to save.
    pub cheapest: Option<(Published, Expected)>,
    /// The last day for the first demand sheet, by the usual plan; none beyond the calendar of working days.
    pub begin_by: Option<NaiveDate>,
    /// The first day on which a contract could start if the tender began today.
    pub usual_start: Option<NaiveDate>,
}

#[derive(Clone, Debug)]
pub struct Aligned {
    pub cluster: clusters::Model,
    pub place: Place,
    pub members: Vec<school::Model>,
    pub suggestions: Vec<Suggestion>,
}

impl Aligned {
    /// The names of schools, in the cluster's order.
    pub fn names(&self, ids: &[SchoolId]) -> Vec<String> {
        self.members.iter().filter(|member| ids.contains(&member.id)).map(|member| member.name.clone()).collect()
    }
}

/// What the schools of a cluster could start together, for its officers and representatives. A fixed number of queries for
/// each service.
pub async fn of_cluster(context: &Context, slug: &str) -> Result<Aligned> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    context.actor.require(Action::SeeAligned, &place)?;
    let connection = context.read();
    let today = words::london_day(context.now);
    let members = members_of(connection, cluster.id).await?;
    let mut suggestions = Vec::new();
    for (category, common) in common_of(connection, &members, today).await? {
        suggestions.push(suggestion(connection, &cluster, &members, (category, common), today).await?);
    }
    Ok(Aligned { cluster, place, members, suggestions })
}

async fn members_of(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<school::Model>> {
    Ok(cluster::members(connection, cluster).await?.into_iter().map(|member| member.school).collect())
}

/// The best common start in each category that has one. Five queries.
async fn common_of(
    connection: &impl ConnectionTrait,
    members: &[school::Model],
    today: NaiveDate,
) -> Result<Vec<(category::Model, Common)>> {
    let categories = catalogue::categories(connection).await?;
    let ids: Vec<CategoryId> = categories.iter().map(|category| category.id).collect();
    let schools: Vec<SchoolId> = members.iter().map(|member| member.id).collect();
    let entries = catalogue::contracts(connection, &ids, &schools).await?;
    let running = catalogue::running_contracts(connection, &ids, &schools, today).await?;
    let mut endings: BTreeMap<CategoryId, Vec<Ending>> = BTreeMap::new();
    for category in &ids {
        for school in &schools {
            let own = entries.iter().filter(|entry| entry.school_id == *school && entry.category_id == Some(*category));
            let own = own.filter(|entry| is_in_force(entry, today));
            let own = own.map(|entry| ending(*school, entry.ends_on, entry.notice_on));
            let joint = running.get(&(*school, *category)).map(|(held, _)| held);
            let joint = joint.map(|held| ending(*school, Some(held.ends_on), held.notice_on));
            let last = own.chain(joint).max_by_key(|one| (one.ends_on.is_none(), one.ends_on));
            endings.entry(*category).or_default().extend(last);
        }
    }
    let common = |category: category::Model| {
        let common = best_common(endings.get(&category.id)?, today)?;
        Some((category, common))
    };
    Ok(categories.into_iter().filter_map(common).collect())
}

fn ending(school: SchoolId, ends_on: Option<NaiveDate>, notice_on: Option<NaiveDate>) -> Ending {
    Ending { school, ends_on, notice_on }
}

fn is_in_force(entry: &contract_entry::Model, today: NaiveDate) -> bool {
    entry.ends_on.is_none_or(|last| last >= today)
}

async fn suggestion(
    connection: &impl ConnectionTrait,
    cluster: &clusters::Model,
    members: &[school::Model],
    (category, common): (category::Model, Common),
    today: NaiveDate,
) -> Result<Suggestion> {
    let together = common.together();
    let buyers: Vec<school::Model> = members.iter().filter(|member| together.contains(&member.id)).cloned().collect();
    let group = compare::of_members(connection, cluster, buyers, &category, today).await?;
    let cheapest = match &group {
        Some(group) => compare::cheapest_for(connection, group, &category, today).await?,
        None => None,
    };
    let cheapest = match (cheapest, &group) {
        (Some((offer, cost)), Some(group)) => Some((offer, expected(&pays_now(group), cost))),
        _ => None,
    };
    let plan = tender::plan_of_idea(connection, cluster.id, common.start, common.notice_by, today).await?.ok();
    Ok(Suggestion {
        begin_by: plan.as_ref().map(|plan| plan.demand_by),
        usual_start: plan.map(|plan| plan.usual_start),
        category,
        common,
        group,
        cheapest,
    })
}

fn pays_now(group: &Group) -> Vec<(String, Option<Exact>)> {
    let now = |school: &school::Model| group.baselines.get(&school.id).map(|now| now.amount.clone());
    group.schools.iter().map(|school| (school.name.clone(), now(school))).collect()
}

/// What a school could start together with others of its cluster, in words: "5 of 9 schools could start catering together in
/// September 2028". Nine queries at most.
pub async fn of_school(context: &Context, school: &school::Model) -> Result<Vec<String>> {
    let connection = context.read();
    let Some(cluster) = cluster::clusters_of(connection, school.id).await?.into_iter().next() else {
        return Ok(Vec::new());
    };
    let members = members_of(connection, cluster.id).await?;
    let found = common_of(connection, &members, words::london_day(context.now)).await?;
    let with_us = found.into_iter().filter(|(_, common)| common.together().contains(&school.id));
    Ok(with_us.map(|(category, common)| sentence(&category, &common, members.len())).collect())
}

impl Suggestion {
    /// "5 of 9 schools could start catering together in September 2028".
    pub fn sentence(&self, members: usize) -> String {
        sentence(&self.category, &self.common, members)
    }
}

fn sentence(category: &category::Model, common: &Common, members: usize) -> String {
    format!(
        "{} of {members} schools could start {} together in {}",
        common.leaving.len() + common.extending.len(),
        catalogue::in_sentence(&category.name),
        super::rules::month_words(common.start)
    )
}
