//! Queries about organisations that sell.

mod answers;

pub use answers::{answer_of, answer_version, answer_versions, answers, count_answers};

use crate::platform::error::Result;
use ::entity::ids::*;
use ::entity::{evidence_reminder, provider, provider_evidence};
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// More certificates than the listings of a comparison or of a public page rest on.
const MOST_CERTIFICATES: u64 = 500;
const TOLD_AT_ONCE: u64 = 200;

pub async fn by_slug(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<provider::Model>> {
    Ok(provider::Entity::find().filter(provider::Column::Slug.eq(slug)).one(connection).await?)
}

pub async fn by_id(connection: &impl ConnectionTrait, id: ProviderId) -> Result<Option<provider::Model>> {
    Ok(provider::Entity::find_by_id(id).one(connection).await?)
}

/// Organisations by id, for pages that name many.
pub async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ProviderId>,
) -> Result<HashMap<ProviderId, provider::Model>> {
    let found = provider::Entity::find().filter(provider::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|provider| (provider.id, provider)).collect())
}

pub async fn count(connection: &impl ConnectionTrait) -> Result<u64> {
    Ok(provider::Entity::find().count(connection).await?)
}

/// What an organisation keeps to show bidders' conditions, the next to expire first, then what does not expire.
pub async fn evidence(
    connection: &impl ConnectionTrait,
    provider: ProviderId,
) -> Result<Vec<provider_evidence::Model>> {
    let mut all = provider_evidence::Entity::find()
        .filter(provider_evidence::Column::ProviderId.eq(provider))
        .filter(provider_evidence::Column::RemovedAt.is_null())
        .order_by_asc(provider_evidence::Column::Id)
        .limit(100)
        .all(connection)
        .await?;
    all.sort_by_key(|held| (held.expires_on.is_none(), held.expires_on));
    Ok(all)
}

/// The certificates in force that renewed these, or are these. One query.
pub async fn certificates(
    connection: &impl ConnectionTrait,
    first: &[ProviderEvidenceId],
) -> Result<Vec<provider_evidence::Model>> {
    if first.is_empty() {
        return Ok(Vec::new());
    }
    Ok(provider_evidence::Entity::find()
        .filter(provider_evidence::Column::FirstId.is_in(first.iter().copied()))
        .filter(provider_evidence::Column::RemovedAt.is_null())
        .order_by_asc(provider_evidence::Column::Name)
        .order_by_asc(provider_evidence::Column::Id)
        .limit(MOST_CERTIFICATES)
        .all(connection)
        .await?)
}

/// Certificates that expire on these days and were not told of so many days before, some at once.
pub async fn expiring(
    connection: &impl ConnectionTrait,
    days_before: i32,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<provider_evidence::Model>> {
    use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
    let of_it = Expr::col((evidence_reminder::Entity, evidence_reminder::Column::EvidenceId))
        .equals((provider_evidence::Entity, provider_evidence::Column::Id));
    let sent = Query::select()
        .column(evidence_reminder::Column::EvidenceId)
        .from(evidence_reminder::Entity)
        .and_where(of_it)
        .and_where(evidence_reminder::Column::DaysBefore.eq(days_before))
        .to_owned();
    Ok(provider_evidence::Entity::find()
        .filter(provider_evidence::Column::RemovedAt.is_null())
        .filter(provider_evidence::Column::ExpiresOn.between(first, last))
        .filter(Expr::exists(sent).not())
        .order_by_asc(provider_evidence::Column::Id)
        .limit(TOLD_AT_ONCE)
        .all(connection)
        .await?)
}

/// Some organisations by name, after the first `skipped`.
pub async fn listed(connection: &impl ConnectionTrait, skipped: u64, most: u64) -> Result<Vec<provider::Model>> {
    Ok(provider::Entity::find()
        .order_by_asc(provider::Column::Name)
        .order_by_asc(provider::Column::Slug)
        .offset(skipped)
        .limit(most)
        .all(connection)
        .await?)
}

/// The words for addresses that are taken and begin like this one.
pub async fn slugs_like(connection: &impl ConnectionTrait, slug: &str) -> Result<Vec<String>> {
    Ok(provider::Entity::find()
        .select_only()
        .column(provider::Column::Slug)
        .filter(provider::Column::Slug.starts_with(slug))
        .limit(200)
        .into_tuple()
        .all(connection)
        .await?)
}
