//! What the public may see across clusters.

use crate::platform::error::Result;
use ::entity::tender::TenderState;
use ::entity::{cluster, demand, tender};
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use std::collections::HashMap;

const SHOWN: u64 = 20;

/// One tender that providers can still bid for.
#[derive(Serialize)]
pub struct OpenTender {
    pub reference: String,
    /// "Catering 2027 to 2030".
    pub title: String,
    pub cluster: String,
    pub schools: i64,
    /// The bid deadline, as an instant.
    pub closes_at: String,
}

/// Tenders that can still be bid for, the next to close first.
pub async fn open_tenders(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<OpenTender>> {
    let found = tender::Entity::find()
        .filter(tender::Column::State.eq(TenderState::Open))
        .filter(tender::Column::DeadlineAt.gt(now))
        .filter(tender::Column::ClosedAt.is_null())
        .order_by_asc(tender::Column::DeadlineAt)
        .limit(SHOWN)
        .all(connection)
        .await?;
    let clusters = cluster::Entity::find()
        .filter(cluster::Column::Id.is_in(found.iter().map(|tender| tender.cluster_id)))
        .all(connection)
        .await?;
    let names: HashMap<_, _> = clusters.into_iter().map(|cluster| (cluster.id, cluster.name)).collect();
    let counts: Vec<(::entity::ids::TenderId, i64)> = demand::Entity::find()
        .select_only()
        .column(demand::Column::TenderId)
        .column_as(demand::Column::Id.count(), "schools")
        .filter(demand::Column::TenderId.is_in(found.iter().map(|tender| tender.id)))
        .filter(demand::Column::LockedAt.is_not_null())
        .group_by(demand::Column::TenderId)
        .into_tuple()
        .all(connection)
        .await?;
    let counts: HashMap<_, _> = counts.into_iter().collect();
    let open = |tender: tender::Model| OpenTender {
        cluster: names.get(&tender.cluster_id).cloned().unwrap_or_default(),
        schools: counts.get(&tender.id).copied().unwrap_or(0),
        closes_at: tender.deadline_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)).unwrap_or_default(),
        reference: tender.reference,
        title: tender.title,
    };
    Ok(found.into_iter().map(open).collect())
}
