//! Queries about tenders, on any connection.

use super::rules::price_rule::PriceRule;
use crate::platform::error::{Error, Result};
use ::entity::membership::{Role, Scope};
use ::entity::{account, criterion, declaration, ids::*, lot, membership, tender};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The tender with this reference, whoever asks: who may know of it is `tender::visible_to`.
pub async fn by_reference(connection: &impl ConnectionTrait, reference: &str) -> Result<tender::Model> {
    let found = tender::Entity::find().filter(tender::Column::Reference.eq(reference)).one(connection).await?;
    found.ok_or(Error::NotFound)
}

pub async fn by_id(connection: &impl ConnectionTrait, id: TenderId) -> Result<tender::Model> {
    tender::Entity::find_by_id(id).one(connection).await?.ok_or(Error::NotFound)
}

/// The tender, kept from changing until the transaction ends.
pub async fn locked(transaction: &impl ConnectionTrait, id: TenderId) -> Result<tender::Model> {
    tender::Entity::find_by_id(id).lock_exclusive().one(transaction).await?.ok_or(Error::NotFound)
}

/// Its lots by number.
pub async fn lots(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<lot::Model>> {
    let all = lot::Entity::find().filter(lot::Column::TenderId.eq(tender)).order_by_asc(lot::Column::Number);
    Ok(all.limit(100).all(connection).await?)
}

/// The first lot: a tender made here has exactly one.
pub async fn the_lot(connection: &impl ConnectionTrait, tender: TenderId) -> Result<lot::Model> {
    lots(connection, tender).await?.into_iter().next().ok_or_else(|| Error::internal("a tender without a lot"))
}

/// A lot's quality criteria in their order.
pub async fn criteria(connection: &impl ConnectionTrait, lot: LotId) -> Result<Vec<criterion::Model>> {
    let all = criterion::Entity::find()
        .filter(criterion::Column::LotId.eq(lot))
        .order_by_asc(criterion::Column::Position)
        .order_by_asc(criterion::Column::Id);
    Ok(all.limit(100).all(connection).await?)
}

/// How price counts in this tender.
pub fn price_rule(tender: &tender::Model) -> Result<PriceRule> {
    Ok(serde_json::from_value(tender.price_rule.clone())?)
}

/// Somebody with a role in one tender.
#[derive(Clone, Debug)]
pub struct Member {
    pub membership: MembershipId,
    pub account: AccountId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub school: Option<SchoolId>,
}

/// The tender's team, in the order they were appointed.
pub async fn team(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<Member>> {
    let held = membership::Entity::find()
        .filter(membership::Column::Scope.eq(Scope::Tender))
        .filter(membership::Column::ScopeId.eq(tender.0))
        .filter(membership::Column::EndedAt.is_null())
        .order_by_asc(membership::Column::Id)
        .limit(200)
        .all(connection)
        .await?;
    let ids = held.iter().map(|held| held.account_id);
    let accounts = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(connection).await?;
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

/// What somebody has declared for a tender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    Missing,
    Conflict,
    Clear,
}

/// Whether somebody has declared that they have no interest in a bidder: asked before they open, score or vote.
pub async fn declared_no_conflict(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    account: AccountId,
) -> Result<Declared> {
    Ok(match declaration_of(connection, tender, account).await? {
        None => Declared::Missing,
        Some(declared) if declared.has_interest => Declared::Conflict,
        Some(_) => Declared::Clear,
    })
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
