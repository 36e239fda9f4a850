//! Sub-groups, who sits in them, and what they decided.

use super::MOST;
use crate::platform::error::Result;
use ::entity::committee_item::DecisionKind;
use ::entity::{committee_group, committee_group_decision, committee_group_member, ids::*};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The groups of a committee, those that ended last.
pub async fn groups(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<committee_group::Model>> {
    Ok(committee_group::Entity::find()
        .filter(committee_group::Column::ClusterId.eq(cluster))
        .order_by_asc(committee_group::Column::Id)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The group, locked until the change ends.
pub async fn locked_group(
    transaction: &impl ConnectionTrait,
    cluster: ClusterId,
    id: CommitteeGroupId,
) -> Result<Option<committee_group::Model>> {
    let own = committee_group::Column::ClusterId.eq(cluster);
    Ok(committee_group::Entity::find_by_id(id).filter(own).lock_exclusive().one(transaction).await?)
}

pub async fn members_of(
    connection: &impl ConnectionTrait,
    groups: &[CommitteeGroupId],
) -> Result<Vec<committee_group_member::Model>> {
    Ok(committee_group_member::Entity::find()
        .filter(committee_group_member::Column::GroupId.is_in(groups.iter().copied()))
        .limit(MOST * 4)
        .all(connection)
        .await?)
}

/// What a group decided, the newest first, at most 100.
pub async fn decisions_of(
    connection: &impl ConnectionTrait,
    group: CommitteeGroupId,
) -> Result<Vec<committee_group_decision::Model>> {
    Ok(committee_group_decision::Entity::find()
        .filter(committee_group_decision::Column::GroupId.eq(group))
        .order_by_desc(committee_group_decision::Column::DecidedOn)
        .order_by_desc(committee_group_decision::Column::Id)
        .limit(100)
        .all(connection)
        .await?)
}

/// Decisions of which the committee was not told yet.
pub async fn unreported(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
) -> Result<Vec<committee_group_decision::Model>> {
    Ok(committee_group_decision::Entity::find()
        .filter(committee_group_decision::Column::ClusterId.eq(cluster))
        .filter(committee_group_decision::Column::ReportedItemId.is_null())
        .order_by_asc(committee_group_decision::Column::DecidedOn)
        .order_by_asc(committee_group_decision::Column::Id)
        .limit(30)
        .all(connection)
        .await?)
}

/// The newest decision of a kind that a group took for the committee after `since`.
pub async fn group_decision(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    kind: DecisionKind,
    since: Option<DateTime<Utc>>,
) -> Result<Option<committee_group_decision::Model>> {
    let mut query = committee_group_decision::Entity::find()
        .filter(committee_group_decision::Column::ClusterId.eq(cluster))
        .filter(committee_group_decision::Column::Kind.eq(kind))
        .order_by_desc(committee_group_decision::Column::RecordedAt);
    if let Some(since) = since {
        query = query.filter(committee_group_decision::Column::RecordedAt.gt(since));
    }
    Ok(query.one(connection).await?)
}
