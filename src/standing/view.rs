//! How a school stands: what it pays for a unit of each service, beside the medians of its cluster and of similar schools.

use super::rules::{Figure, Group, Kind, Own, Stands, similar, stands};
use super::store;
use crate::catalogue;
use crate::catalogue::rules::year_of;
use crate::cluster;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::words;
use crate::school as schools;
use ::entity::school::Phase;
use ::entity::{category, ids::*, school};
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// One service.
#[derive(Clone, Debug)]
pub struct Row {
    pub category: category::Model,
    /// The school's own figure, if it is known.
    pub own: Option<Figure>,
    pub stands: Stands,
}

#[derive(Clone, Debug)]
pub struct Standing {
    pub school: school::Model,
    pub cluster: Option<::entity::cluster::Model>,
    /// Services with something to show.
    pub rows: Vec<Row>,
    pub withholds: bool,
}

/// Figures of the present year and the one before count.
fn since(school: &school::Model, today: NaiveDate) -> i32 {
    year_of(school, today) - 1
}

/// How the school stands. Seven queries and one for each category, for any number of schools.
pub async fn of_school(context: &Context, urn: i32) -> Result<Standing> {
    let school = schools::seen(context, urn).await?;
    let connection = context.read();
    let since = since(&school, words::london_day(context.now));
    let cluster = cluster::clusters_of(connection, school.id).await?.into_iter().next();
    let members = match &cluster {
        Some(cluster) => cluster::members(connection, cluster.id).await?,
        None => Vec::new(),
    };
    let ids: Vec<SchoolId> = members.iter().map(|member| member.school.id).chain([school.id]).collect();
    let mut known: HashMap<CategoryId, Vec<Figure>> = HashMap::new();
    for row in store::of_schools(connection, &ids, since).await? {
        known.entry(row.category_id).or_default().push(Figure::of(&row));
    }
    let body = school.body_name();
    let reader = Own { school: school.id, body: &body, kind: Kind::of(&school) };
    let mut rows = Vec::new();
    for category in catalogue::categories(connection).await? {
        let of_phase = figures_of(connection, category.id, school.phase, since).await?;
        let near = known.remove(&category.id).unwrap_or_default();
        let members = cluster.as_ref().map(|_| near.as_slice());
        let stands = stands(&reader, members, &of_phase);
        let own = near.iter().find(|figure| figure.school == school.id).cloned();
        if own.is_some() || stands.cluster.is_ok() || stands.similar.is_ok() {
            rows.push(Row { category, own, stands });
        }
    }
    let withholds = store::consent(connection, school.id).await?.is_some_and(|consent| consent.withholds);
    Ok(Standing { cluster, rows, withholds, school })
}

async fn figures_of(
    connection: &impl ConnectionTrait,
    category: CategoryId,
    phase: Phase,
    since: i32,
) -> Result<Vec<Figure>> {
    Ok(store::of_phase(connection, category, phase, since).await?.iter().map(Figure::of).collect())
}

/// The group of similar schools for each of the schools in each category, where it may be shown: what an estimate rests on.
/// One query for each category and phase.
pub async fn similar_of(
    connection: &impl ConnectionTrait,
    open: &[(&school::Model, CategoryId)],
    today: NaiveDate,
) -> Result<HashMap<(SchoolId, CategoryId), Group>> {
    let mut read: HashMap<(CategoryId, Phase), Vec<Figure>> = HashMap::new();
    let mut groups = HashMap::new();
    for (school, category) in open {
        let figures = match read.entry((*category, school.phase)) {
            Entry::Occupied(held) => held.into_mut(),
            Entry::Vacant(free) => {
                free.insert(figures_of(connection, *category, school.phase, since(school, today)).await?)
            }
        };
        let body = school.body_name();
        let reader = Own { school: school.id, body: &body, kind: Kind::of(school) };
        if let Some(group) = similar(&reader, figures) {
            groups.insert((school.id, *category), group);
        }
    }
    Ok(groups)
}
