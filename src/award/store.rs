//! Queries about awards, votes, joining, outcomes and challenges, on any connection.

mod after;
mod listing;
mod votes;
mod waiting;

pub use after::{open_correction, winners_of, withdrawal_of, withdrawn};
pub use listing::{Decided, decided_in, newest_decided};
pub use votes::{ballots, interested, latest_ballot, seats, votes};
pub use waiting::{After, asked_to_keep_open, challenged, joinings_of, unread_outcomes, votes_of, waiting_after};

use crate::platform::error::{Error, Result};
use ::entity::agreement::SharingRule;
use ::entity::membership::Role;
use ::entity::money::Money;
use ::entity::{
    account, agreement, award, bid, category, challenge, cluster, declaration, demand, ids::*, joining, lot,
    membership, outcome, provider, tender, tender_document, tender_question,
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use std::collections::HashMap;

/// No tender has more schools or bids.
pub(super) const MOST: u64 = 500;

/// A lot, kept from changing until the transaction ends.
pub async fn locked_lot(transaction: &impl ConnectionTrait, lot: LotId) -> Result<lot::Model> {
    lot::Entity::find_by_id(lot).lock_exclusive().one(transaction).await?.ok_or(Error::NotFound)
}

pub async fn award_of(connection: &impl ConnectionTrait, lot: LotId) -> Result<Option<award::Model>> {
    Ok(award::Entity::find().filter(award::Column::LotId.eq(lot)).one(connection).await?)
}

pub async fn category(connection: &impl ConnectionTrait, tender: &tender::Model) -> Result<category::Model> {
    category::Entity::find_by_id(tender.category_id).one(connection).await?.ok_or(Error::NotFound)
}

pub async fn cluster(connection: &impl ConnectionTrait, id: ClusterId) -> Result<cluster::Model> {
    cluster::Entity::find_by_id(id).one(connection).await?.ok_or(Error::NotFound)
}

/// The provider behind an opened bid.
pub async fn provider_of(connection: &impl ConnectionTrait, bid: BidId) -> Result<provider::Model> {
    let bid = self::bid(connection, bid).await?;
    let id = bid.provider_id.ok_or(Error::NotFound)?;
    provider::Entity::find_by_id(id).one(connection).await?.ok_or(Error::NotFound)
}

/// Whether somebody sells for one of these providers, whatever hat they wear now.
pub async fn sells_for(
    connection: &impl ConnectionTrait,
    account: AccountId,
    providers: impl IntoIterator<Item = ProviderId>,
) -> Result<bool> {
    let held = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account))
        .filter(membership::Column::Role.is_in([Role::ProviderStaff, Role::LaSeller]))
        .filter(membership::Column::ScopeId.is_in(providers.into_iter().map(|provider| provider.0)))
        .filter(membership::Column::EndedAt.is_null());
    Ok(held.count(connection).await? > 0)
}

/// What each school's body has authorised a year.
pub async fn mandates(connection: &impl ConnectionTrait, tender: TenderId) -> Result<HashMap<SchoolId, Money>> {
    let sheets = demand::Entity::find().filter(demand::Column::TenderId.eq(tender)).limit(MOST).all(connection).await?;
    Ok(sheets.into_iter().filter_map(|sheet| Some((sheet.school_id, sheet.mandate_limit?))).collect())
}

pub async fn joinings(connection: &impl ConnectionTrait, award: AwardId) -> Result<Vec<joining::Model>> {
    let rows = joining::Entity::find().filter(joining::Column::AwardId.eq(award));
    Ok(rows.limit(MOST).all(connection).await?)
}

pub async fn joining_of(
    transaction: &impl ConnectionTrait,
    award: AwardId,
    school: SchoolId,
) -> Result<Option<joining::Model>> {
    Ok(joining::Entity::find_by_id((award, school)).lock_exclusive().one(transaction).await?)
}

/// Somebody's declaration, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    pub name: String,
    pub has_interest: bool,
    pub detail: Option<String>,
}

/// Who has declared for a tender, interests first. Two queries.
pub async fn declarations(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<Declaration>> {
    let rows = declaration::Entity::find()
        .filter(declaration::Column::TenderId.eq(tender))
        .order_by_desc(declaration::Column::HasInterest)
        .order_by_asc(declaration::Column::DeclaredAt)
        .limit(MOST)
        .all(connection)
        .await?;
    let people = account::Entity::find()
        .filter(account::Column::Id.is_in(rows.iter().map(|row| row.account_id)))
        .all(connection)
        .await?;
    let name = |id: AccountId| people.iter().find(|person| person.id == id).map(|person| person.name.clone());
    let declared = |row: declaration::Model| {
        Some(Declaration { name: name(row.account_id)?, has_interest: row.has_interest, detail: row.detail })
    };
    Ok(rows.into_iter().filter_map(declared).collect())
}

/// How many questions bidders asked, and how many of them were answered.
pub async fn questions(connection: &impl ConnectionTrait, tender: TenderId) -> Result<(u64, u64)> {
    let all = || tender_question::Entity::find().filter(tender_question::Column::TenderId.eq(tender));
    let answered = all().filter(tender_question::Column::AnsweredAt.is_not_null()).count(connection).await?;
    Ok((all().count(connection).await?, answered))
}

pub async fn documents(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<tender_document::Model>> {
    let all = tender_document::Entity::find().filter(tender_document::Column::TenderId.eq(tender));
    Ok(all.order_by_asc(tender_document::Column::AddedAt).limit(MOST).all(connection).await?)
}

pub async fn bid(connection: &impl ConnectionTrait, id: BidId) -> Result<bid::Model> {
    bid::Entity::find_by_id(id).one(connection).await?.ok_or(Error::NotFound)
}

pub async fn outcome(connection: &impl ConnectionTrait, bid: BidId) -> Result<Option<outcome::Model>> {
    Ok(outcome::Entity::find_by_id(bid).one(connection).await?)
}

/// What every bidder of a lot was told.
pub async fn outcomes(connection: &impl ConnectionTrait, lot: LotId) -> Result<Vec<outcome::Model>> {
    let of_lot =
        bid::Entity::find().select_only().column(bid::Column::Id).filter(bid::Column::LotId.eq(lot)).into_query();
    let query = outcome::Entity::find().filter(outcome::Column::BidId.in_subquery(of_lot));
    Ok(query.limit(MOST).all(connection).await?)
}

/// How the cluster divided joint bills at that instant.
pub async fn sharing_rule_at(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    at: DateTime<Utc>,
) -> Result<Option<SharingRule>> {
    let query = agreement::Entity::find()
        .filter(agreement::Column::ClusterId.eq(cluster))
        .filter(agreement::Column::AdoptedAt.lte(at))
        .order_by_desc(agreement::Column::Version);
    Ok(query.one(connection).await?.map(|agreement| agreement.sharing_rule))
}

/// The providers that were told the outcome of a lot.
pub async fn told(connection: &impl ConnectionTrait, lot: LotId) -> Result<Vec<bid::Model>> {
    let sent = outcome::Entity::find().select_only().column(outcome::Column::BidId).into_query();
    let query = bid::Entity::find().filter(bid::Column::LotId.eq(lot)).filter(bid::Column::Id.in_subquery(sent));
    Ok(query.limit(MOST).all(connection).await?)
}

/// The challenges of a lot, the latest first.
pub async fn challenges(connection: &impl ConnectionTrait, lot: LotId) -> Result<Vec<challenge::Model>> {
    let all = challenge::Entity::find().filter(challenge::Column::LotId.eq(lot));
    Ok(all.order_by_desc(challenge::Column::RaisedAt).limit(MOST).all(connection).await?)
}
