//! The people around a tender: its team, its chairs, what they declared, the providers that follow it.

use crate::platform::error::Result;
pub use crate::tender::rules::interests::Declared;
use crate::tender::rules::interests::standing;
use crate::tender::rules::team::Member;
use ::entity::membership::{Role, Scope};
use ::entity::{account, declaration, ids::*, membership, tender, tender_interest};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// No tender has more people or followers.
const MOST: u64 = 500;

/// The tender's team, in the order they were appointed. Two queries.
pub async fn team(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<Member>> {
    let held = membership::Entity::find()
        .filter(membership::Column::Scope.eq(Scope::Tender))
        .filter(membership::Column::ScopeId.eq(tender.0))
        .filter(membership::Column::EndedAt.is_null())
        .order_by_asc(membership::Column::Id)
        .limit(MOST)
        .all(connection)
        .await?;
    let accounts = accounts(connection, held.iter().map(|held| held.account_id)).await?;
    let member = |held: membership::Model| {
        let account = accounts.iter().find(|account| account.id == held.account_id)?;
        Some(Member {
            membership: held.id,
            account: account.id,
            name: account.name.clone(),
            email: account.email.clone(),
            role: held.role,
            school: held.school_id,
        })
    };
    Ok(held.into_iter().filter_map(member).collect())
}

async fn accounts(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<account::Model>> {
    Ok(account::Entity::find().filter(account::Column::Id.is_in(ids)).all(connection).await?)
}

/// The schools that the cluster's chair holds the chair for.
pub async fn chairs(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<SchoolId>> {
    let held: Vec<Option<SchoolId>> = membership::Entity::find()
        .select_only()
        .column(membership::Column::SchoolId)
        .filter(membership::Column::Role.eq(Role::Chair))
        .filter(membership::Column::ScopeId.eq(cluster.0))
        .filter(membership::Column::EndedAt.is_null())
        .limit(MOST)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(held.into_iter().flatten().collect())
}

/// Whether somebody has declared that they have no interest in a bidder: asked before they open, score or vote. Once bids
/// are open the declaration must be against the list of bidders.
pub async fn declared_no_conflict(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    account: AccountId,
) -> Result<Declared> {
    let opened_at: Option<Option<DateTime<Utc>>> = tender::Entity::find_by_id(tender)
        .select_only()
        .column(tender::Column::OpenedAt)
        .into_tuple()
        .one(connection)
        .await?;
    let held = declaration_of(connection, tender, account).await?;
    Ok(standing(held.as_ref(), opened_at.flatten().is_some()))
}

pub async fn declaration_of(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    account: AccountId,
) -> Result<Option<declaration::Model>> {
    Ok(declaration::Entity::find()
        .filter(declaration::Column::TenderId.eq(tender))
        .filter(declaration::Column::AccountId.eq(account))
        .one(connection)
        .await?)
}

/// Every declaration for a tender with the name of who made it. Two queries.
pub async fn declarations(
    connection: &impl ConnectionTrait,
    tender: TenderId,
) -> Result<Vec<(declaration::Model, String)>> {
    let made = declaration::Entity::find()
        .filter(declaration::Column::TenderId.eq(tender))
        .order_by_asc(declaration::Column::Id)
        .limit(MOST)
        .all(connection)
        .await?;
    let accounts = accounts(connection, made.iter().map(|made| made.account_id)).await?;
    let name = |id: AccountId| accounts.iter().find(|account| account.id == id).map(|account| account.name.clone());
    Ok(made
        .into_iter()
        .filter_map(|made| Some((name(made.account_id)?, made)))
        .map(|(name, made)| (made, name))
        .collect())
}

/// The providers that follow a tender.
pub async fn following(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<ProviderId>> {
    Ok(tender_interest::Entity::find()
        .select_only()
        .column(tender_interest::Column::ProviderId)
        .filter(tender_interest::Column::TenderId.eq(tender))
        .limit(MOST)
        .into_tuple()
        .all(connection)
        .await?)
}

/// Whoever sells for one of these providers, each person once. Two queries.
pub async fn sellers_of(connection: &impl ConnectionTrait, providers: Vec<ProviderId>) -> Result<Vec<account::Model>> {
    let staff: Vec<AccountId> = membership::Entity::find()
        .select_only()
        .column(membership::Column::AccountId)
        .filter(membership::Column::Role.is_in([Role::ProviderStaff, Role::LaSeller]))
        .filter(membership::Column::ScopeId.is_in(providers.into_iter().map(|provider| provider.0)))
        .filter(membership::Column::EndedAt.is_null())
        .limit(MOST)
        .into_tuple()
        .all(connection)
        .await?;
    accounts(connection, staff).await
}

/// The heads and business managers of these schools and the cluster's representatives, each person once. Two queries.
pub async fn told_of_schools(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    schools: Vec<SchoolId>,
) -> Result<Vec<account::Model>> {
    let of_schools = Condition::all()
        .add(membership::Column::Role.is_in([Role::Headteacher, Role::BusinessManager]))
        .add(membership::Column::ScopeId.is_in(schools.into_iter().map(|school| school.0)));
    let of_cluster = Condition::all()
        .add(membership::Column::Role.is_in([Role::Chair, Role::Clerk, Role::Representative]))
        .add(membership::Column::ScopeId.eq(cluster.0));
    let held: Vec<AccountId> = membership::Entity::find()
        .select_only()
        .column(membership::Column::AccountId)
        .filter(Condition::any().add(of_schools).add(of_cluster))
        .filter(membership::Column::EndedAt.is_null())
        .limit(MOST)
        .into_tuple()
        .all(connection)
        .await?;
    accounts(connection, held).await
}

/// How many providers said that they intend to bid.
pub async fn intending(connection: &impl ConnectionTrait, tender: TenderId) -> Result<u64> {
    Ok(tender_interest::Entity::find()
        .filter(tender_interest::Column::TenderId.eq(tender))
        .filter(tender_interest::Column::IntendsToBid.eq(true))
        .count(connection)
        .await?)
}

/// Which of these tenders somebody has declared for.
pub async fn declared_by(
    connection: &impl ConnectionTrait,
    account: AccountId,
    tenders: impl IntoIterator<Item = TenderId>,
) -> Result<Vec<TenderId>> {
    Ok(declaration::Entity::find()
        .select_only()
        .column(declaration::Column::TenderId)
        .filter(declaration::Column::AccountId.eq(account))
        .filter(declaration::Column::TenderId.is_in(tenders))
        .into_tuple()
        .all(connection)
        .await?)
}
