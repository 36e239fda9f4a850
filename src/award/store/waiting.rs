//! What waits for whom: own votes, own joins, challenges, outcomes that nobody has read.

use super::MOST;
use crate::platform::error::Result;
use ::entity::tender::TenderState;
use ::entity::{bid, ids::*, joining, lot, outcome, tender, vote};
use sea_orm::entity::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

/// The votes of some schools in some ballots.
pub async fn votes_of(
    connection: &impl ConnectionTrait,
    ballots: &[BallotId],
    schools: &[SchoolId],
) -> Result<Vec<vote::Model>> {
    Ok(vote::Entity::find()
        .filter(vote::Column::BallotId.is_in(ballots.iter().copied()))
        .filter(vote::Column::SchoolId.is_in(schools.iter().copied()))
        .limit(MOST)
        .all(connection)
        .await?)
}

/// Whether some schools are in some awards.
pub async fn joinings_of(
    connection: &impl ConnectionTrait,
    awards: &[AwardId],
    schools: &[SchoolId],
) -> Result<Vec<joining::Model>> {
    Ok(joining::Entity::find()
        .filter(joining::Column::AwardId.is_in(awards.iter().copied()))
        .filter(joining::Column::SchoolId.is_in(schools.iter().copied()))
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The challenged lots of these tenders, by reference. Two queries.
pub async fn challenged(
    connection: &impl ConnectionTrait,
    tenders: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<(tender::Model, lot::Model)>> {
    let lots = lot::Entity::find()
        .filter(lot::Column::TenderId.is_in(tenders))
        .filter(lot::Column::State.eq(TenderState::Challenged))
        .order_by_asc(lot::Column::Number)
        .limit(MOST)
        .all(connection)
        .await?;
    let tenders = tender::Entity::find()
        .filter(tender::Column::Id.is_in(lots.iter().map(|lot| lot.tender_id)))
        .order_by_asc(tender::Column::Reference)
        .all(connection)
        .await?;
    let of = |tender: &tender::Model| {
        let own = lots.iter().filter(|lot| lot.tender_id == tender.id).cloned().collect::<Vec<_>>();
        own.into_iter().map(|lot| (tender.clone(), lot)).collect::<Vec<_>>()
    };
    Ok(tenders.iter().flat_map(of).collect())
}

/// The outcomes of these providers' bids that nobody has acknowledged, with their tenders. Two queries.
pub async fn unread_outcomes(
    connection: &impl ConnectionTrait,
    providers: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<(bid::Model, tender::Model)>> {
    let unread = outcome::Entity::find()
        .select_only()
        .column(outcome::Column::BidId)
        .filter(outcome::Column::AcknowledgedAt.is_null())
        .into_query();
    let bids = bid::Entity::find()
        .filter(bid::Column::ProviderId.is_in(providers))
        .filter(bid::Column::Id.in_subquery(unread))
        .order_by_desc(bid::Column::Id)
        .limit(20)
        .all(connection)
        .await?;
    let tenders = tender::Entity::find()
        .filter(tender::Column::Id.is_in(bids.iter().map(|bid| bid.tender_id)))
        .all(connection)
        .await?;
    let with_tender = |bid: bid::Model| {
        let tender = tenders.iter().find(|tender| tender.id == bid.tender_id)?.clone();
        Some((bid, tender))
    };
    Ok(bids.into_iter().filter_map(with_tender).collect())
}
