//! Queries about one lot's evaluators, scores, agreed scores and price enquiries.

use super::rules::panel::Standing;
use crate::platform::error::Result;
use ::entity::criterion::CriterionKind;
use ::entity::membership::Role;
use ::entity::tender::TenderState;
use ::entity::{
    account, bid, consensus, criterion, declaration, given_score, ids::*, locked_score, membership,
    opening_confirmation, price_confirmation, price_enquiry, score, tender,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef};
use std::collections::HashSet;

/// An evaluator of this tender.
#[derive(Clone, Debug)]
pub struct Evaluator {
    pub account: AccountId,
    pub name: String,
    pub has_interest: bool,
}

pub async fn scores(connection: &impl ConnectionTrait, bids: &[BidId]) -> Result<Vec<score::Model>> {
    let query = score::Entity::find().filter(score::Column::BidId.is_in(bids.iter().copied()));
    Ok(query.all(connection).await?)
}

pub async fn agreed(connection: &impl ConnectionTrait, bids: &[BidId]) -> Result<Vec<consensus::Model>> {
    let query = consensus::Entity::find().filter(consensus::Column::BidId.is_in(bids.iter().copied()));
    Ok(query.all(connection).await?)
}

/// The tender's evaluators by name, with what they declared.
pub async fn evaluators(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<Evaluator>> {
    let held = membership::Entity::find()
        .filter(membership::Column::ScopeId.eq(tender.0))
        .filter(membership::Column::Role.eq(Role::Evaluator))
        .filter(membership::Column::EndedAt.is_null())
        .all(connection)
        .await?;
    let people = account::Entity::find()
        .filter(account::Column::Id.is_in(held.iter().map(|held| held.account_id)))
        .order_by_asc(account::Column::Name)
        .all(connection)
        .await?;
    let interests = declaration::Entity::find()
        .filter(declaration::Column::TenderId.eq(tender))
        .filter(declaration::Column::HasInterest.eq(true))
        .all(connection)
        .await?;
    let evaluator = |person: account::Model| Evaluator {
        has_interest: interests.iter().any(|declared| declared.account_id == person.id),
        account: person.id,
        name: person.name,
    };
    Ok(people.into_iter().map(evaluator).collect())
}

/// What decides whether somebody may score.
pub async fn standing(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    account: AccountId,
    submitted: bool,
) -> Result<Standing> {
    let declared = declaration::Entity::find()
        .filter(declaration::Column::TenderId.eq(tender))
        .filter(declaration::Column::AccountId.eq(account))
        .one(connection)
        .await?;
    let opened = opening_confirmation::Entity::find()
        .filter(opening_confirmation::Column::TenderId.eq(tender))
        .filter(opening_confirmation::Column::AccountId.eq(account))
        .one(connection)
        .await?;
    Ok(Standing {
        declared: declared.is_some(),
        has_interest: declared.is_some_and(|declared| declared.has_interest),
        opened_the_bids: opened.is_some(),
        submitted,
    })
}

/// Who confirmed that prices may be opened.
pub async fn price_confirmations(
    connection: &impl ConnectionTrait,
    lot: LotId,
) -> Result<Vec<price_confirmation::Model>> {
    let query = price_confirmation::Entity::find().filter(price_confirmation::Column::LotId.eq(lot));
    Ok(query.order_by_asc(price_confirmation::Column::ConfirmedAt).all(connection).await?)
}

/// The enquiries about low prices, by bid.
pub async fn enquiries(
    connection: &impl ConnectionTrait,
    bids: impl IntoIterator<Item = BidId>,
) -> Result<Vec<price_enquiry::Model>> {
    Ok(price_enquiry::Entity::find().filter(price_enquiry::Column::BidId.is_in(bids)).all(connection).await?)
}

/// The lots in which this person has done what the state waits for: handed in the scores, confirmed the opening of prices.
pub async fn done_by(
    connection: &impl ConnectionTrait,
    lots: &[LotId],
    account: Option<AccountId>,
) -> Result<HashSet<(LotId, TenderState)>> {
    let (Some(account), false) = (account, lots.is_empty()) else { return Ok(HashSet::new()) };
    let bids = bid::Entity::find().filter(bid::Column::LotId.is_in(lots.iter().copied())).all(connection).await?;
    let handed_in = score::Entity::find()
        .filter(score::Column::EvaluatorId.eq(account))
        .filter(score::Column::BidId.is_in(bids.iter().map(|bid| bid.id)))
        .filter(score::Column::SubmittedAt.is_not_null())
        .all(connection)
        .await?;
    let presented = criterion::Entity::find()
        .filter(criterion::Column::LotId.is_in(lots.iter().copied()))
        .filter(criterion::Column::Kind.eq(CriterionKind::Presentation))
        .all(connection)
        .await?;
    let is_last = |bid: &bid::Model, score: &score::Model| {
        let of_lot = |criterion: &&criterion::Model| criterion.lot_id == bid.lot_id;
        presented.iter().filter(of_lot).count() == 0 || presented.iter().any(|one| one.id == score.criterion_id)
    };
    let scored = bids
        .iter()
        .filter(|bid| handed_in.iter().any(|score| score.bid_id == bid.id && is_last(bid, score)))
        .map(|bid| (bid.lot_id, TenderState::Scoring));
    let confirmed = price_confirmation::Entity::find()
        .filter(price_confirmation::Column::AccountId.eq(account))
        .filter(price_confirmation::Column::LotId.is_in(lots.iter().copied()))
        .all(connection)
        .await?;
    let opened = confirmed.into_iter().map(|one| (one.lot_id, TenderState::Moderation));
    Ok(scored.chain(opened).collect())
}

/// The bids of these providers whose price was questioned and is not explained, with their tenders.
pub async fn unexplained(
    connection: &impl ConnectionTrait,
    providers: &[ProviderId],
) -> Result<Vec<(BidId, tender::Model)>> {
    let asked: RelationDef =
        bid::Entity::belongs_to(price_enquiry::Entity).from(bid::Column::Id).to(price_enquiry::Column::BidId).into();
    let own = bid::Entity::find()
        .join(JoinType::InnerJoin, asked)
        .filter(bid::Column::ProviderId.is_in(providers.iter().copied()))
        .filter(price_enquiry::Column::ClosedAt.is_null())
        .filter(price_enquiry::Column::AnsweredAt.is_null())
        .all(connection)
        .await?;
    let ids = own.iter().map(|bid| bid.tender_id);
    let tenders = tender::Entity::find().filter(tender::Column::Id.is_in(ids)).all(connection).await?;
    let of = |bid: &bid::Model| tenders.iter().find(|tender| tender.id == bid.tender_id).cloned();
    Ok(own.iter().filter_map(|bid| Some((bid.id, of(bid)?))).collect())
}

/// How many rounds of scores this evaluator has submitted for a lot.
pub async fn rounds_given(transaction: &impl ConnectionTrait, lot: LotId, evaluator: AccountId) -> Result<i32> {
    let last = given_score::Entity::find()
        .filter(given_score::Column::LotId.eq(lot))
        .filter(given_score::Column::EvaluatorId.eq(evaluator))
        .order_by_desc(given_score::Column::Round);
    Ok(last.one(transaction).await?.map_or(0, |last| last.round))
}

/// How many times the agreed scores of a lot were locked.
pub async fn rounds_locked(transaction: &impl ConnectionTrait, lot: LotId) -> Result<i32> {
    let last = locked_score::Entity::find()
        .filter(locked_score::Column::LotId.eq(lot))
        .order_by_desc(locked_score::Column::Round);
    Ok(last.one(transaction).await?.map_or(0, |last| last.round))
}
