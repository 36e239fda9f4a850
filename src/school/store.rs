//! Queries about schools and their contract registers.

use crate::platform::error::Result;
use ::entity::{contract_entry, ids::*, school};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// More contracts than any school has.
pub const MOST_ENTRIES: u64 = 2_000;

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
