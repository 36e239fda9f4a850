//! Queries about options appraisals.

use crate::platform::error::Result;
use ::entity::{appraisal, appraisal_version, ids::*, survey};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// No authority has more, no appraisal more versions.
const MOST: u64 = 100;

/// An authority's appraisals, the newest first.
pub async fn appraisals(connection: &impl ConnectionTrait, authority: ProviderId) -> Result<Vec<appraisal::Model>> {
    Ok(appraisal::Entity::find()
        .filter(appraisal::Column::ProviderId.eq(authority))
        .order_by_desc(appraisal::Column::StartedAt)
        .limit(MOST)
        .all(connection)
        .await?)
}

pub async fn appraisal(
    connection: &impl ConnectionTrait,
    authority: ProviderId,
    id: AppraisalId,
) -> Result<Option<appraisal::Model>> {
    let found = appraisal::Entity::find_by_id(id).filter(appraisal::Column::ProviderId.eq(authority));
    Ok(found.one(connection).await?)
}

/// The versions of an appraisal, the newest first.
pub async fn versions(connection: &impl ConnectionTrait, id: AppraisalId) -> Result<Vec<appraisal_version::Model>> {
    Ok(appraisal_version::Entity::find()
        .filter(appraisal_version::Column::AppraisalId.eq(id))
        .order_by_desc(appraisal_version::Column::Number)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The number of the newest version; 0 where there is none.
pub async fn newest(connection: &impl ConnectionTrait, id: AppraisalId) -> Result<i32> {
    let found = appraisal_version::Entity::find()
        .filter(appraisal_version::Column::AppraisalId.eq(id))
        .order_by_desc(appraisal_version::Column::Number)
        .one(connection)
        .await?;
    Ok(found.map_or(0, |version| version.number))
}

/// An authority's surveys, the newest first: all, or those for an appraisal.
pub async fn of_authority(
    connection: &impl ConnectionTrait,
    authority: ProviderId,
    appraisal: Option<AppraisalId>,
) -> Result<Vec<survey::Model>> {
    let mut query = survey::Entity::find().filter(survey::Column::ProviderId.eq(authority));
    if let Some(appraisal) = appraisal {
        query = query.filter(survey::Column::AppraisalId.eq(appraisal));
    }
    Ok(query.order_by_desc(survey::Column::OpenedAt).limit(MOST).all(connection).await?)
}
