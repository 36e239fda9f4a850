//! Versions of the agreement and the bodies that agreed to them.

use super::{Member, members};
use crate::platform::error::Result;
use ::entity::agreement_promise;
use ::entity::{
    agreement, agreement_refresh, agreement_refusal, agreement_signature, authority_signature, ids::*, provider,
};
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeSet;

/// The versions that an authority can be a party to, and the promises of one, are fewer than this.
const MOST: u64 = 200;

/// The version adopted last.
pub async fn agreement_in_force(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
) -> Result<Option<agreement::Model>> {
    Ok(agreement::Entity::find()
        .filter(agreement::Column::ClusterId.eq(cluster))
        .filter(agreement::Column::AdoptedAt.is_not_null())
        .order_by_desc(agreement::Column::Version)
        .one(connection)
        .await?)
}

/// The version recorded last, adopted or not, of those not taken back.
pub async fn newest_agreement(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
) -> Result<Option<agreement::Model>> {
    Ok(agreement::Entity::find()
        .filter(agreement::Column::ClusterId.eq(cluster))
        .filter(agreement::Column::WithdrawnAt.is_null())
        .order_by_desc(agreement::Column::Version)
        .one(connection)
        .await?)
}

/// The versions, newest first, at most 100.
pub async fn agreements(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<agreement::Model>> {
    Ok(agreement::Entity::find()
        .filter(agreement::Column::ClusterId.eq(cluster))
        .order_by_desc(agreement::Column::Version)
        .limit(100)
        .all(connection)
        .await?)
}

/// The number that the next version gets: those taken back keep theirs.
pub async fn next_version(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<i32> {
    let of_cluster = agreement::Entity::find().filter(agreement::Column::ClusterId.eq(cluster));
    let newest = of_cluster.order_by_desc(agreement::Column::Version).one(connection).await?;
    Ok(newest.map_or(1, |newest| newest.version + 1))
}

pub async fn version(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    number: i32,
) -> Result<Option<agreement::Model>> {
    Ok(agreement::Entity::find()
        .filter(agreement::Column::ClusterId.eq(cluster))
        .filter(agreement::Column::Version.eq(number))
        .one(connection)
        .await?)
}

/// Who agreed to these versions.
pub async fn signatures(
    connection: &impl ConnectionTrait,
    agreements: impl IntoIterator<Item = AgreementId>,
) -> Result<Vec<agreement_signature::Model>> {
    Ok(agreement_signature::Entity::find()
        .filter(agreement_signature::Column::AgreementId.is_in(agreements))
        .order_by_asc(agreement_signature::Column::RecordedAt)
        .all(connection)
        .await?)
}

/// Who declined these versions.
pub async fn refusals(
    connection: &impl ConnectionTrait,
    agreements: impl IntoIterator<Item = AgreementId>,
) -> Result<Vec<agreement_refusal::Model>> {
    Ok(agreement_refusal::Entity::find()
        .filter(agreement_refusal::Column::AgreementId.is_in(agreements))
        .order_by_asc(agreement_refusal::Column::RecordedAt)
        .all(connection)
        .await?)
}

/// The schools that the agreement in force binds: those whose body has agreed to that version, in the cluster's order. They
/// vote, are in its tenders and share its money; without an agreement in force there are none. Four queries.
pub async fn parties(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<Member>> {
    let Some(in_force) = agreement_in_force(connection, cluster).await? else { return Ok(Vec::new()) };
    let signed = signatures(connection, [in_force.id]).await?;
    let signed: BTreeSet<SchoolId> = signed.into_iter().map(|signature| signature.school_id).collect();
    let mut all = members(connection, cluster).await?;
    all.retain(|member| signed.contains(&member.school.id));
    Ok(all)
}

/// Every yearly word of the bodies on these versions, the latest first.
pub async fn refreshes(
    connection: &impl ConnectionTrait,
    agreements: impl IntoIterator<Item = AgreementId>,
) -> Result<Vec<agreement_refresh::Model>> {
    Ok(agreement_refresh::Entity::find()
        .filter(agreement_refresh::Column::AgreementId.is_in(agreements))
        .order_by_desc(agreement_refresh::Column::DueOn)
        .all(connection)
        .await?)
}

/// Versions in force at some time whose set day is in one of these months, in the order of their ids, from one on.
pub async fn with_set_day_in(
    connection: &impl ConnectionTrait,
    months: BTreeSet<i32>,
    after: Option<AgreementId>,
    most: u64,
) -> Result<Vec<agreement::Model>> {
    let mut found = agreement::Entity::find()
        .filter(agreement::Column::RefreshMonth.is_in(months))
        .filter(agreement::Column::AdoptedAt.is_not_null());
    if let Some(after) = after {
        found = found.filter(agreement::Column::Id.gt(after));
    }
    Ok(found.order_by_asc(agreement::Column::Id).limit(most).all(connection).await?)
}

/// What each side promises in a version, the schools first, each side by its day.
pub async fn promises(
    connection: &impl ConnectionTrait,
    agreement: AgreementId,
) -> Result<Vec<agreement_promise::Model>> {
    let mut found = agreement_promise::Entity::find()
        .filter(agreement_promise::Column::AgreementId.eq(agreement))
        .limit(MOST)
        .all(connection)
        .await?;
    found.sort_by_key(|promise| (promise.promiser, promise.until, promise.id));
    Ok(found)
}

/// The promises of one side of these versions that end by a day.
pub async fn promises_ending(
    connection: &impl ConnectionTrait,
    agreements: Vec<AgreementId>,
    by: NaiveDate,
) -> Result<Vec<agreement_promise::Model>> {
    Ok(agreement_promise::Entity::find()
        .filter(agreement_promise::Column::AgreementId.is_in(agreements))
        .filter(agreement_promise::Column::Until.lte(by))
        .order_by_asc(agreement_promise::Column::Until)
        .limit(MOST)
        .all(connection)
        .await?)
}

pub async fn promise(
    connection: &impl ConnectionTrait,
    agreement: AgreementId,
    id: PromiseId,
) -> Result<Option<agreement_promise::Model>> {
    let own = agreement_promise::Column::AgreementId.eq(agreement);
    Ok(agreement_promise::Entity::find_by_id(id).filter(own).one(connection).await?)
}

/// The authority's signature under each of these versions that has one.
pub async fn authority_signatures(
    connection: &impl ConnectionTrait,
    agreements: impl IntoIterator<Item = AgreementId>,
) -> Result<Vec<authority_signature::Model>> {
    Ok(authority_signature::Entity::find()
        .filter(authority_signature::Column::AgreementId.is_in(agreements))
        .all(connection)
        .await?)
}

/// The versions that ask an authority to be a party, newest first.
pub async fn naming(connection: &impl ConnectionTrait, authority: ProviderId) -> Result<Vec<agreement::Model>> {
    Ok(agreement::Entity::find()
        .filter(agreement::Column::AuthorityId.eq(authority))
        .filter(agreement::Column::WithdrawnAt.is_null())
        .order_by_desc(agreement::Column::RecordedAt)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The authorities of these areas that sell here, by name.
pub async fn authorities(
    connection: &impl ConnectionTrait,
    la_codes: BTreeSet<String>,
) -> Result<Vec<provider::Model>> {
    let mut found =
        provider::Entity::find().filter(provider::Column::LaCode.is_in(la_codes)).limit(MOST).all(connection).await?;
    found.retain(|found| found.kind == provider::ProviderKind::Authority);
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

pub async fn authority(connection: &impl ConnectionTrait, id: ProviderId) -> Result<Option<provider::Model>> {
    Ok(provider::Entity::find_by_id(id).one(connection).await?)
}
