//! Queries about schools and their contract registers.

use crate::platform::error::Result;
use ::entity::{contract_entry, contract_rating, ids::*, notice_reminder, school};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

/// More contracts than any school has.
pub const MOST_ENTRIES: u64 = 2_000;

/// So many reminders are looked up at once.
const REMINDED_AT_ONCE: u64 = 200;

pub async fn by_urn(connection: &impl ConnectionTrait, urn: i32) -> Result<Option<school::Model>> {
    Ok(school::Entity::find().filter(school::Column::Urn.eq(urn)).one(connection).await?)
}

/// The schools with these ids, by name.
pub async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = SchoolId>,
) -> Result<Vec<school::Model>> {
    Ok(school::Entity::find()
        .filter(school::Column::Id.is_in(ids))
        .order_by_asc(school::Column::Name)
        .all(connection)
        .await?)
}

/// The school's contract register as it stands: what was not taken off it, the next notice date first, those without
/// one last.
pub async fn register(connection: &impl ConnectionTrait, school: SchoolId) -> Result<Vec<contract_entry::Model>> {
    let mut entries = contract_entry::Entity::find()
        .filter(contract_entry::Column::SchoolId.eq(school))
        .filter(contract_entry::Column::EndedAt.is_null())
        .order_by_asc(contract_entry::Column::Id)
        .limit(MOST_ENTRIES)
        .all(connection)
        .await?;
    entries.sort_by_key(|entry| (entry.notice_on.is_none(), entry.notice_on, entry.ends_on.is_none(), entry.ends_on));
    Ok(entries)
}

/// Contracts whose notice date lies within these days and whose reminder of so many days before did not go out, with
/// their schools. Two queries.
pub async fn to_remind(
    connection: &impl ConnectionTrait,
    days_before: i32,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<(contract_entry::Model, school::Model)>> {
    use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
    let of_entry = Expr::col((notice_reminder::Entity, notice_reminder::Column::EntryId))
        .equals((contract_entry::Entity, contract_entry::Column::Id));
    let of_day = Expr::col((notice_reminder::Entity, notice_reminder::Column::NoticeOn))
        .equals((contract_entry::Entity, contract_entry::Column::NoticeOn));
    let sent = Query::select()
        .column(notice_reminder::Column::EntryId)
        .from(notice_reminder::Entity)
        .and_where(of_entry)
        .and_where(of_day)
        .and_where(notice_reminder::Column::DaysBefore.eq(days_before))
        .to_owned();
    let entries = contract_entry::Entity::find()
        .filter(contract_entry::Column::EndedAt.is_null())
        .filter(contract_entry::Column::NoticeOn.between(first, last))
        .filter(Expr::exists(sent).not())
        .order_by_asc(contract_entry::Column::Id)
        .limit(REMINDED_AT_ONCE)
        .all(connection)
        .await?;
    let schools = by_ids(connection, entries.iter().map(|entry| entry.school_id)).await?;
    let school = |id| schools.iter().find(|school| school.id == id).cloned();
    Ok(entries.into_iter().filter_map(|entry| Some((school(entry.school_id)?, entry))).map(|(s, e)| (e, s)).collect())
}

/// The title of a contract that was added at this instant and rated since.
pub async fn rated_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    recorded_at: DateTime<Utc>,
) -> Result<Option<String>> {
    let rated = contract_rating::Entity::find()
        .select_only()
        .column(contract_rating::Column::EntryId)
        .filter(contract_rating::Column::EntryId.is_not_null())
        .into_query();
    let entry = contract_entry::Entity::find()
        .filter(contract_entry::Column::SchoolId.eq(school))
        .filter(contract_entry::Column::RecordedAt.eq(recorded_at))
        .filter(contract_entry::Column::Id.in_subquery(rated))
        .one(connection)
        .await?;
    Ok(entry.map(|entry| entry.title))
}

/// What was thought of these contracts, the latest first.
pub async fn ratings(
    connection: &impl ConnectionTrait,
    entries: impl IntoIterator<Item = ContractEntryId>,
) -> Result<Vec<contract_rating::Model>> {
    Ok(contract_rating::Entity::find()
        .filter(contract_rating::Column::EntryId.is_in(entries))
        .order_by_desc(contract_rating::Column::RatedAt)
        .limit(MOST_ENTRIES)
        .all(connection)
        .await?)
}

/// One contract of the school's register, if it still stands there.
pub async fn entry(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ContractEntryId,
) -> Result<Option<contract_entry::Model>> {
    Ok(contract_entry::Entity::find_by_id(id)
        .filter(contract_entry::Column::SchoolId.eq(school))
        .filter(contract_entry::Column::EndedAt.is_null())
        .one(connection)
        .await?)
}
