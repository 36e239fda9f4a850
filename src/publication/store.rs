//! What the public may see across clusters.

use crate::platform::error::Result;
use ::entity::savings_publication::{self, Stage};
use ::entity::tender::TenderState;
use ::entity::{category, cluster, demand, tender};
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

/// One cluster's published result for one service and year, with both sides of it.
#[derive(Serialize)]
pub struct PublishedSaving {
    pub href: String,
    pub cluster: String,
    /// "Catering".
    pub service: String,
    /// "2027 to 2028".
    pub year: String,
    /// Price paid minus baseline for all schools together, in pounds as a decimal.
    pub change: String,
    pub paying_less: i64,
    pub paying_more: i64,
    /// "Expected", "Contracted" or "Actual".
    pub stage: String,
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

/// What clusters have made public of their savings, the newest first. Three queries.
pub async fn published_savings(connection: &impl ConnectionTrait) -> Result<Vec<PublishedSaving>> {
    let found = savings_publication::Entity::find()
        .order_by_desc(savings_publication::Column::PublishedAt)
        .order_by_asc(savings_publication::Column::CategoryId)
        .limit(SHOWN)
        .all(connection)
        .await?;
    let clusters = cluster::Entity::find()
        .filter(cluster::Column::Id.is_in(found.iter().map(|row| row.cluster_id)))
        .all(connection)
        .await?;
    let categories = category::Entity::find()
        .filter(category::Column::Id.is_in(found.iter().map(|row| row.category_id)))
        .all(connection)
        .await?;
    let saving = |row: savings_publication::Model| {
        let cluster = clusters.iter().find(|cluster| cluster.id == row.cluster_id)?;
        let category = categories.iter().find(|category| category.id == row.category_id)?;
        Some(PublishedSaving {
            href: format!("/clusters/{}/savings", cluster.slug),
            cluster: cluster.name.clone(),
            service: category.name.clone(),
            year: row.year,
            change: row.after.checked_sub(row.before)?.to_string(),
            paying_less: row.paying_less.into(),
            paying_more: row.paying_more.into(),
            stage: stage_words(row.stage).to_owned(),
        })
    };
    Ok(found.into_iter().filter_map(saving).collect())
}

fn stage_words(stage: Stage) -> &'static str {
    match stage {
        Stage::Realised => "Actual",
        Stage::Contracted => "Contracted",
        Stage::Forecast => "Expected",
        Stage::Potential => "Possible",
    }
}
