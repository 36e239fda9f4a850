//! Queries about clusters, their members and their agreement.

mod agreement;
mod evaluation;
mod leaving;
mod money;
mod people;
mod terms;

pub use agreement::{
    agreement_in_force, agreements, authorities, authority, authority_signatures, naming, newest_agreement,
    next_version, parties, promise, promises, promises_ending, refreshes, refusals, signatures, version,
    with_set_day_in,
};
pub use evaluation::{evaluation, evaluation_years, evaluations};
pub use leaving::{notice, past_notices, reminders, running_notices};
pub use money::{Offer, category_of_published, offers_in, plan, plans, recorded_money_in, recorded_money_years};
pub use people::{Officer, officers, role_held};
pub use terms::closures;

use crate::platform::access::Place;
use crate::platform::error::Result;
use crate::tender::rules::states::is_final;
use ::entity::demand::DemandState;
use ::entity::school::EstablishmentStatus;
use ::entity::tender::TenderState;
use ::entity::{cluster, cluster_member, demand, ids::*, school, tender};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, LikeExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _,
};
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

/// The clusters that some schools are in now. One query, none without schools.
pub async fn clusters_of_schools(
    connection: &impl ConnectionTrait,
    schools: &[SchoolId],
) -> Result<Vec<cluster::Model>> {
    if schools.is_empty() {
        return Ok(Vec::new());
    }
    let joined = cluster_member::Entity::find()
        .select_only()
        .column(cluster_member::Column::ClusterId)
        .filter(cluster_member::Column::SchoolId.is_in(schools.iter().copied()))
        .filter(cluster_member::Column::LeftOn.is_null());
    let of_schools = cluster::Column::Id.in_subquery(joined.into_query());
    Ok(cluster::Entity::find().filter(of_schools).limit(MOST_MEMBERS).all(connection).await?)
}

/// Clusters by their ids. One query, none without ids.
pub async fn by_ids(connection: &impl ConnectionTrait, ids: &[ClusterId]) -> Result<Vec<cluster::Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(cluster::Entity::find().filter(cluster::Column::Id.is_in(ids.iter().copied())).all(connection).await?)
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

/// The cluster, locked until the change ends: who adds, appoints or adopts at once queues here.
pub async fn locked(connection: &impl ConnectionTrait, id: ClusterId) -> Result<Option<cluster::Model>> {
    Ok(cluster::Entity::find_by_id(id).lock_exclusive().one(connection).await?)
}

/// One school's membership, kept even after it left.
pub async fn membership_of(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    school: SchoolId,
) -> Result<Option<cluster_member::Model>> {
    Ok(cluster_member::Entity::find_by_id((cluster, school)).one(connection).await?)
}

/// A page of all clusters by name, each with how many schools it has. Three queries.
pub async fn page_of(
    connection: &impl ConnectionTrait,
    page: u64,
    size: u64,
) -> Result<(Vec<(cluster::Model, i64)>, u64)> {
    let query = cluster::Entity::find().order_by_asc(cluster::Column::Name).order_by_asc(cluster::Column::Id);
    let total = query.clone().count(connection).await?;
    let found = query.offset(page.saturating_sub(1) * size).limit(size).all(connection).await?;
    let counts: HashMap<ClusterId, i64> = cluster_member::Entity::find()
        .select_only()
        .column(cluster_member::Column::ClusterId)
        .column_as(cluster_member::Column::SchoolId.count(), "schools")
        .filter(cluster_member::Column::ClusterId.is_in(found.iter().map(|cluster| cluster.id)))
        .filter(cluster_member::Column::LeftOn.is_null())
        .group_by(cluster_member::Column::ClusterId)
        .into_tuple::<(ClusterId, i64)>()
        .all(connection)
        .await?
        .into_iter()
        .collect();
    Ok((
        found.into_iter().map(|cluster| (cluster.clone(), counts.get(&cluster.id).copied().unwrap_or(0))).collect(),
        total,
    ))
}

/// Open schools of the register whose URN is `words`, or whose name holds them; at most `most`.
pub async fn find_schools(connection: &impl ConnectionTrait, words: &str, most: u64) -> Result<Vec<school::Model>> {
    let query = school::Entity::find().filter(school::Column::Status.ne(EstablishmentStatus::Closed));
    let query = match words.parse::<i32>() {
        Ok(urn) => query.filter(school::Column::Urn.eq(urn)),
        Err(_) => {
            let name = Expr::expr(Func::lower(Expr::col(school::Column::Name)));
            query.filter(name.like(LikeExpr::new(format!("%{}%", escaped(&words.to_lowercase()))).escape('\\')))
        }
    };
    Ok(query.order_by_asc(school::Column::Name).order_by_asc(school::Column::Urn).limit(most).all(connection).await?)
}

/// Typed text in a LIKE pattern stands for itself.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

pub async fn school_by_urn(connection: &impl ConnectionTrait, urn: i32) -> Result<Option<school::Model>> {
    Ok(school::Entity::find().filter(school::Column::Urn.eq(urn)).one(connection).await?)
}

/// A tender not yet settled in which the school takes part: it cannot leave the cluster meanwhile.
pub async fn tender_under_way(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    school: SchoolId,
) -> Result<Option<tender::Model>> {
    let taking_part = demand::Entity::find()
        .select_only()
        .column(demand::Column::TenderId)
        .filter(demand::Column::SchoolId.eq(school))
        .filter(demand::Column::State.ne(DemandState::NotTakingPart))
        .into_query();
    let settled = |state: &TenderState| *state == TenderState::Live || is_final(*state);
    let settled: Vec<TenderState> = TenderState::ALL.iter().copied().filter(settled).collect();
    Ok(tender::Entity::find()
        .filter(tender::Column::ClusterId.eq(cluster))
        .filter(tender::Column::State.is_not_in(settled))
        .filter(tender::Column::Id.in_subquery(taking_part))
        .order_by_asc(tender::Column::Reference)
        .one(connection)
        .await?)
}
