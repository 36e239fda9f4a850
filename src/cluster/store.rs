//! Queries about clusters, their members and their agreement.

use crate::platform::access::Place;
use crate::platform::error::Result;
use ::entity::{agreement, cluster, cluster_member, ids::*, school};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// No cluster has more schools, members that left included.
pub const MOST_MEMBERS: u64 = 500;

/// A school in a cluster, with its register row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub member: cluster_member::Model,
    pub school: school::Model,
}

pub async fn by_slug(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<cluster::Model>> {
    Ok(cluster::Entity::find().filter(cluster::Column::Slug.eq(slug)).one(connection).await?)
}

pub async fn by_id(connection: &impl ConnectionTrait, id: ClusterId) -> Result<Option<cluster::Model>> {
    Ok(cluster::Entity::find_by_id(id).one(connection).await?)
}

/// The schools in the cluster now, in its fixed order. Two queries.
pub async fn members(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<Member>> {
    let all = all_members(connection, cluster).await?;
    Ok(all.into_iter().filter(|each| each.member.left_on.is_none()).collect())
}

/// The schools that are or were in the cluster, in its fixed order. Two queries.
pub async fn all_members(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<Member>> {
    let rows = cluster_member::Entity::find()
        .filter(cluster_member::Column::ClusterId.eq(cluster))
        .order_by_asc(cluster_member::Column::Position)
        .limit(MOST_MEMBERS)
        .all(connection)
        .await?;
    let ids = rows.iter().map(|row| row.school_id);
    let schools = school::Entity::find().filter(school::Column::Id.is_in(ids)).all(connection).await?;
    let mut schools: HashMap<_, _> = schools.into_iter().map(|school| (school.id, school)).collect();
    Ok(rows
        .into_iter()
        .filter_map(|member| Some(Member { school: schools.remove(&member.school_id)?, member }))
        .collect())
}

/// Where the cluster's permissions are asked: the cluster itself and the schools in it now.
pub async fn place_of(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Place> {
    let schools = cluster_member::Entity::find()
        .select_only()
        .column(cluster_member::Column::SchoolId)
        .filter(cluster_member::Column::ClusterId.eq(cluster))
        .filter(cluster_member::Column::LeftOn.is_null())
        .limit(MOST_MEMBERS)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(Place { schools, clusters: vec![cluster], ..Place::default() })
}

/// The version adopted last.
pub async fn agreement_in_force(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
) -> Result<Option<agreement::Model>> {
    Ok(agreement::Entity::find()
        .filter(agreement::Column::ClusterId.eq(cluster))
        .filter(agreement::Column::AdoptedAt.is_not_null())
        .order_by_desc(agreement::Column::Version)
        .one(connection)
        .await?)
}

/// The clusters that a school is in now, the first joined first.
pub async fn clusters_of(connection: &impl ConnectionTrait, school: SchoolId) -> Result<Vec<cluster::Model>> {
    let joined: Vec<ClusterId> = cluster_member::Entity::find()
        .select_only()
        .column(cluster_member::Column::ClusterId)
        .filter(cluster_member::Column::SchoolId.eq(school))
        .filter(cluster_member::Column::LeftOn.is_null())
        .order_by_asc(cluster_member::Column::JoinedOn)
        .limit(MOST_MEMBERS)
        .into_tuple()
        .all(connection)
        .await?;
    let mut clusters =
        cluster::Entity::find().filter(cluster::Column::Id.is_in(joined.iter().copied())).all(connection).await?;
    clusters.sort_by_key(|cluster| joined.iter().position(|id| *id == cluster.id));
    Ok(clusters)
}
