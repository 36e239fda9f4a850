//! Who has a vote, and who has cast one.

use super::MOST;
use crate::award::rules::Seat;
use crate::cluster::rules::votes_in;
use crate::platform::error::Result;
use ::entity::membership::{Role, Scope};
use ::entity::{
    agreement, agreement_signature, ballot, cluster_member, declaration, ids::*, membership, school, vote,
    voting_cluster,
};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeSet, HashMap};

/// The ballots of an award, the latest first.
pub async fn ballots(connection: &impl ConnectionTrait, award: AwardId) -> Result<Vec<ballot::Model>> {
    let all = ballot::Entity::find().filter(ballot::Column::AwardId.eq(award));
    Ok(all.order_by_desc(ballot::Column::Number).limit(MOST).all(connection).await?)
}

/// The latest ballot, kept from changing until the transaction ends.
pub async fn latest_ballot(transaction: &impl ConnectionTrait, award: AwardId) -> Result<Option<ballot::Model>> {
    let latest = ballot::Entity::find().filter(ballot::Column::AwardId.eq(award)).order_by_desc(ballot::Column::Number);
    Ok(latest.limit(1).lock_exclusive().one(transaction).await?)
}

pub async fn votes(connection: &impl ConnectionTrait, ballot: BallotId) -> Result<Vec<vote::Model>> {
    Ok(vote::Entity::find().filter(vote::Column::BallotId.eq(ballot)).limit(2 * MOST).all(connection).await?)
}

/// Who declared an interest in a bidder.
pub async fn interested(connection: &impl ConnectionTrait, tender: TenderId) -> Result<BTreeSet<AccountId>> {
    let rows = declaration::Entity::find()
        .filter(declaration::Column::TenderId.eq(tender))
        .filter(declaration::Column::HasInterest.eq(true))
        .limit(MOST)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}

/// The seats of a cluster as they were at an instant, in its order: a member school whose body had agreed to the agreement
/// in force, with a representative or a substitute. A seat that nobody holds is vacant and not counted, nor is that of a
/// school which votes in another cluster. Seven queries.
pub async fn seats(connection: &impl ConnectionTrait, cluster: ClusterId, at: DateTime<Utc>) -> Result<Vec<Seat>> {
    let members = cluster_member::Entity::find()
        .filter(cluster_member::Column::ClusterId.eq(cluster))
        .filter(cluster_member::Column::SchoolId.is_in(bound(connection, cluster, at).await?))
        .filter(cluster_member::Column::LeftOn.is_null())
        .order_by_asc(cluster_member::Column::Position)
        .limit(MOST)
        .all(connection)
        .await?;
    let schools = school::Entity::find()
        .filter(school::Column::Id.is_in(members.iter().map(|member| member.school_id)))
        .all(connection)
        .await?;
    let names: HashMap<SchoolId, String> = schools.into_iter().map(|school| (school.id, school.name)).collect();
    let elsewhere = voting_elsewhere(connection, cluster, &members).await?;
    let held = holders(connection, cluster, at).await?;
    let holder = |school: SchoolId, role: Role| {
        held.iter().find(|held| held.role == role && held.school_id == Some(school)).map(|held| held.account_id)
    };
    let seat = |member: cluster_member::Model| {
        let seat = Seat {
            school: member.school_id,
            name: names.get(&member.school_id)?.clone(),
            representative: holder(member.school_id, Role::Representative),
            substitute: holder(member.school_id, Role::Substitute),
        };
        (seat.representative.is_some() || seat.substitute.is_some()).then_some(seat)
    };
    Ok(members.into_iter().filter(|member| !elsewhere.contains(&member.school_id)).filter_map(seat).collect())
}

/// The schools that are in several clusters and vote in another one. Two queries.
pub async fn voting_elsewhere(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    members: &[cluster_member::Model],
) -> Result<BTreeSet<SchoolId>> {
    let schools = || members.iter().map(|member| member.school_id);
    let all = cluster_member::Entity::find()
        .filter(cluster_member::Column::SchoolId.is_in(schools()))
        .filter(cluster_member::Column::LeftOn.is_null())
        .order_by_asc(cluster_member::Column::JoinedOn)
        .order_by_asc(cluster_member::Column::ClusterId)
        .limit(MOST * 4)
        .all(connection)
        .await?;
    let chosen = voting_cluster::Entity::find()
        .filter(voting_cluster::Column::SchoolId.is_in(schools()))
        .limit(MOST)
        .all(connection)
        .await?;
    let votes_here = |school: SchoolId| {
        let joined: Vec<ClusterId> =
            all.iter().filter(|member| member.school_id == school).map(|member| member.cluster_id).collect();
        let chosen = chosen.iter().find(|row| row.school_id == school).map(|row| row.cluster_id);
        votes_in(&joined, chosen) == Some(cluster)
    };
    Ok(schools().filter(|school| !votes_here(*school)).collect())
}

/// The schools whose bodies had agreed to the version in force at an instant: it binds nobody else.
async fn bound(connection: &impl ConnectionTrait, cluster: ClusterId, at: DateTime<Utc>) -> Result<Vec<SchoolId>> {
    let in_force = agreement::Entity::find()
        .filter(agreement::Column::ClusterId.eq(cluster))
        .filter(agreement::Column::AdoptedAt.lte(at))
        .order_by_desc(agreement::Column::Version)
        .one(connection)
        .await?;
    let Some(in_force) = in_force else { return Ok(Vec::new()) };
    Ok(agreement_signature::Entity::find()
        .select_only()
        .column(agreement_signature::Column::SchoolId)
        .filter(agreement_signature::Column::AgreementId.eq(in_force.id))
        .filter(agreement_signature::Column::RecordedAt.lte(at))
        .limit(MOST)
        .into_tuple()
        .all(connection)
        .await?)
}

async fn holders(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    at: DateTime<Utc>,
) -> Result<Vec<membership::Model>> {
    let not_ended = Condition::any().add(membership::Column::EndedAt.is_null()).add(membership::Column::EndedAt.gt(at));
    Ok(membership::Entity::find()
        .filter(membership::Column::Scope.eq(Scope::Cluster))
        .filter(membership::Column::ScopeId.eq(cluster.0))
        .filter(membership::Column::Role.is_in([Role::Representative, Role::Substitute]))
        .filter(membership::Column::Since.lte(at))
        .filter(not_ended)
        .order_by_asc(membership::Column::Id)
        .limit(2 * MOST)
        .all(connection)
        .await?)
}
