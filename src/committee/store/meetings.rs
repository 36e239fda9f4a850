//! Meetings with their agenda, papers and what was recorded.

use super::MOST;
use crate::platform::error::Result;
use ::entity::{
    committee_attendance, committee_interest, committee_item, committee_meeting, committee_paper, committee_reminder,
    committee_vote, ids::*,
};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _,
};

fn of_cluster(cluster: ClusterId) -> sea_orm::Select<committee_meeting::Entity> {
    committee_meeting::Entity::find().filter(committee_meeting::Column::ClusterId.eq(cluster))
}

/// Without those who may call one, a reader sees what was called.
fn seen(cluster: ClusterId, planned_too: bool) -> sea_orm::Select<committee_meeting::Entity> {
    match planned_too {
        true => of_cluster(cluster),
        false => of_cluster(cluster).filter(committee_meeting::Column::CalledAt.is_not_null()),
    }
}

pub async fn by_number(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    number: i32,
) -> Result<Option<committee_meeting::Model>> {
    Ok(of_cluster(cluster).filter(committee_meeting::Column::Number.eq(number)).one(connection).await?)
}

pub async fn meeting_by_id(
    connection: &impl ConnectionTrait,
    id: CommitteeMeetingId,
) -> Result<Option<committee_meeting::Model>> {
    Ok(committee_meeting::Entity::find_by_id(id).one(connection).await?)
}

/// The meeting, locked until the change ends.
pub async fn locked(
    transaction: &impl ConnectionTrait,
    id: CommitteeMeetingId,
) -> Result<Option<committee_meeting::Model>> {
    Ok(committee_meeting::Entity::find_by_id(id).lock_exclusive().one(transaction).await?)
}

pub async fn newest_number(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<i32> {
    let newest = of_cluster(cluster).order_by_desc(committee_meeting::Column::Number).one(connection).await?;
    Ok(newest.map_or(0, |newest| newest.number))
}

pub async fn count_of(connection: &impl ConnectionTrait, cluster: ClusterId, planned_too: bool) -> Result<u64> {
    Ok(seen(cluster, planned_too).count(connection).await?)
}

/// A page of meetings, the latest first.
pub async fn page_of(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    planned_too: bool,
    (skipped, most): (u64, u64),
) -> Result<Vec<committee_meeting::Model>> {
    let query = seen(cluster, planned_too).order_by_desc(committee_meeting::Column::StartsAt);
    Ok(query.order_by_desc(committee_meeting::Column::Id).offset(skipped).limit(most).all(connection).await?)
}

/// The latest meetings, at most 20: those that may still wait for somebody.
pub async fn recent(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<committee_meeting::Model>> {
    page_of(connection, cluster, true, (0, 20)).await
}

/// Meetings that are still to come and not called off, the next first.
pub async fn planned_or_coming(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    now: DateTime<Utc>,
) -> Result<Vec<committee_meeting::Model>> {
    Ok(of_cluster(cluster)
        .filter(committee_meeting::Column::StartsAt.gt(now))
        .filter(committee_meeting::Column::CalledOffAt.is_null())
        .order_by_asc(committee_meeting::Column::StartsAt)
        .limit(20)
        .all(connection)
        .await?)
}

/// Called meetings of these clusters that begin before `until`.
pub async fn coming(
    connection: &impl ConnectionTrait,
    clusters: &[ClusterId],
    (now, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<committee_meeting::Model>> {
    Ok(committee_meeting::Entity::find()
        .filter(committee_meeting::Column::ClusterId.is_in(clusters.iter().copied()))
        .filter(committee_meeting::Column::StartsAt.gt(now))
        .filter(committee_meeting::Column::StartsAt.lte(until))
        .filter(committee_meeting::Column::CalledAt.is_not_null())
        .filter(committee_meeting::Column::CalledOffAt.is_null())
        .order_by_asc(committee_meeting::Column::StartsAt)
        .limit(50)
        .all(connection)
        .await?)
}

/// Called meetings that begin before `until` and of which nobody was reminded so many days before, at most 100.
pub async fn unreminded(
    connection: &impl ConnectionTrait,
    days_before: i32,
    (now, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<committee_meeting::Model>> {
    let told = committee_reminder::Entity::find()
        .select_only()
        .column(committee_reminder::Column::MeetingId)
        .filter(
            Expr::col((committee_reminder::Entity, committee_reminder::Column::MeetingId))
                .equals((committee_meeting::Entity, committee_meeting::Column::Id)),
        )
        .filter(committee_reminder::Column::DaysBefore.eq(days_before))
        .into_query();
    Ok(committee_meeting::Entity::find()
        .filter(committee_meeting::Column::StartsAt.gt(now))
        .filter(committee_meeting::Column::StartsAt.lte(until))
        .filter(committee_meeting::Column::CalledAt.is_not_null())
        .filter(committee_meeting::Column::CalledOffAt.is_null())
        .filter(committee_meeting::Column::Id.not_in_subquery(told))
        .order_by_asc(committee_meeting::Column::StartsAt)
        .limit(100)
        .all(connection)
        .await?)
}

/// The agenda in its order.
pub async fn items(
    connection: &impl ConnectionTrait,
    meeting: CommitteeMeetingId,
) -> Result<Vec<committee_item::Model>> {
    Ok(committee_item::Entity::find()
        .filter(committee_item::Column::MeetingId.eq(meeting))
        .order_by_asc(committee_item::Column::Position)
        .order_by_asc(committee_item::Column::Id)
        .limit(MOST)
        .all(connection)
        .await?)
}

pub async fn item(
    connection: &impl ConnectionTrait,
    meeting: CommitteeMeetingId,
    position: i32,
) -> Result<Option<committee_item::Model>> {
    Ok(committee_item::Entity::find()
        .filter(committee_item::Column::MeetingId.eq(meeting))
        .filter(committee_item::Column::Position.eq(position))
        .one(connection)
        .await?)
}

pub async fn papers(
    connection: &impl ConnectionTrait,
    meeting: CommitteeMeetingId,
) -> Result<Vec<committee_paper::Model>> {
    Ok(committee_paper::Entity::find()
        .filter(committee_paper::Column::MeetingId.eq(meeting))
        .order_by_asc(committee_paper::Column::FileId)
        .limit(MOST)
        .all(connection)
        .await?)
}

pub async fn paper(
    connection: &impl ConnectionTrait,
    meeting: CommitteeMeetingId,
    file: FileId,
) -> Result<Option<committee_paper::Model>> {
    let own = committee_paper::Column::MeetingId.eq(meeting);
    Ok(committee_paper::Entity::find_by_id(file).filter(own).one(connection).await?)
}

pub async fn attendance(
    connection: &impl ConnectionTrait,
    meeting: CommitteeMeetingId,
) -> Result<Vec<committee_attendance::Model>> {
    Ok(committee_attendance::Entity::find()
        .filter(committee_attendance::Column::MeetingId.eq(meeting))
        .order_by_asc(committee_attendance::Column::Position)
        .limit(MOST * 3)
        .all(connection)
        .await?)
}

/// The meetings that began in a span and whose minutes are published, the earliest first.
pub async fn minuted(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<committee_meeting::Model>> {
    Ok(of_cluster(cluster)
        .filter(committee_meeting::Column::StartsAt.gte(from))
        .filter(committee_meeting::Column::StartsAt.lt(to))
        .filter(committee_meeting::Column::PublishedAt.is_not_null())
        .order_by_asc(committee_meeting::Column::StartsAt)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The schools that came to each of these meetings, by their representative or their substitute.
pub async fn came_to(
    connection: &impl ConnectionTrait,
    meetings: &[CommitteeMeetingId],
) -> Result<Vec<(CommitteeMeetingId, SchoolId)>> {
    Ok(committee_attendance::Entity::find()
        .select_only()
        .column(committee_attendance::Column::MeetingId)
        .column(committee_attendance::Column::SchoolId)
        .filter(committee_attendance::Column::MeetingId.is_in(meetings.iter().copied()))
        .filter(committee_attendance::Column::SchoolId.is_not_null())
        .limit(MOST * 40)
        .into_tuple()
        .all(connection)
        .await?)
}

/// The interests declared in any of these items.
pub async fn interests(
    connection: &impl ConnectionTrait,
    items: &[CommitteeItemId],
) -> Result<Vec<committee_interest::Model>> {
    Ok(committee_interest::Entity::find()
        .filter(committee_interest::Column::ItemId.is_in(items.iter().copied()))
        .limit(MOST * 10)
        .all(connection)
        .await?)
}

/// The votes on any of these items.
pub async fn votes(connection: &impl ConnectionTrait, items: &[CommitteeItemId]) -> Result<Vec<committee_vote::Model>> {
    Ok(committee_vote::Entity::find()
        .filter(committee_vote::Column::ItemId.is_in(items.iter().copied()))
        .limit(MOST * 40)
        .all(connection)
        .await?)
}
