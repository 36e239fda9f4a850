//! Who is in no cluster, which services end, which awards were given.

use super::MOST_ROWS;
use crate::platform::error::Result;
use crate::tender::rules::states::is_final;
use ::entity::contract::ContractState;
use ::entity::listing::ListingState;
use ::entity::school::EstablishmentStatus;
use ::entity::tender::TenderState;
use ::entity::{award, bid, cluster_member, contract, ids::*, listing, listing_version, lot, provider, school, tender};
use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _, RelationDef,
};
use std::collections::{BTreeSet, HashMap};

/// The open schools of an area that are in no cluster on a day, by name, and how many there are.
pub async fn outside(
    connection: &impl ConnectionTrait,
    la_code: &str,
    day: NaiveDate,
) -> Result<(Vec<school::Model>, u64)> {
    let is_own = Expr::col((cluster_member::Entity, cluster_member::Column::SchoolId))
        .equals((school::Entity, school::Column::Id));
    let own = members_on(day).filter(is_own);
    let query = school::Entity::find()
        .filter(school::Column::LaCode.eq(la_code))
        .filter(school::Column::Status.eq(EstablishmentStatus::Open))
        .filter(Expr::exists(own.into_query()).not());
    let count = query.clone().count(connection).await?;
    Ok((query.order_by_asc(school::Column::Name).limit(MOST_ROWS).all(connection).await?, count))
}

fn members_on(day: NaiveDate) -> sea_orm::Select<cluster_member::Entity> {
    let is_member =
        Condition::any().add(cluster_member::Column::LeftOn.is_null()).add(cluster_member::Column::LeftOn.gt(day));
    cluster_member::Entity::find().select_only().column(cluster_member::Column::SchoolId).filter(is_member)
}

/// A school that left a cluster and is in none.
#[derive(Clone, Debug)]
pub struct Alone {
    pub school: school::Model,
    pub left_on: NaiveDate,
}

/// The schools of an area that have left a cluster since a day and are in none now, the latest first.
pub async fn alone(
    connection: &impl ConnectionTrait,
    la_code: &str,
    (since, day): (NaiveDate, NaiveDate),
) -> Result<Vec<Alone>> {
    let of_school: RelationDef = cluster_member::Entity::belongs_to(school::Entity)
        .from(cluster_member::Column::SchoolId)
        .to(school::Column::Id)
        .into();
    let rows = cluster_member::Entity::find()
        .join(JoinType::InnerJoin, of_school)
        .select_also(school::Entity)
        .filter(school::Column::LaCode.eq(la_code))
        .filter(cluster_member::Column::LeftOn.gte(since))
        .filter(cluster_member::Column::LeftOn.lte(day))
        .order_by_desc(cluster_member::Column::LeftOn)
        .limit(MOST_ROWS)
        .all(connection)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = rows.iter().map(|(member, _)| member.school_id);
    let still = members_on(day).filter(cluster_member::Column::SchoolId.is_in(ids));
    let still: Vec<SchoolId> = still.into_tuple().all(connection).await?;
    let mut seen: BTreeSet<SchoolId> = still.into_iter().collect();
    let alone = |(member, school): (cluster_member::Model, Option<school::Model>)| {
        let first = seen.insert(member.school_id);
        Some(Alone { school: school.filter(|_| first)?, left_on: member.left_on? })
    };
    Ok(rows.into_iter().filter_map(alone).collect())
}

/// A service that its seller withdraws.
#[derive(Clone, Debug)]
pub struct Withdrawn {
    pub listing: listing::Model,
    pub title: String,
    pub last_day: Option<NaiveDate>,
}

/// The services that an authority withdraws or has withdrawn since a day. Two queries.
pub async fn withdrawn(
    connection: &impl ConnectionTrait,
    authority: ProviderId,
    since: NaiveDate,
) -> Result<Vec<Withdrawn>> {
    let listings = listing::Entity::find()
        .filter(listing::Column::ProviderId.eq(authority))
        .filter(listing::Column::State.ne(ListingState::Draft))
        .order_by_asc(listing::Column::Slug)
        .limit(MOST_ROWS)
        .all(connection)
        .await?;
    let versions = listing_version::Entity::find()
        .filter(listing_version::Column::Id.is_in(listings.iter().filter_map(|listing| listing.version_id)))
        .all(connection)
        .await?;
    let versions: HashMap<_, _> = versions.into_iter().map(|version| (version.id, version)).collect();
    let one = |listing: listing::Model| {
        let version = versions.get(&listing.version_id?)?;
        let last_day = version.withdraws_on;
        let is_told = listing.state == ListingState::Withdrawn || last_day.is_some();
        let is_recent = last_day.is_none_or(|day| day >= since);
        (is_told && is_recent).then(|| Withdrawn { title: version.title.clone(), last_day, listing })
    };
    Ok(listings.into_iter().filter_map(one).collect())
}

/// A contract of a cluster that ends.
#[derive(Clone, Debug)]
pub struct Ending {
    pub contract: contract::Model,
    /// Whether a later contract for the same service is signed, or being signed.
    pub has_successor: bool,
}

/// The contracts of these clusters in force that end in a span of days. One query.
pub async fn ending(
    connection: &impl ConnectionTrait,
    clusters: &[ClusterId],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Ending>> {
    let all = contract::Entity::find()
        .filter(contract::Column::ClusterId.is_in(clusters.iter().copied()))
        .filter(contract::Column::State.is_in([ContractState::Live, ContractState::Signing]))
        .order_by_asc(contract::Column::EndsOn)
        .limit(MOST_ROWS)
        .all(connection)
        .await?;
    let follows = |one: &contract::Model, other: &contract::Model| {
        (one.cluster_id, one.category_id) == (other.cluster_id, other.category_id) && other.ends_on > one.ends_on
    };
    let ends = |one: &&contract::Model| one.state == ContractState::Live && one.ends_on >= from && one.ends_on <= to;
    let ending = |one: &contract::Model| Ending {
        has_successor: all.iter().any(|other| follows(one, other)),
        contract: one.clone(),
    };
    Ok(all.iter().filter(ends).map(ending).collect())
}

/// The services that these clusters are tendering for now.
pub async fn under_way(
    connection: &impl ConnectionTrait,
    clusters: &[ClusterId],
) -> Result<BTreeSet<(ClusterId, CategoryId)>> {
    let tenders = tender::Entity::find()
        .filter(tender::Column::ClusterId.is_in(clusters.iter().copied()))
        .order_by_desc(tender::Column::Id)
        .limit(MOST_ROWS)
        .all(connection)
        .await?;
    let is_open = |tender: &tender::Model| !is_final(tender.state) && tender.state != TenderState::Live;
    Ok(tenders.into_iter().filter(is_open).map(|tender| (tender.cluster_id, tender.category_id)).collect())
}

/// An award whose bidders were told.
#[derive(Clone, Debug)]
pub struct Noted {
    pub lot: lot::Model,
    pub winner: String,
}

/// The awards of tenders whose every bidder was told the outcome, the latest first. Four queries.
pub async fn noted(connection: &impl ConnectionTrait, tenders: &[TenderId]) -> Result<Vec<Noted>> {
    let lots = lot::Entity::find()
        .filter(lot::Column::TenderId.is_in(tenders.iter().copied()))
        .filter(lot::Column::StandstillFrom.is_not_null())
        .order_by_desc(lot::Column::StandstillFrom)
        .limit(MOST_ROWS)
        .all(connection)
        .await?;
    let awards = award::Entity::find().filter(award::Column::LotId.is_in(lots.iter().map(|lot| lot.id)));
    let awards = awards.all(connection).await?;
    let bids = bid::Entity::find().filter(bid::Column::Id.is_in(awards.iter().map(|award| award.bid_id)));
    let bids: HashMap<_, _> = bids.all(connection).await?.into_iter().map(|bid| (bid.id, bid.provider_id)).collect();
    let sellers = provider::Entity::find().filter(provider::Column::Id.is_in(bids.values().filter_map(|id| *id)));
    let sellers: HashMap<_, _> =
        sellers.all(connection).await?.into_iter().map(|provider| (provider.id, provider.name)).collect();
    let noted = |lot: lot::Model| {
        let award = awards.iter().find(|award| award.lot_id == lot.id)?;
        let seller = bids.get(&award.bid_id).copied().flatten()?;
        Some(Noted { winner: sellers.get(&seller)?.clone(), lot })
    };
    Ok(lots.into_iter().filter_map(noted).collect())
}
