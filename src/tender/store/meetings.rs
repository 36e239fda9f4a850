//! Meetings with firms, and what is recorded of the engagement before a tender.

use crate::platform::error::{Error, Result};
use ::entity::ids::*;
use ::entity::meeting::{self, MeetingKind};
use ::entity::{bid, engagement, provider};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// No tender has more meetings.
const MOST: u64 = 200;

pub async fn engagement(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Option<engagement::Model>> {
    Ok(engagement::Entity::find_by_id(tender).one(connection).await?)
}

/// The meetings of a tender that were not called off, the earliest first.
pub async fn meetings(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<meeting::Model>> {
    Ok(meeting::Entity::find()
        .filter(meeting::Column::TenderId.eq(tender))
        .filter(meeting::Column::CancelledAt.is_null())
        .order_by_asc(meeting::Column::StartsAt)
        .order_by_asc(meeting::Column::Id)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// Those of one provider since it was invited.
pub async fn meetings_with(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    provider: ProviderId,
) -> Result<Vec<meeting::Model>> {
    let mut all = meetings(connection, tender).await?;
    all.retain(|meeting| meeting.provider_id == Some(provider) && meeting.kind != MeetingKind::Engagement);
    Ok(all)
}

pub async fn meeting(connection: &impl ConnectionTrait, tender: TenderId, id: MeetingId) -> Result<meeting::Model> {
    let found = meeting::Entity::find_by_id(id).filter(meeting::Column::TenderId.eq(tender));
    found.one(connection).await?.ok_or(Error::NotFound)
}

/// The firms whose bids were opened and not excluded, by name. Two queries.
pub async fn bidders(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<(ProviderId, String)>> {
    let bids = bid::Entity::find()
        .filter(bid::Column::TenderId.eq(tender))
        .filter(bid::Column::OpenedAt.is_not_null())
        .limit(MOST)
        .all(connection)
        .await?;
    let ids = bids.iter().filter(|bid| bid.passed != Some(false)).filter_map(|bid| bid.provider_id);
    let found = provider::Entity::find()
        .filter(provider::Column::Id.is_in(ids))
        .order_by_asc(provider::Column::Name)
        .all(connection)
        .await?;
    Ok(found.into_iter().map(|provider| (provider.id, provider.name)).collect())
}
