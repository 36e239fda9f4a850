//! What waits for whom: own votes, own joins, challenges, outcomes that nobody has read.

use super::MOST;
use crate::platform::db::any_of;
use crate::platform::error::Result;
use ::entity::tender::TenderState;
use ::entity::{award, award_correction, bid, ids::*, joining, lot, outcome, tender, vote, winner_withdrawal};
use sea_orm::entity::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationDef,
};

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
    let of_bid: RelationDef =
        bid::Entity::belongs_to(outcome::Entity).from(bid::Column::Id).to(outcome::Column::BidId).into();
    let bids = bid::Entity::find()
        .join(JoinType::InnerJoin, of_bid)
        .filter(bid::Column::ProviderId.is_in(providers))
        .filter(outcome::Column::AcknowledgedAt.is_null())
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

/// A correction that nobody has decided, or a winner that withdrew, on a lot.
#[derive(Clone, Debug)]
pub struct After {
    pub tender: tender::Model,
    pub lot: lot::Model,
    pub correction: Option<award_correction::Model>,
    pub withdrawal: Option<winner_withdrawal::Model>,
}

/// What waits after the decision in these tenders and these clusters. Five queries, one where there is no such lot.
pub async fn waiting_after(
    connection: &impl ConnectionTrait,
    tenders: &[Uuid],
    clusters: &[Uuid],
) -> Result<Vec<After>> {
    const STATES: [TenderState; 3] = [TenderState::Ratified, TenderState::Standstill, TenderState::Contracting];
    let mine = any_of([(tender::Column::Id, tenders.to_vec()), (tender::Column::ClusterId, clusters.to_vec())]);
    let mine = tender::Entity::find().select_only().column(tender::Column::Id).filter(mine).into_query();
    let found = lot::Entity::find()
        .filter(lot::Column::State.is_in(STATES))
        .filter(lot::Column::TenderId.in_subquery(mine))
        .order_by_asc(lot::Column::TenderId)
        .order_by_asc(lot::Column::Number)
        .limit(MOST)
        .all(connection)
        .await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let of = found.iter().map(|lot| lot.tender_id);
    let tenders = tender::Entity::find().filter(tender::Column::Id.is_in(of)).all(connection).await?;
    let lots = || found.iter().map(|lot| lot.id);
    let open = award_correction::Entity::find().filter(award_correction::Column::LotId.is_in(lots()));
    let open = open.filter(award_correction::Column::Confirmed.is_null()).all(connection).await?;
    let withdrawn = winner_withdrawal::Entity::find().filter(winner_withdrawal::Column::LotId.is_in(lots()));
    let withdrawn = withdrawn.all(connection).await?;
    let awards = award::Entity::find().filter(award::Column::LotId.is_in(lots())).all(connection).await?;
    let waiting = |lot: &lot::Model| {
        let tender = tenders.iter().find(|tender| tender.id == lot.tender_id)?.clone();
        let bid = awards.iter().find(|award| award.lot_id == lot.id)?.bid_id;
        let correction = open.iter().find(|one| one.lot_id == lot.id).cloned();
        let withdrawal = withdrawn.iter().find(|one| one.bid_id == bid).cloned();
        let is_any = correction.is_some() || withdrawal.is_some();
        is_any.then(|| After { tender, lot: lot.clone(), correction, withdrawal })
    };
    Ok(found.iter().filter_map(waiting).collect())
}

/// The newest bids of these providers that they were asked to keep open beyond what they have agreed to.
pub async fn asked_to_keep_open(
    connection: &impl ConnectionTrait,
    providers: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<BidId>> {
    const NEWEST: u64 = 5;
    let asked = Expr::col((lot::Entity, lot::Column::AskedUntil));
    let agreed = Expr::col((bid::Entity, bid::Column::KeptUntil));
    Ok(bid::Entity::find()
        .select_only()
        .column(bid::Column::Id)
        .join(
            JoinType::InnerJoin,
            bid::Entity::belongs_to(lot::Entity).from(bid::Column::LotId).to(lot::Column::Id).into(),
        )
        .filter(bid::Column::ProviderId.is_in(providers))
        .filter(lot::Column::AskedUntil.is_not_null())
        .filter(Condition::any().add(bid::Column::KeptUntil.is_null()).add(ExprTrait::lt(agreed, asked)))
        .order_by_desc(bid::Column::Id)
        .limit(NEWEST)
        .into_tuple()
        .all(connection)
        .await?)
}
