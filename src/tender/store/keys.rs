//! The keys of a tender's bids and who holds them.

use super::people::team;
use crate::platform::error::Result;
use crate::tender::rules::custody::{Holder, holders, lacks};
use ::entity::key_half::HalfPurpose;
use ::entity::tender_key::Custody;
use ::entity::{ids::*, key_half, key_share, recovery_key, tender, tender_key};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// No tender has more key-holders, pairs or halves.
const MOST: u64 = 500;

pub async fn key_of(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Option<tender_key::Model>> {
    Ok(tender_key::Entity::find_by_id(tender).one(connection).await?)
}

/// The custody that was chosen; standard where nobody chose.
pub async fn custody_of(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Custody> {
    Ok(key_of(connection, tender).await?.map_or(Custody::Standard, |key| key.custody))
}

pub async fn recovery_keys(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<recovery_key::Model>> {
    let all = recovery_key::Entity::find().filter(recovery_key::Column::TenderId.eq(tender));
    Ok(all.limit(MOST).all(connection).await?)
}

pub async fn shares(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<key_share::Model>> {
    let all = key_share::Entity::find().filter(key_share::Column::TenderId.eq(tender));
    Ok(all.order_by_asc(key_share::Column::OuterId).limit(MOST).all(connection).await?)
}

/// The halves that wait for this person.
pub async fn halves_for(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    purpose: HalfPurpose,
    account: AccountId,
) -> Result<Vec<key_half::Model>> {
    let all = key_half::Entity::find()
        .filter(key_half::Column::TenderId.eq(tender))
        .filter(key_half::Column::Purpose.eq(purpose))
        .filter(key_half::Column::ForId.eq(account));
    Ok(all.limit(MOST).all(connection).await?)
}

/// Who has given a half for this purpose.
pub async fn givers(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    purpose: HalfPurpose,
) -> Result<Vec<AccountId>> {
    let all = key_half::Entity::find()
        .select_only()
        .column(key_half::Column::GivenBy)
        .filter(key_half::Column::TenderId.eq(tender))
        .filter(key_half::Column::Purpose.eq(purpose));
    Ok(all.distinct().limit(MOST).into_tuple().all(connection).await?)
}

/// The key-holders with their recovery keys and shares. Four queries.
pub async fn key_holders(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<Holder>> {
    let team = team(connection, tender).await?;
    Ok(holders(&team, &recovery_keys(connection, tender).await?, &shares(connection, tender).await?))
}

/// What the chosen custody still asks for before the tender is published. One query in standard custody.
pub async fn keys_lacking(connection: &impl ConnectionTrait, tender: &tender::Model) -> Result<Vec<String>> {
    if tender.published_at.is_some() || custody_of(connection, tender.id).await? == Custody::Standard {
        return Ok(Vec::new());
    }
    Ok(lacks(Custody::Split, &key_holders(connection, tender.id).await?))
}
