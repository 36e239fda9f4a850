//! Requests for quotes and what was chosen.

use crate::platform::error::Result;
use ::entity::quote_request::{self, QuoteState};
use ::entity::{ids::*, quote_answer, quote_asked, quote_choice};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;

/// More than any school has under way.
const MOST_UNFINISHED: u64 = 100;
/// More choices than one request ever has.
const MOST_CHOICES: u64 = 50;

pub async fn quote(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: QuoteId,
) -> Result<Option<quote_request::Model>> {
    let found = quote_request::Entity::find_by_id(id).filter(quote_request::Column::SchoolId.eq(school));
    Ok(found.one(connection).await?)
}

pub async fn quote_by_id(connection: &impl ConnectionTrait, id: QuoteId) -> Result<Option<quote_request::Model>> {
    Ok(quote_request::Entity::find_by_id(id).one(connection).await?)
}

/// As [`quote_by_id`], kept from changing until the transaction ends.
pub async fn lock_quote(connection: &impl ConnectionTrait, id: QuoteId) -> Result<Option<quote_request::Model>> {
    Ok(quote_request::Entity::find_by_id(id).lock_exclusive().one(connection).await?)
}

pub async fn quotes_by_ids(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = QuoteId>,
) -> Result<Vec<quote_request::Model>> {
    Ok(quote_request::Entity::find().filter(quote_request::Column::Id.is_in(ids)).all(connection).await?)
}

pub async fn count_quotes(connection: &impl ConnectionTrait, school: SchoolId) -> Result<u64> {
    Ok(quote_request::Entity::find().filter(quote_request::Column::SchoolId.eq(school)).count(connection).await?)
}

/// A page of a school's requests, the newest first.
pub async fn quotes_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    skipped: u64,
    most: u64,
) -> Result<Vec<quote_request::Model>> {
    Ok(quote_request::Entity::find()
        .filter(quote_request::Column::SchoolId.eq(school))
        .order_by_desc(quote_request::Column::Id)
        .offset(skipped)
        .limit(most)
        .all(connection)
        .await?)
}

/// The schools' requests that are neither recorded nor cancelled.
pub async fn unfinished(
    connection: &impl ConnectionTrait,
    schools: impl IntoIterator<Item = SchoolId>,
) -> Result<Vec<quote_request::Model>> {
    let open = [QuoteState::Asked, QuoteState::Answers, QuoteState::Chosen];
    Ok(quote_request::Entity::find()
        .filter(quote_request::Column::SchoolId.is_in(schools))
        .filter(quote_request::Column::State.is_in(open))
        .order_by_asc(quote_request::Column::AnswersBy)
        .limit(MOST_UNFINISHED)
        .all(connection)
        .await?)
}

/// How many were asked and how many of them answered or declined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replies {
    pub asked: i64,
    pub replied: i64,
}

/// Two queries for any number of requests.
pub async fn replies(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = QuoteId>,
) -> Result<HashMap<QuoteId, Replies>> {
    let ids: Vec<QuoteId> = ids.into_iter().collect();
    let asked: Vec<(QuoteId, i64)> = quote_asked::Entity::find()
        .select_only()
        .column(quote_asked::Column::QuoteId)
        .column_as(quote_asked::Column::Id.count(), "asked")
        .filter(quote_asked::Column::QuoteId.is_in(ids.iter().copied()))
        .group_by(quote_asked::Column::QuoteId)
        .into_tuple()
        .all(connection)
        .await?;
    let is_in = Condition::any()
        .add(quote_answer::Column::SentAt.is_not_null())
        .add(quote_answer::Column::DeclinedAt.is_not_null());
    let replied: Vec<(QuoteId, i64)> = quote_answer::Entity::find()
        .select_only()
        .column(quote_answer::Column::QuoteId)
        .column_as(quote_answer::Column::AskedId.count(), "replied")
        .filter(quote_answer::Column::QuoteId.is_in(ids))
        .filter(is_in)
        .group_by(quote_answer::Column::QuoteId)
        .into_tuple()
        .all(connection)
        .await?;
    let mut found: HashMap<QuoteId, Replies> = HashMap::new();
    for (id, asked) in asked {
        found.entry(id).or_default().asked = asked;
    }
    for (id, replied) in replied {
        found.entry(id).or_default().replied = replied;
    }
    Ok(found)
}

/// What was chosen in a request, the newest first.
pub async fn choices(connection: &impl ConnectionTrait, id: QuoteId) -> Result<Vec<quote_choice::Model>> {
    Ok(quote_choice::Entity::find()
        .filter(quote_choice::Column::QuoteId.eq(id))
        .order_by_desc(quote_choice::Column::Number)
        .limit(MOST_CHOICES)
        .all(connection)
        .await?)
}

/// The choices of these requests that nobody has decided about.
pub async fn undecided(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = QuoteId>,
) -> Result<Vec<quote_choice::Model>> {
    Ok(quote_choice::Entity::find()
        .filter(quote_choice::Column::QuoteId.is_in(ids))
        .filter(quote_choice::Column::Decision.is_null())
        .limit(MOST_UNFINISHED)
        .all(connection)
        .await?)
}
