//! The plan of two stages, the requests to participate and their marks.

use crate::platform::error::Result;
use ::entity::ids::*;
use ::entity::{participation_request, provider, shortlist_condition, shortlist_mark, stage_plan};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// No tender has more requests.
const MOST: u64 = 500;

pub async fn plan(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Option<stage_plan::Model>> {
    Ok(stage_plan::Entity::find_by_id(tender).one(connection).await?)
}

/// The plans of these tenders.
pub async fn plans(
    connection: &impl ConnectionTrait,
    tenders: impl IntoIterator<Item = TenderId>,
) -> Result<Vec<stage_plan::Model>> {
    Ok(stage_plan::Entity::find().filter(stage_plan::Column::TenderId.is_in(tenders)).all(connection).await?)
}

/// In their order.
pub async fn conditions(
    connection: &impl ConnectionTrait,
    tender: TenderId,
) -> Result<Vec<shortlist_condition::Model>> {
    Ok(shortlist_condition::Entity::find()
        .filter(shortlist_condition::Column::TenderId.eq(tender))
        .order_by_asc(shortlist_condition::Column::Position)
        .limit(100)
        .all(connection)
        .await?)
}

pub async fn request_of(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    requester: &str,
) -> Result<Option<participation_request::Model>> {
    Ok(participation_request::Entity::find()
        .filter(participation_request::Column::TenderId.eq(tender))
        .filter(participation_request::Column::Requester.eq(requester))
        .one(connection)
        .await?)
}

/// A provider's request, once requests were closed.
pub async fn request_by(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    provider: ProviderId,
) -> Result<Option<participation_request::Model>> {
    Ok(participation_request::Entity::find()
        .filter(participation_request::Column::TenderId.eq(tender))
        .filter(participation_request::Column::ProviderId.eq(provider))
        .one(connection)
        .await?)
}

/// All requests of a tender: only for what happens after they were closed.
pub async fn requests(
    connection: &impl ConnectionTrait,
    tender: TenderId,
) -> Result<Vec<participation_request::Model>> {
    Ok(participation_request::Entity::find()
        .filter(participation_request::Column::TenderId.eq(tender))
        .order_by_asc(participation_request::Column::Id)
        .limit(MOST)
        .all(connection)
        .await?)
}

pub async fn marks(
    connection: &impl ConnectionTrait,
    requests: impl IntoIterator<Item = RequestId>,
) -> Result<Vec<shortlist_mark::Model>> {
    Ok(shortlist_mark::Entity::find().filter(shortlist_mark::Column::RequestId.is_in(requests)).all(connection).await?)
}

/// The invited firms by name. Two queries.
pub async fn invited(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<(ProviderId, String)>> {
    let ids: Vec<Option<ProviderId>> = participation_request::Entity::find()
        .select_only()
        .column(participation_request::Column::ProviderId)
        .filter(participation_request::Column::TenderId.eq(tender))
        .filter(participation_request::Column::Invited.eq(true))
        .limit(MOST)
        .into_tuple()
        .all(connection)
        .await?;
    let found = provider::Entity::find()
        .filter(provider::Column::Id.is_in(ids.into_iter().flatten()))
        .order_by_asc(provider::Column::Name)
        .all(connection)
        .await?;
    Ok(found.into_iter().map(|provider| (provider.id, provider.name)).collect())
}

pub async fn provider_name(connection: &impl ConnectionTrait, id: ProviderId) -> Result<String> {
    let found = provider::Entity::find_by_id(id).one(connection).await?;
    Ok(found.map(|provider| provider.name).unwrap_or_default())
}
