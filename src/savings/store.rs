//! Queries about what is published of savings, and which tenders give an expected figure.

use crate::platform::error::Result;
use ::entity::tender::TenderState;
use ::entity::{ids::*, savings_publication, school, tender};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// No cluster has more of either.
const MOST: u64 = 200;

/// What a cluster has made public, by service.
pub async fn published(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
) -> Result<Vec<savings_publication::Model>> {
    Ok(savings_publication::Entity::find()
        .filter(savings_publication::Column::ClusterId.eq(cluster))
        .order_by_asc(savings_publication::Column::Stage)
        .order_by_asc(savings_publication::Column::CategoryId)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The cluster's tenders with a recommendation that its schools may read and no contract yet.
pub async fn recommended_tenders(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<tender::Model>> {
    use TenderState::{Challenged, Ratified, Recommended, Standstill};
    Ok(tender::Entity::find()
        .filter(tender::Column::ClusterId.eq(cluster))
        .filter(tender::Column::State.is_in([Recommended, Ratified, Standstill, Challenged]))
        .order_by_asc(tender::Column::Reference)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The cluster's tenders for a service whose bids are asked for, open or being decided on.
pub async fn tenders_under_way(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    category: CategoryId,
) -> Result<Vec<tender::Model>> {
    use TenderState::{Challenged, Compliance, Contracting, Moderation, Open, Priced, Ratified, Recommended, Scoring};
    let states =
        [Open, TenderState::Sealed, Compliance, Scoring, Moderation, Priced, Recommended, Ratified, Challenged];
    Ok(tender::Entity::find()
        .filter(tender::Column::ClusterId.eq(cluster))
        .filter(tender::Column::CategoryId.eq(category))
        .filter(tender::Column::State.is_in(states.into_iter().chain([TenderState::Standstill, Contracting])))
        .order_by_asc(tender::Column::Reference)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The register rows of schools.
pub async fn schools(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = SchoolId>,
) -> Result<Vec<school::Model>> {
    Ok(school::Entity::find().filter(school::Column::Id.is_in(ids)).all(connection).await?)
}
