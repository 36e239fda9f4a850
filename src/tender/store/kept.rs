//! The rows behind a record's parts, whole; who may read how much of them is for `record` to say.

use crate::platform::error::Result;
use ::entity::membership::Scope;
use ::entity::{
    award, award_correction, ballot, bid, bid_submission, challenge, consensus, declaration, given_score, ids::*,
    joining, locked_score, lot, membership, opened_bid, opening_confirmation, outcome, past_award, provider, school,
    sent_outcome, tender, tender_question, winner_withdrawal,
};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use std::collections::{BTreeMap, HashMap};

/// No record has more rows of one kind.
const MOST: u64 = 20_000;

/// Who made an opened bid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bidder {
    pub lot: LotId,
    pub label: String,
    pub provider: Option<ProviderId>,
    pub name: String,
    pub passed: Option<bool>,
    pub failed_reason: Option<String>,
}

/// The bidders of a tender once its bids are opened; before, nobody. Two queries.
pub async fn every_bidder(
    connection: &impl ConnectionTrait,
    tender: &tender::Model,
) -> Result<BTreeMap<BidId, Bidder>> {
    if tender.opened_at.is_none() {
        return Ok(BTreeMap::new());
    }
    let bids = bid::Entity::find()
        .filter(bid::Column::TenderId.eq(tender.id))
        .filter(bid::Column::OpenedAt.is_not_null())
        .limit(MOST)
        .all(connection)
        .await?;
    let providers = provider::Entity::find()
        .filter(provider::Column::Id.is_in(bids.iter().filter_map(|bid| bid.provider_id)))
        .all(connection)
        .await?;
    let names: HashMap<_, _> = providers.into_iter().map(|provider| (provider.id, provider.name)).collect();
    let bidder = |bid: bid::Model| {
        let name = bid.provider_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
        let (lot, provider, passed) = (bid.lot_id, bid.provider_id, bid.passed);
        let label = bid.label?;
        Some((bid.id, Bidder { lot, label, provider, name, passed, failed_reason: bid.failed_reason }))
    };
    Ok(bids.into_iter().filter_map(bidder).collect())
}

fn of(lots: &[lot::Model]) -> impl Iterator<Item = LotId> {
    lots.iter().map(|lot| lot.id)
}

/// The awards of these lots, for queries of what hangs on them.
fn awards(lots: &[lot::Model]) -> SelectStatement {
    let query = award::Entity::find().select_only().column(award::Column::Id);
    query.filter(award::Column::LotId.is_in(of(lots))).into_query()
}

/// Each lot's bid that is recommended or won.
pub async fn in_front(connection: &impl ConnectionTrait, lots: &[lot::Model]) -> Result<BTreeMap<LotId, BidId>> {
    let found = award::Entity::find().filter(award::Column::LotId.is_in(of(lots))).limit(MOST).all(connection).await?;
    Ok(found.into_iter().map(|award| (award.lot_id, award.bid_id)).collect())
}

/// All questions in the order they were asked; to the public those that were answered.
pub async fn every_question(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    unanswered_too: bool,
) -> Result<Vec<tender_question::Model>> {
    let mut query = tender_question::Entity::find().filter(tender_question::Column::TenderId.eq(tender));
    if !unanswered_too {
        query = query.filter(tender_question::Column::Answer.is_not_null());
    }
    let ordered = query.order_by_asc(tender_question::Column::AskedAt).order_by_asc(tender_question::Column::Id);
    Ok(ordered.limit(MOST).all(connection).await?)
}

/// Everybody who ever held a role of the tender.
pub async fn everybody_of(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<membership::Model>> {
    let query = membership::Entity::find()
        .filter(membership::Column::Scope.eq(Scope::Tender))
        .filter(membership::Column::ScopeId.eq(tender.0));
    Ok(query.order_by_asc(membership::Column::Id).limit(MOST).all(connection).await?)
}

pub async fn every_declaration(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<declaration::Model>> {
    let query = declaration::Entity::find().filter(declaration::Column::TenderId.eq(tender));
    Ok(query.order_by_asc(declaration::Column::Id).limit(MOST).all(connection).await?)
}

/// Who confirmed that the bids be opened.
pub async fn opened_by(
    connection: &impl ConnectionTrait,
    tender: TenderId,
) -> Result<Vec<opening_confirmation::Model>> {
    let query = opening_confirmation::Entity::find().filter(opening_confirmation::Column::TenderId.eq(tender));
    Ok(query.order_by_asc(opening_confirmation::Column::ConfirmedAt).limit(MOST).all(connection).await?)
}

/// A submission that counts, without what it says.
#[derive(Clone, Debug)]
pub struct Received {
    pub received_at: DateTime<Utc>,
    pub sha256: String,
    /// Whether the bytes were the same when they were opened.
    pub found: Option<bool>,
}

#[derive(sea_orm::FromQueryResult)]
struct Submitted {
    bid_id: BidId,
    received_at: DateTime<Utc>,
    sha256: String,
}

/// When the submissions that counted were received, of these bids, in that order. Two queries.
pub async fn received(
    connection: &impl ConnectionTrait,
    bids: impl IntoIterator<Item = BidId>,
) -> Result<Vec<(BidId, Received)>> {
    let bids: Vec<BidId> = bids.into_iter().collect();
    let counted = bid::Entity::find()
        .select_only()
        .column(bid::Column::SubmissionId)
        .filter(bid::Column::Id.is_in(bids.iter().copied()))
        .filter(bid::Column::SubmissionId.is_not_null())
        .into_query();
    let rows = bid_submission::Entity::find()
        .select_only()
        .columns([bid_submission::Column::BidId, bid_submission::Column::ReceivedAt, bid_submission::Column::Sha256])
        .filter(bid_submission::Column::Id.in_subquery(counted))
        .order_by_asc(bid_submission::Column::ReceivedAt)
        .limit(MOST)
        .into_model::<Submitted>()
        .all(connection)
        .await?;
    let opened: Vec<(BidId, String)> = opened_bid::Entity::find()
        .select_only()
        .columns([opened_bid::Column::BidId, opened_bid::Column::Sha256])
        .filter(opened_bid::Column::BidId.is_in(bids))
        .into_tuple()
        .all(connection)
        .await?;
    let opened: HashMap<BidId, String> = opened.into_iter().collect();
    let with = |row: Submitted| {
        let found = opened.get(&row.bid_id).map(|sum| *sum == row.sha256);
        (row.bid_id, Received { received_at: row.received_at, sha256: row.sha256, found })
    };
    Ok(rows.into_iter().map(with).collect())
}

pub use ::entity::given_score::Model as Given;
pub use ::entity::locked_score::Model as Locked;

/// Every score of a lot as it was submitted, round by round.
pub async fn given_scores(connection: &impl ConnectionTrait, lot: LotId) -> Result<Vec<Given>> {
    let query = given_score::Entity::find().filter(given_score::Column::LotId.eq(lot));
    let ordered = query.order_by_asc(given_score::Column::Round).order_by_asc(given_score::Column::EvaluatorId);
    Ok(ordered.limit(MOST).all(connection).await?)
}

/// Every agreed score of a lot as it was locked, round by round; before the first lock, as they are agreed now.
pub async fn locked_scores(connection: &impl ConnectionTrait, lot: LotId) -> Result<Vec<Locked>> {
    let query = locked_score::Entity::find().filter(locked_score::Column::LotId.eq(lot));
    let locked = query.order_by_asc(locked_score::Column::Round).limit(MOST).all(connection).await?;
    if !locked.is_empty() {
        return Ok(locked);
    }
    let bids =
        bid::Entity::find().select_only().column(bid::Column::Id).filter(bid::Column::LotId.eq(lot)).into_query();
    let agreed = consensus::Entity::find().filter(consensus::Column::BidId.in_subquery(bids)).limit(MOST);
    let now = |one: consensus::Model| Locked::of(one, lot, 1);
    Ok(agreed.all(connection).await?.into_iter().map(now).collect())
}

pub async fn recorded_ballots(connection: &impl ConnectionTrait, lots: &[lot::Model]) -> Result<Vec<ballot::Model>> {
    let query = ballot::Entity::find()
        .filter(ballot::Column::AwardId.in_subquery(awards(lots)))
        .filter(ballot::Column::RecordedAt.is_not_null());
    Ok(query.order_by_asc(ballot::Column::OpenedAt).limit(MOST).all(connection).await?)
}

/// The schools of the awards with their names. Two queries.
pub async fn joiners(connection: &impl ConnectionTrait, lots: &[lot::Model]) -> Result<Vec<(joining::Model, String)>> {
    let query = joining::Entity::find().filter(joining::Column::AwardId.in_subquery(awards(lots)));
    let rows = query.limit(MOST).all(connection).await?;
    let schools = school::Entity::find()
        .filter(school::Column::Id.is_in(rows.iter().map(|row| row.school_id)))
        .all(connection)
        .await?;
    let names: HashMap<_, _> = schools.into_iter().map(|school| (school.id, school.name)).collect();
    let named = |row: joining::Model| {
        let name = names.get(&row.school_id).cloned().unwrap_or_default();
        (row, name)
    };
    let mut named: Vec<_> = rows.into_iter().map(named).collect();
    named.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(named)
}

/// What a bidder was told, one time.
#[derive(Clone, Debug)]
pub struct Sent {
    pub bid_id: BidId,
    pub summary: serde_json::Value,
    pub sent_at: DateTime<Utc>,
    /// Of the last time alone.
    pub acknowledged_at: Option<DateTime<Utc>>,
}

/// Every summary that was sent to these bids, in the order they were sent. Two queries.
pub async fn sent_outcomes(
    connection: &impl ConnectionTrait,
    bids: impl IntoIterator<Item = BidId>,
) -> Result<Vec<Sent>> {
    let bids: Vec<BidId> = bids.into_iter().collect();
    let last = outcome::Entity::find().filter(outcome::Column::BidId.is_in(bids.iter().copied())).limit(MOST);
    let acknowledged: HashMap<_, _> =
        last.all(connection).await?.into_iter().map(|row| ((row.bid_id, row.sent_at), row.acknowledged_at)).collect();
    let sent = sent_outcome::Entity::find()
        .filter(sent_outcome::Column::BidId.is_in(bids))
        .order_by_asc(sent_outcome::Column::SentAt)
        .limit(MOST)
        .all(connection)
        .await?;
    let with = |row: sent_outcome::Model| Sent {
        acknowledged_at: acknowledged.get(&(row.bid_id, row.sent_at)).copied().flatten(),
        bid_id: row.bid_id,
        summary: row.summary,
        sent_at: row.sent_at,
    };
    Ok(sent.into_iter().map(with).collect())
}

pub async fn challenges_of(connection: &impl ConnectionTrait, lots: &[lot::Model]) -> Result<Vec<challenge::Model>> {
    let query = challenge::Entity::find().filter(challenge::Column::LotId.is_in(of(lots)));
    Ok(query.limit(MOST).all(connection).await?)
}

pub async fn corrections_of(
    connection: &impl ConnectionTrait,
    lots: &[lot::Model],
) -> Result<Vec<award_correction::Model>> {
    let query = award_correction::Entity::find().filter(award_correction::Column::LotId.is_in(of(lots)));
    Ok(query.limit(MOST).all(connection).await?)
}

pub async fn withdrawals_of(
    connection: &impl ConnectionTrait,
    lots: &[lot::Model],
) -> Result<Vec<winner_withdrawal::Model>> {
    let query = winner_withdrawal::Entity::find().filter(winner_withdrawal::Column::LotId.is_in(of(lots)));
    Ok(query.limit(MOST).all(connection).await?)
}

pub async fn past_awards(connection: &impl ConnectionTrait, lots: &[lot::Model]) -> Result<Vec<past_award::Model>> {
    let query = past_award::Entity::find().filter(past_award::Column::AwardId.in_subquery(awards(lots)));
    Ok(query.limit(MOST).all(connection).await?)
}
