//! Queries about bids. A bid is found by its bidder's sealed name; only `opened` reads packages for buyers.

use crate::platform::error::{Error, Result};
use crate::platform::event::Chain;
use ::entity::tender::TenderState;
use ::entity::{
    bid, bid_check, bid_submission, criterion, event, ids::*, opened_bid, opening_confirmation, outcome, price_enquiry,
    provider, sealed_envelopes, tender, tender_amendment,
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use std::collections::HashMap;

/// The most bids that a page lists; a tender for schools has a handful.
pub(super) const MOST_BIDS: u64 = 500;
/// How many published tenders back an organisation's list of bids goes.
const MOST_TENDERS: u64 = 200;

/// The tender, kept from being closed or opened until the transaction ends; others may submit meanwhile.
pub(super) async fn shared(transaction: &impl ConnectionTrait, id: TenderId) -> Result<tender::Model> {
    tender::Entity::find_by_id(id).lock_shared().one(transaction).await?.ok_or(Error::NotFound)
}

pub(super) async fn by_id(connection: &impl ConnectionTrait, id: BidId) -> Result<bid::Model> {
    bid::Entity::find_by_id(id).one(connection).await?.ok_or(Error::NotFound)
}

/// The bid, kept from changing until the transaction ends.
pub(super) async fn locked(transaction: &impl ConnectionTrait, id: BidId) -> Result<bid::Model> {
    bid::Entity::find_by_id(id).lock_exclusive().one(transaction).await?.ok_or(Error::NotFound)
}

pub(super) async fn in_lot(connection: &impl ConnectionTrait, lot: LotId, bidder: &str) -> Result<Option<bid::Model>> {
    Ok(bid::Entity::find()
        .filter(bid::Column::LotId.eq(lot))
        .filter(bid::Column::Bidder.eq(bidder))
        .one(connection)
        .await?)
}

pub(super) async fn by_bidders(connection: &impl ConnectionTrait, bidders: Vec<String>) -> Result<Vec<bid::Model>> {
    Ok(bid::Entity::find().filter(bid::Column::Bidder.is_in(bidders)).limit(MOST_BIDS).all(connection).await?)
}

/// The bids that count, for the opening alone: every one with a submission that was not taken back and that its bidder
/// confirmed for the newest version of the notice.
pub(super) async fn submitted(transaction: &impl ConnectionTrait, tender: &tender::Model) -> Result<Vec<bid::Model>> {
    let mut bids = of_submissions(transaction, tender.id).await?;
    let counted = counted(transaction, &bids).await?;
    let confirmed = |bid: &bid::Model| {
        let submission = counted.iter().find(|one| Some(one.id) == bid.submission_id);
        submission.is_some_and(|one| one.confirmed_version >= tender.public_version)
    };
    bids.retain(confirmed);
    Ok(bids)
}

/// The bids whose submission was not confirmed after a material change: they lapse at the deadline.
pub(super) async fn unconfirmed(transaction: &impl ConnectionTrait, tender: &tender::Model) -> Result<Vec<bid::Model>> {
    let counting: Vec<BidId> = submitted(transaction, tender).await?.into_iter().map(|bid| bid.id).collect();
    let mut bids = of_submissions(transaction, tender.id).await?;
    bids.retain(|bid| !counting.contains(&bid.id));
    Ok(bids)
}

async fn of_submissions(transaction: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<bid::Model>> {
    Ok(bid::Entity::find()
        .filter(bid::Column::TenderId.eq(tender))
        .filter(bid::Column::SubmissionId.is_not_null())
        .all(transaction)
        .await?)
}

/// How many bids for a lot were opened; before the opening that is none, whatever was submitted.
pub(super) async fn opened_count(connection: &impl ConnectionTrait, lot: LotId) -> Result<u64> {
    Ok(bid::Entity::find()
        .filter(bid::Column::LotId.eq(lot))
        .filter(bid::Column::OpenedAt.is_not_null())
        .count(connection)
        .await?)
}

/// What changed in a tender after an instant, the latest last.
pub(super) async fn amendments_since(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    since: DateTime<Utc>,
) -> Result<Vec<tender_amendment::Model>> {
    Ok(tender_amendment::Entity::find()
        .filter(tender_amendment::Column::TenderId.eq(tender))
        .filter(tender_amendment::Column::MadeAt.gt(since))
        .order_by_asc(tender_amendment::Column::Number)
        .limit(100)
        .all(connection)
        .await?)
}

/// Every bid that was begun, submitted or not.
pub(super) async fn begun(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<bid::Model>> {
    let all = bid::Entity::find().filter(bid::Column::TenderId.eq(tender)).limit(MOST_BIDS);
    Ok(all.all(connection).await?)
}

/// Every opened bid of a tender, by lot and label.
pub(super) async fn all_opened(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<bid::Model>> {
    let mut bids = bid::Entity::find()
        .filter(bid::Column::TenderId.eq(tender))
        .filter(bid::Column::OpenedAt.is_not_null())
        .limit(MOST_BIDS)
        .all(connection)
        .await?;
    bids.sort_by_key(|bid| (bid.lot_id, bid.label.as_ref().map(|label| (label.len(), label.clone()))));
    Ok(bids)
}

/// The sum over all bids that the record has of the close.
pub(super) async fn recorded_at_close(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Option<String>> {
    let closed = event::Entity::find()
        .filter(event::Column::Chain.eq(Chain::Tender(tender).to_string()))
        .filter(event::Column::Action.eq("tender.closed"))
        .one(connection)
        .await?;
    let Some(closed) = closed else { return Ok(None) };
    let data: serde_json::Value = serde_json::from_str(&closed.data)?;
    Ok(data["bids"].as_str().map(str::to_owned))
}

/// The opened bids of a lot, by label.
pub(super) async fn opened_bids(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    lot: LotId,
) -> Result<Vec<bid::Model>> {
    let mut bids = bid::Entity::find()
        .filter(bid::Column::TenderId.eq(tender))
        .filter(bid::Column::LotId.eq(lot))
        .filter(bid::Column::OpenedAt.is_not_null())
        .limit(MOST_BIDS)
        .all(connection)
        .await?;
    bids.sort_by_key(|bid| bid.label.as_ref().map(|label| (label.len(), label.clone())));
    Ok(bids)
}

/// Was the bidder asked to explain its price?
pub(super) async fn is_price_asked(connection: &impl ConnectionTrait, bid: BidId) -> Result<bool> {
    let asked = price_enquiry::Entity::find().filter(price_enquiry::Column::BidId.eq(bid)).one(connection);
    Ok(asked.await?.is_some())
}

/// Which of these bids were told an outcome, and whether it was the winner's.
pub(super) async fn outcomes(connection: &impl ConnectionTrait, bids: &[bid::Model]) -> Result<HashMap<BidId, bool>> {
    let told = outcome::Entity::find().filter(outcome::Column::BidId.is_in(bids.iter().map(|bid| bid.id)));
    Ok(told.all(connection).await?.into_iter().map(|one| (one.bid_id, one.won)).collect())
}

/// What these bids say, once they were opened.
pub(super) async fn contents(connection: &impl ConnectionTrait, bids: &[bid::Model]) -> Result<Vec<opened_bid::Model>> {
    let all = opened_bid::Entity::find().filter(opened_bid::Column::BidId.is_in(bids.iter().map(|bid| bid.id)));
    Ok(all.all(connection).await?)
}

/// The opened bids of several tenders.
pub(super) async fn opened_of(
    connection: &impl ConnectionTrait,
    tenders: impl IntoIterator<Item = TenderId>,
) -> Result<Vec<bid::Model>> {
    Ok(bid::Entity::find()
        .filter(bid::Column::TenderId.is_in(tenders))
        .filter(bid::Column::OpenedAt.is_not_null())
        .limit(MOST_BIDS)
        .all(connection)
        .await?)
}

/// The submissions that count for these bids.
pub(super) async fn counted(
    connection: &impl ConnectionTrait,
    bids: &[bid::Model],
) -> Result<Vec<bid_submission::Model>> {
    Ok(bid_submission::Entity::find()
        .filter(bid_submission::Column::Id.is_in(bids.iter().filter_map(|bid| bid.submission_id)))
        .all(connection)
        .await?)
}

pub(super) async fn submission(
    connection: &impl ConnectionTrait,
    id: SubmissionId,
) -> Result<Option<bid_submission::Model>> {
    Ok(bid_submission::Entity::find_by_id(id).one(connection).await?)
}

/// What is sealed of these submissions; for the opening, the export and to confirm that it is stored.
pub(super) async fn envelopes(
    connection: &impl ConnectionTrait,
    submissions: impl IntoIterator<Item = SubmissionId>,
) -> Result<Vec<sealed_envelopes::Model>> {
    let all = sealed_envelopes::Entity::find().filter(sealed_envelopes::Column::SubmissionId.is_in(submissions));
    Ok(all.all(connection).await?)
}

/// Every submission of a bid, the latest first.
pub(super) async fn submissions(connection: &impl ConnectionTrait, bid: BidId) -> Result<Vec<bid_submission::Model>> {
    Ok(bid_submission::Entity::find()
        .filter(bid_submission::Column::BidId.eq(bid))
        .order_by_desc(bid_submission::Column::Number)
        .limit(MOST_BIDS)
        .all(connection)
        .await?)
}

pub(super) async fn by_key(
    connection: &impl ConnectionTrait,
    bid: BidId,
    key: &str,
) -> Result<Option<bid_submission::Model>> {
    Ok(bid_submission::Entity::find()
        .filter(bid_submission::Column::BidId.eq(bid))
        .filter(bid_submission::Column::IdempotencyKey.eq(key))
        .one(connection)
        .await?)
}

pub(super) async fn receipt_is_taken(connection: &impl ConnectionTrait, receipt: &str) -> Result<bool> {
    let found = bid_submission::Entity::find().filter(bid_submission::Column::Receipt.eq(receipt)).one(connection);
    Ok(found.await?.is_some())
}

pub(super) async fn provider(connection: &impl ConnectionTrait, id: ProviderId) -> Result<provider::Model> {
    provider::Entity::find_by_id(id).one(connection).await?.ok_or(Error::NotFound)
}

pub(super) async fn provider_names(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ProviderId>,
) -> Result<HashMap<ProviderId, String>> {
    let found = provider::Entity::find().filter(provider::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|provider| (provider.id, provider.name)).collect())
}

/// The next thousand provider ids after one of them.
pub(super) async fn provider_ids(
    connection: &impl ConnectionTrait,
    after: Option<ProviderId>,
) -> Result<Vec<ProviderId>> {
    let mut query = provider::Entity::find().select_only().column(provider::Column::Id);
    if let Some(after) = after {
        query = query.filter(provider::Column::Id.gt(after));
    }
    Ok(query.order_by_asc(provider::Column::Id).limit(1_000).into_tuple().all(connection).await?)
}

/// The tenders published last, whatever became of them.
pub(super) async fn published(connection: &impl ConnectionTrait) -> Result<Vec<tender::Model>> {
    Ok(tender::Entity::find()
        .filter(tender::Column::PublishedAt.is_not_null())
        .order_by_desc(tender::Column::PublishedAt)
        .limit(MOST_TENDERS)
        .all(connection)
        .await?)
}

/// Those of these tenders that are, or may by now be, in one of the states.
pub(super) async fn tenders_in(
    connection: &impl ConnectionTrait,
    ids: Vec<TenderId>,
    states: &[TenderState],
) -> Result<Vec<tender::Model>> {
    Ok(tender::Entity::find()
        .filter(tender::Column::Id.is_in(ids))
        .filter(tender::Column::State.is_in(states.iter().copied()))
        .order_by_asc(tender::Column::DeadlineAt)
        .limit(MOST_TENDERS)
        .all(connection)
        .await?)
}

/// The criteria of several lots, each lot's in their order.
pub(super) async fn criteria(
    connection: &impl ConnectionTrait,
    lots: impl IntoIterator<Item = LotId>,
) -> Result<HashMap<LotId, Vec<criterion::Model>>> {
    let found = criterion::Entity::find()
        .filter(criterion::Column::LotId.is_in(lots))
        .order_by_asc(criterion::Column::Position)
        .order_by_asc(criterion::Column::Id)
        .all(connection)
        .await?;
    let mut of_lots: HashMap<LotId, Vec<criterion::Model>> = HashMap::new();
    for criterion in found {
        of_lots.entry(criterion.lot_id).or_default().push(criterion);
    }
    Ok(of_lots)
}

pub(super) async fn confirmations(
    connection: &impl ConnectionTrait,
    tenders: impl IntoIterator<Item = TenderId>,
) -> Result<Vec<opening_confirmation::Model>> {
    Ok(opening_confirmation::Entity::find()
        .filter(opening_confirmation::Column::TenderId.is_in(tenders))
        .order_by_asc(opening_confirmation::Column::ConfirmedAt)
        .limit(MOST_BIDS)
        .all(connection)
        .await?)
}

pub(super) async fn checks(
    connection: &impl ConnectionTrait,
    bids: impl IntoIterator<Item = BidId>,
) -> Result<Vec<bid_check::Model>> {
    Ok(bid_check::Entity::find().filter(bid_check::Column::BidId.is_in(bids)).all(connection).await?)
}

/// What a provider submitted last, of its bids that were opened: its declarations start the next bid.
pub(super) async fn last_opened(
    connection: &impl ConnectionTrait,
    provider: ProviderId,
) -> Result<Option<opened_bid::Model>> {
    let last = bid::Entity::find()
        .filter(bid::Column::ProviderId.eq(provider))
        .filter(bid::Column::SubmissionId.is_not_null())
        .order_by_desc(bid::Column::OpenedAt)
        .one(connection)
        .await?;
    let Some(bid) = last else { return Ok(None) };
    Ok(opened_bid::Entity::find_by_id(bid.id).one(connection).await?)
}

/// The entries of the record that these submissions are.
pub(super) async fn entries_of(
    connection: &impl ConnectionTrait,
    submissions: impl IntoIterator<Item = SubmissionId>,
) -> Result<Vec<event::Model>> {
    let subjects: Vec<String> = submissions.into_iter().map(|id| format!("submission:{id}")).collect();
    Ok(event::Entity::find().filter(event::Column::Subject.is_in(subjects)).all(connection).await?)
}

/// How many bids of a tender are still in and have sealed prices.
pub(super) async fn still_sealed(connection: &impl ConnectionTrait, tender: TenderId) -> Result<u64> {
    let still_in = bid::Entity::find()
        .select_only()
        .column(bid::Column::Id)
        .filter(bid::Column::TenderId.eq(tender))
        .filter(bid::Column::OpenedAt.is_not_null())
        .filter(Condition::any().add(bid::Column::Passed.is_null()).add(bid::Column::Passed.eq(true)));
    Ok(opened_bid::Entity::find()
        .filter(opened_bid::Column::BidId.in_subquery(still_in.into_query()))
        .filter(opened_bid::Column::PricedAt.is_null())
        .count(connection)
        .await?)
}

/// The hashes of the submissions that count for these bids.
pub(super) async fn hashes(connection: &impl ConnectionTrait, bids: &[bid::Model]) -> Result<Vec<String>> {
    Ok(bid_submission::Entity::find()
        .select_only()
        .column(bid_submission::Column::Sha256)
        .filter(bid_submission::Column::Id.is_in(bids.iter().filter_map(|bid| bid.submission_id)))
        .into_tuple()
        .all(connection)
        .await?)
}
