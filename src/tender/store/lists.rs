//! Lists of tenders, a page at a time, with the names that their rows show.

use crate::platform::db::any_of;
use crate::platform::error::Result;
use ::entity::tender::TenderState;
use ::entity::{cluster, demand, ids::*, tender};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use std::collections::HashMap;

const ON_A_PAGE: u64 = 20;

/// A page of rows and how many pages there are.
#[derive(Clone, Debug)]
pub struct Paged<T> {
    pub rows: Vec<T>,
    pub page: u64,
    pub pages: u64,
}

/// A tender as a list shows it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub tender: tender::Model,
    pub cluster: String,
    /// Schools that take part; 0 before they are asked.
    pub schools: i64,
}

/// Published tenders: those that can still be bid for, the next to close first; or the others, the last closed first.
pub async fn published(
    connection: &impl ConnectionTrait,
    open: bool,
    now: DateTime<Utc>,
    page: u64,
) -> Result<Paged<Listed>> {
    let is_open = Condition::all()
        .add(tender::Column::State.eq(TenderState::Open))
        .add(tender::Column::DeadlineAt.gt(now))
        .add(tender::Column::ClosedAt.is_null());
    let query = tender::Entity::find().filter(tender::Column::PublishedAt.is_not_null());
    let query = if open {
        query.filter(is_open).order_by_asc(tender::Column::DeadlineAt)
    } else {
        query.filter(is_open.not()).order_by_desc(tender::Column::DeadlineAt)
    };
    listed(connection, query.order_by_asc(tender::Column::Id), page).await
}

/// The latest tenders of a cluster that its schools have been asked for, which another can be copied from.
pub async fn copyable(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<tender::Model>> {
    let own = tender::Entity::find()
        .filter(tender::Column::ClusterId.eq(cluster))
        .filter(tender::Column::PooledAt.is_not_null())
        .order_by_desc(tender::Column::Id)
        .limit(10);
    Ok(own.all(connection).await?)
}

/// Every tender that was published, the last published first.
pub async fn recorded(connection: &impl ConnectionTrait, page: u64) -> Result<Paged<Listed>> {
    let query = tender::Entity::find().filter(tender::Column::PublishedAt.is_not_null());
    listed(connection, query.order_by_desc(tender::Column::PublishedAt).order_by_desc(tender::Column::Id), page).await
}

/// What an actor may know of in a cluster: every draft, or those of the teams that they are in.
#[derive(Clone, Debug, Default)]
pub struct Sight {
    pub every_draft: bool,
    pub own_teams: Vec<TenderId>,
}

/// A cluster's tenders as far as they are in sight, the newest first.
pub async fn of_cluster(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    sight: &Sight,
    page: u64,
) -> Result<Paged<Listed>> {
    let mut query = tender::Entity::find().filter(tender::Column::ClusterId.eq(cluster));
    if !sight.every_draft {
        let known = Condition::any()
            .add(tender::Column::PublishedAt.is_not_null())
            .add(tender::Column::Id.is_in(sight.own_teams.iter().copied()))
            .add(tender::Column::PooledAt.is_not_null().and(tender::Column::State.ne(TenderState::Draft)));
        query = query.filter(known);
    }
    listed(connection, query.order_by_desc(tender::Column::Id), page).await
}

pub(super) async fn listed(
    connection: &impl ConnectionTrait,
    query: Select<tender::Entity>,
    page: u64,
) -> Result<Paged<Listed>> {
    let count = query.clone().count(connection).await?;
    let pages = super::pages_of(count, ON_A_PAGE);
    let page = page.clamp(1, pages);
    let rows = query.limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE).all(connection).await?;
    Ok(Paged { rows: with_names(connection, rows).await?, page, pages })
}

/// These tenders as a list shows them. Two queries.
pub(super) async fn with_names(connection: &impl ConnectionTrait, rows: Vec<tender::Model>) -> Result<Vec<Listed>> {
    let names = cluster_names(connection, &rows).await?;
    let schools = schools(connection, &rows).await?;
    let listed = |tender: tender::Model| Listed {
        cluster: names.get(&tender.cluster_id).cloned().unwrap_or_default(),
        schools: schools.get(&tender.id).copied().unwrap_or(0),
        tender,
    };
    Ok(rows.into_iter().map(listed).collect())
}

async fn cluster_names(
    connection: &impl ConnectionTrait,
    rows: &[tender::Model],
) -> Result<HashMap<ClusterId, String>> {
    let ids = rows.iter().map(|tender| tender.cluster_id);
    let clusters = cluster::Entity::find().filter(cluster::Column::Id.is_in(ids)).all(connection).await?;
    Ok(clusters.into_iter().map(|cluster| (cluster.id, cluster.name)).collect())
}

async fn schools(connection: &impl ConnectionTrait, rows: &[tender::Model]) -> Result<HashMap<TenderId, i64>> {
    let counted: Vec<(TenderId, i64)> = demand::Entity::find()
        .select_only()
        .column(demand::Column::TenderId)
        .column_as(demand::Column::Id.count(), "schools")
        .filter(demand::Column::TenderId.is_in(rows.iter().map(|tender| tender.id)))
        .filter(demand::Column::State.ne(demand::DemandState::NotTakingPart))
        .group_by(demand::Column::TenderId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(counted.into_iter().collect())
}

/// Tenders of these clusters, or with these ids, that are not over, the newest first; at most 50.
pub async fn running(
    connection: &impl ConnectionTrait,
    clusters: Vec<ClusterId>,
    tenders: Vec<TenderId>,
) -> Result<Vec<tender::Model>> {
    let ended = TenderState::ALL.iter().copied().filter(|state| crate::tender::rules::states::is_final(*state));
    let uuids = |ids: Vec<ClusterId>| ids.into_iter().map(|id| id.0).collect();
    let own = [
        (tender::Column::ClusterId, uuids(clusters)),
        (tender::Column::Id, tenders.into_iter().map(|id| id.0).collect()),
    ];
    Ok(tender::Entity::find()
        .filter(any_of(own))
        .filter(tender::Column::State.is_not_in(ended))
        .order_by_desc(tender::Column::Id)
        .limit(50)
        .all(connection)
        .await?)
}

/// Whether any of these tenders is the cluster's.
pub async fn any_of_cluster(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    tenders: &[TenderId],
) -> Result<bool> {
    let own = tender::Entity::find()
        .filter(tender::Column::Id.is_in(tenders.iter().copied()))
        .filter(tender::Column::ClusterId.eq(cluster));
    Ok(own.count(connection).await? > 0)
}
