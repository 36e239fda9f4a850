//! Who holds what in a cluster and its schools, and where schools vote.

use super::MOST;
use crate::platform::error::Result;
use ::entity::membership::{Role, Scope};
use ::entity::{cluster, cluster_member, ids::*, membership, school, voting_cluster};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// A role that somebody holds now, and for which school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub role: Role,
    pub scope: Scope,
    pub scope_id: Option<sea_orm::entity::prelude::Uuid>,
    pub school: Option<SchoolId>,
}

/// What these people hold now, by person.
pub async fn held_by(connection: &impl ConnectionTrait, accounts: &[AccountId]) -> Result<Vec<(AccountId, Held)>> {
    let rows = membership::Entity::find()
        .filter(membership::Column::AccountId.is_in(accounts.iter().copied()))
        .filter(membership::Column::EndedAt.is_null())
        .limit(MOST * 10)
        .all(connection)
        .await?;
    let held = |row: membership::Model| {
        let held = Held { role: row.role, scope: row.scope, scope_id: row.scope_id, school: row.school_id };
        (row.account_id, held)
    };
    Ok(rows.into_iter().map(held).collect())
}

/// These schools, by name.
pub async fn in_schools(connection: &impl ConnectionTrait, schools: &[SchoolId]) -> Result<Vec<school::Model>> {
    Ok(school::Entity::find()
        .filter(school::Column::Id.is_in(schools.iter().copied()))
        .order_by_asc(school::Column::Name)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The clusters that any of these schools is in, each with its school. Two queries.
pub async fn also_in(
    connection: &impl ConnectionTrait,
    schools: &[SchoolId],
) -> Result<Vec<(SchoolId, cluster::Model)>> {
    let members = cluster_member::Entity::find()
        .filter(cluster_member::Column::SchoolId.is_in(schools.iter().copied()))
        .filter(cluster_member::Column::LeftOn.is_null())
        .order_by_asc(cluster_member::Column::JoinedOn)
        .order_by_asc(cluster_member::Column::ClusterId)
        .limit(MOST * 4)
        .all(connection)
        .await?;
    let ids = members.iter().map(|member| member.cluster_id);
    let clusters = cluster::Entity::find().filter(cluster::Column::Id.is_in(ids)).limit(MOST).all(connection).await?;
    let named = |member: cluster_member::Model| {
        let cluster = clusters.iter().find(|cluster| cluster.id == member.cluster_id)?;
        Some((member.school_id, cluster.clone()))
    };
    Ok(members.into_iter().filter_map(named).collect())
}

/// Where these schools chose to vote.
pub async fn voting_choices(
    connection: &impl ConnectionTrait,
    schools: &[SchoolId],
) -> Result<Vec<voting_cluster::Model>> {
    Ok(voting_cluster::Entity::find()
        .filter(voting_cluster::Column::SchoolId.is_in(schools.iter().copied()))
        .limit(MOST)
        .all(connection)
        .await?)
}
