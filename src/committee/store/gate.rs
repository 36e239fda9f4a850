//! What was decided, and what was done by it.

use super::MOST;
use crate::platform::error::Result;
use ::entity::committee_item::DecisionKind;
use ::entity::{committee_group_decision, committee_item, committee_terms, fund, ids::*, tender};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// When decisions of a kind were carried by meetings or taken by sub-groups, at most the newest 500 of each. Two queries.
pub async fn decided_at(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    kind: DecisionKind,
) -> Result<Vec<DateTime<Utc>>> {
    let mut all: Vec<DateTime<Utc>> = committee_item::Entity::find()
        .select_only()
        .column(committee_item::Column::DecidedAt)
        .filter(committee_item::Column::ClusterId.eq(cluster))
        .filter(committee_item::Column::Kind.eq(kind))
        .filter(committee_item::Column::Carried.eq(true))
        .filter(committee_item::Column::DecidedAt.is_not_null())
        .order_by_desc(committee_item::Column::DecidedAt)
        .limit(MOST)
        .into_tuple()
        .all(connection)
        .await?;
    let of_groups: Vec<DateTime<Utc>> = committee_group_decision::Entity::find()
        .select_only()
        .column(committee_group_decision::Column::RecordedAt)
        .filter(committee_group_decision::Column::ClusterId.eq(cluster))
        .filter(committee_group_decision::Column::Kind.eq(kind))
        .order_by_desc(committee_group_decision::Column::RecordedAt)
        .limit(MOST)
        .into_tuple()
        .all(connection)
        .await?;
    all.extend(of_groups);
    Ok(all)
}

/// When acts that decisions of a kind let happen were done, at most the newest 500: tenders started, funds opened, terms
/// recorded.
pub async fn acts_of(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    kind: DecisionKind,
) -> Result<Vec<DateTime<Utc>>> {
    Ok(match kind {
        DecisionKind::StartTender => {
            let all = tender::Entity::find().select_only().column(tender::Column::CreatedAt);
            let all = all.filter(tender::Column::ClusterId.eq(cluster)).order_by_desc(tender::Column::CreatedAt);
            all.limit(MOST).into_tuple().all(connection).await?
        }
        DecisionKind::OpenFund => {
            let all = fund::Entity::find().select_only().column(fund::Column::OpenedAt);
            let all = all.filter(fund::Column::ClusterId.eq(cluster)).filter(fund::Column::OpenedAt.is_not_null());
            all.order_by_desc(fund::Column::OpenedAt).limit(MOST).into_tuple().all(connection).await?
        }
        DecisionKind::AdoptRules => {
            let all = committee_terms::Entity::find().select_only().column(committee_terms::Column::RecordedAt);
            let all = all.filter(committee_terms::Column::ClusterId.eq(cluster));
            all.order_by_desc(committee_terms::Column::Number).limit(MOST).into_tuple().all(connection).await?
        }
        DecisionKind::SharingRule | DecisionKind::Other => Vec::new(),
    })
}
