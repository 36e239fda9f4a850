//! Queries about ratings and the replies to them.

use crate::platform::error::Result;
use crate::quality::rules::TermOf;
use ::entity::contract_rating::{self, Sharing};
use ::entity::{ids::*, rating_reply, rating_version};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;

/// More terms than a contract lasts.
const MOST_TERMS: u64 = 200;

type Column = contract_rating::Column;

/// What a rating is of: a line of the register, or a part of a cluster's contract.
fn is_of(entry: Option<ContractEntryId>, schedule: Option<ScheduleId>) -> sea_orm::sea_query::SimpleExpr {
    match (entry, schedule) {
        (Some(entry), _) => Column::EntryId.eq(entry),
        (None, Some(schedule)) => Column::ScheduleId.eq(schedule),
        (None, None) => Column::Id.is_null(),
    }
}

/// What was thought of a contract in one term, kept from changing until the transaction ends.
pub async fn given(
    transaction: &impl ConnectionTrait,
    (entry, schedule): (Option<ContractEntryId>, Option<ScheduleId>),
    term: TermOf,
) -> Result<Option<contract_rating::Model>> {
    Ok(contract_rating::Entity::find()
        .filter(is_of(entry, schedule))
        .filter(Column::Year.eq(term.year))
        .filter(Column::Term.eq(term.term))
        .lock_exclusive()
        .one(transaction)
        .await?)
}

/// What was thought of a contract, the latest first.
pub async fn of_held(
    connection: &impl ConnectionTrait,
    (entry, schedule): (Option<ContractEntryId>, Option<ScheduleId>),
) -> Result<Vec<contract_rating::Model>> {
    Ok(contract_rating::Entity::find()
        .filter(is_of(entry, schedule))
        .order_by_desc(Column::RatedAt)
        .limit(MOST_TERMS)
        .all(connection)
        .await?)
}

pub async fn by_id(connection: &impl ConnectionTrait, id: RatingId) -> Result<Option<contract_rating::Model>> {
    Ok(contract_rating::Entity::find_by_id(id).one(connection).await?)
}

/// The ratings of a listing by a school that count.
pub async fn counted_of(
    connection: &impl ConnectionTrait,
    listing: ListingId,
    school: SchoolId,
) -> Result<Vec<contract_rating::Model>> {
    Ok(contract_rating::Entity::find()
        .filter(Column::ListingId.eq(listing))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Sharing.ne(Sharing::Kept))
        .order_by_desc(Column::RatedAt)
        .limit(MOST_TERMS)
        .all(connection)
        .await?)
}

/// How often a rating was given or changed.
pub async fn last_number(connection: &impl ConnectionTrait, id: RatingId) -> Result<i32> {
    let found: Option<i32> = rating_version::Entity::find()
        .select_only()
        .column(rating_version::Column::Number)
        .filter(rating_version::Column::RatingId.eq(id))
        .order_by_desc(rating_version::Column::Number)
        .limit(1)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(found.unwrap_or_default())
}

/// Keeps a rating as it is now.
pub async fn keep_version(
    transaction: &impl ConnectionTrait,
    number: i32,
    rating: &contract_rating::Model,
) -> Result<()> {
    let row = rating_version::Model {
        rating_id: rating.id,
        number,
        score: rating.score,
        levels: rating.levels.clone(),
        words: rating.words.clone(),
        sharing: rating.sharing,
        rated_at: rating.rated_at,
        rated_by: rating.rated_by,
    };
    rating_version::Entity::insert(row.into_active_model()).exec_without_returning(transaction).await?;
    Ok(())
}

/// The ratings of a listing that a reader may see with words and name, the newest first, and how many there are.
pub async fn shared(
    connection: &impl ConnectionTrait,
    listing: ListingId,
    with: &[Sharing],
    (skipped, most): (u64, u64),
) -> Result<(Vec<contract_rating::Model>, u64)> {
    let query = contract_rating::Entity::find()
        .filter(Column::ListingId.eq(listing))
        .filter(Column::Sharing.is_in(with.iter().copied()))
        .order_by_desc(Column::RatedAt)
        .order_by_asc(Column::Id);
    let total = query.clone().count(connection).await?;
    Ok((query.offset(skipped).limit(most).all(connection).await?, total))
}

/// The ratings that a provider reads, the newest first, and how many there are.
pub async fn of_provider(
    connection: &impl ConnectionTrait,
    provider: ProviderId,
    (skipped, most): (u64, u64),
) -> Result<(Vec<contract_rating::Model>, u64)> {
    let query = contract_rating::Entity::find()
        .filter(Column::ProviderId.eq(provider))
        .filter(Column::Sharing.is_in([Sharing::Public, Sharing::Schools]))
        .order_by_desc(Column::RatedAt)
        .order_by_asc(Column::Id);
    let total = query.clone().count(connection).await?;
    Ok((query.offset(skipped).limit(most).all(connection).await?, total))
}

/// The replies to ratings, by rating.
pub async fn replies(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = RatingId>,
) -> Result<HashMap<RatingId, rating_reply::Model>> {
    let found = rating_reply::Entity::find().filter(rating_reply::Column::RatingId.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|reply| (reply.rating_id, reply)).collect())
}
