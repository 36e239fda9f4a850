//! Queries about open tenders and the providers that they suit.

use super::lists::{Listed, Paged, listed};
use crate::platform::error::Result;
use crate::tender::rules::opportunity::Interest;
use ::entity::listing::ListingState;
use ::entity::listing_area::EVERYWHERE;
use ::entity::mail_choice::{MailKind, MailPace};
use ::entity::membership::Role;
use ::entity::tender::TenderState;
use ::entity::{
    cluster_member, ids::*, listing, listing_area, mail_choice, membership, opportunity_preference, school, tender,
    tender_digest, tender_interest,
};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _, RelationDef, Select,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// More listings than an organisation publishes, times the areas of each.
const MOST_AREAS: u64 = 20_000;
/// The open tenders that one look at the digests takes, and the people of one tender.
const MOST_OPEN: u64 = 500;
const MOST_PEOPLE: u64 = 5_000;
const MOST_PREFERENCES: u64 = 10_000;

/// What is open for bids now.
fn open(now: DateTime<Utc>) -> Select<tender::Entity> {
    tender::Entity::find()
        .filter(tender::Column::PublishedAt.is_not_null())
        .filter(tender::Column::State.eq(TenderState::Open))
        .filter(tender::Column::DeadlineAt.gt(now))
        .filter(tender::Column::ClosedAt.is_null())
}

fn suiting(interests: &[Interest]) -> Condition {
    interests.iter().fold(Condition::any(), |any, interest| {
        let mut all = Condition::all().add(tender::Column::ClosedAt.is_null());
        if let Some(category) = interest.category {
            all = all.add(tender::Column::CategoryId.eq(category));
        }
        if !interest.codes.is_empty() {
            all = all.add(tender::Column::ClusterId.in_subquery(clusters_in(&interest.codes)));
        }
        any.add(all)
    })
}

/// The clusters that have schools in these LAs.
fn clusters_in(codes: &BTreeSet<String>) -> SelectStatement {
    let of_school: RelationDef = cluster_member::Entity::belongs_to(school::Entity)
        .from(cluster_member::Column::SchoolId)
        .to(school::Column::Id)
        .into();
    cluster_member::Entity::find()
        .select_only()
        .column(cluster_member::Column::ClusterId)
        .join(JoinType::InnerJoin, of_school)
        .filter(cluster_member::Column::LeftOn.is_null())
        .filter(school::Column::LaCode.is_in(codes.iter().cloned()))
        .into_query()
}

/// Open tenders, all of them or those that suit, the newest first.
pub async fn opportunities(
    connection: &impl ConnectionTrait,
    interests: Option<&[Interest]>,
    now: DateTime<Utc>,
    page: u64,
) -> Result<Paged<Listed>> {
    let query = open(now).order_by_desc(tender::Column::PublishedAt).order_by_desc(tender::Column::Id);
    let query = match interests {
        Some([]) => query.filter(tender::Column::ClosedAt.is_not_null()),
        Some(interests) => query.filter(suiting(interests)),
        None => query,
    };
    listed(connection, query, page).await
}

/// What an organisation chose to look for, if it did.
pub async fn preference(
    connection: &impl ConnectionTrait,
    provider: ProviderId,
) -> Result<Option<opportunity_preference::Model>> {
    Ok(opportunity_preference::Entity::find_by_id(provider).one(connection).await?)
}

/// What an organisation's published listings offer, service by service. One query.
pub async fn offered(connection: &impl ConnectionTrait, provider: ProviderId) -> Result<Vec<Interest>> {
    let of_area: RelationDef = listing::Entity::belongs_to(listing_area::Entity)
        .from(listing::Column::Id)
        .to(listing_area::Column::ListingId)
        .into();
    let rows: Vec<(CategoryId, String)> = listing::Entity::find()
        .select_only()
        .column(listing::Column::CategoryId)
        .column(listing_area::Column::LaCode)
        .distinct()
        .join(JoinType::InnerJoin, of_area)
        .filter(listing::Column::ProviderId.eq(provider))
        .filter(listing::Column::State.eq(ListingState::Published))
        .limit(MOST_AREAS)
        .into_tuple()
        .all(connection)
        .await?;
    let mut found: BTreeMap<CategoryId, BTreeSet<String>> = BTreeMap::new();
    for (category, code) in rows {
        found.entry(category).or_default().insert(code);
    }
    let interest = |(category, codes): (CategoryId, BTreeSet<String>)| {
        let codes = if codes.contains(EVERYWHERE) { BTreeSet::new() } else { codes };
        Interest { category: Some(category), codes }
    };
    Ok(found.into_iter().map(interest).collect())
}

/// The tenders of these that a provider follows or intends to bid for.
pub async fn followed(
    connection: &impl ConnectionTrait,
    provider: ProviderId,
    tenders: &[TenderId],
) -> Result<Vec<TenderId>> {
    Ok(tender_interest::Entity::find()
        .select_only()
        .column(tender_interest::Column::TenderId)
        .filter(tender_interest::Column::ProviderId.eq(provider))
        .filter(tender_interest::Column::TenderId.is_in(tenders.iter().copied()))
        .into_tuple()
        .all(connection)
        .await?)
}

/// The tenders that are open for bids, the last published first.
pub async fn newest_open(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Listed>> {
    let query = open(now).order_by_desc(tender::Column::PublishedAt).limit(MOST_OPEN);
    super::lists::with_names(connection, query.all(connection).await?).await
}

/// The LAs of a cluster's schools.
pub async fn areas_of_clusters(
    connection: &impl ConnectionTrait,
    clusters: &[ClusterId],
) -> Result<HashMap<ClusterId, BTreeSet<String>>> {
    let of_school: RelationDef = cluster_member::Entity::belongs_to(school::Entity)
        .from(cluster_member::Column::SchoolId)
        .to(school::Column::Id)
        .into();
    let rows: Vec<(ClusterId, Option<String>)> = cluster_member::Entity::find()
        .select_only()
        .column(cluster_member::Column::ClusterId)
        .column(school::Column::LaCode)
        .distinct()
        .join(JoinType::InnerJoin, of_school)
        .filter(cluster_member::Column::LeftOn.is_null())
        .filter(cluster_member::Column::ClusterId.is_in(clusters.iter().copied()))
        .into_tuple()
        .all(connection)
        .await?;
    let mut found: HashMap<ClusterId, BTreeSet<String>> = HashMap::new();
    for (cluster, code) in rows {
        found.entry(cluster).or_default().extend(code);
    }
    Ok(found)
}

/// What organisations chose to look for.
pub async fn preferences(connection: &impl ConnectionTrait) -> Result<Vec<opportunity_preference::Model>> {
    Ok(opportunity_preference::Entity::find().limit(MOST_PREFERENCES).all(connection).await?)
}

/// People who sell for the organisations whose listings suit a tender, or that said that it suits them, and who were not
/// told of it; without those whose organisation follows it already.
pub async fn people_to_tell(
    connection: &impl ConnectionTrait,
    tender: &tender::Model,
    codes: &BTreeSet<String>,
    who_said_so: &[ProviderId],
) -> Result<Vec<AccountId>> {
    let of_area: RelationDef = listing::Entity::belongs_to(listing_area::Entity)
        .from(listing::Column::Id)
        .to(listing_area::Column::ListingId)
        .into();
    let offer = listing::Entity::find()
        .select_only()
        .column(listing::Column::ProviderId)
        .join(JoinType::InnerJoin, of_area)
        .filter(listing::Column::State.eq(ListingState::Published))
        .filter(listing::Column::CategoryId.eq(tender.category_id))
        .filter(listing_area::Column::LaCode.is_in(codes.iter().map(String::as_str).chain([EVERYWHERE])));
    let chose = opportunity_preference::Entity::find().select_only().column(opportunity_preference::Column::ProviderId);
    let follow = tender_interest::Entity::find()
        .select_only()
        .column(tender_interest::Column::ProviderId)
        .filter(tender_interest::Column::TenderId.eq(tender.id));
    let told = tender_digest::Entity::find()
        .select_only()
        .column(tender_digest::Column::AccountId)
        .filter(tender_digest::Column::TenderId.eq(tender.id));
    let by_listings = Condition::all()
        .add(membership::Column::ScopeId.in_subquery(offer.into_query()))
        .add(membership::Column::ScopeId.not_in_subquery(chose.into_query()));
    let suits = Condition::any()
        .add(by_listings)
        .add(membership::Column::ScopeId.is_in(who_said_so.iter().map(|provider| provider.0)));
    Ok(membership::Entity::find()
        .select_only()
        .column(membership::Column::AccountId)
        .distinct()
        .filter(membership::Column::Role.is_in([Role::ProviderStaff, Role::LaSeller]))
        .filter(membership::Column::EndedAt.is_null())
        .filter(suits)
        .filter(membership::Column::ScopeId.not_in_subquery(follow.into_query()))
        .filter(membership::Column::AccountId.not_in_subquery(told.into_query()))
        .limit(MOST_PEOPLE)
        .into_tuple()
        .all(connection)
        .await?)
}

/// How often these people want to hear of new tenders, where they said so.
pub async fn paces(connection: &impl ConnectionTrait, people: &[AccountId]) -> Result<HashMap<AccountId, MailPace>> {
    let chosen = mail_choice::Entity::find()
        .filter(mail_choice::Column::Kind.eq(MailKind::NewTenders))
        .filter(mail_choice::Column::AccountId.is_in(people.iter().copied()))
        .all(connection)
        .await?;
    Ok(chosen.into_iter().map(|choice| (choice.account_id, choice.pace)).collect())
}
