//! Who was asked, and what they answered. The school's pages read answers only with the proof that their time is over.

use crate::platform::error::Result;
use crate::purchase::rules::Closed;
use ::entity::{ids::*, quote_answer, quote_asked, quote_request};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

/// More requests than any provider answers at one time.
const MOST_WAITING: u64 = 50;

/// Everybody who was asked, in the order in which they were.
pub async fn asked_of(connection: &impl ConnectionTrait, id: QuoteId) -> Result<Vec<quote_asked::Model>> {
    Ok(quote_asked::Entity::find()
        .filter(quote_asked::Column::QuoteId.eq(id))
        .order_by_asc(quote_asked::Column::Position)
        .all(connection)
        .await?)
}

pub async fn asked_by_id(connection: &impl ConnectionTrait, id: AskedId) -> Result<Option<quote_asked::Model>> {
    Ok(quote_asked::Entity::find_by_id(id).one(connection).await?)
}

/// One of those asked in a request.
pub async fn asked(
    connection: &impl ConnectionTrait,
    quote: QuoteId,
    id: AskedId,
) -> Result<Option<quote_asked::Model>> {
    Ok(quote_asked::Entity::find_by_id(id).filter(quote_asked::Column::QuoteId.eq(quote)).one(connection).await?)
}

/// Every answer and refusal that was sent, once the time for them is over.
pub async fn answers(connection: &impl ConnectionTrait, closed: &Closed) -> Result<Vec<quote_answer::Model>> {
    let is_in = Condition::any()
        .add(quote_answer::Column::SentAt.is_not_null())
        .add(quote_answer::Column::DeclinedAt.is_not_null());
    Ok(quote_answer::Entity::find()
        .filter(quote_answer::Column::QuoteId.eq(closed.request()))
        .filter(is_in)
        .all(connection)
        .await?)
}

/// The answer of one of those asked, for itself.
pub async fn answer(connection: &impl ConnectionTrait, id: AskedId) -> Result<Option<quote_answer::Model>> {
    Ok(quote_answer::Entity::find_by_id(id).one(connection).await?)
}

/// The answers of some of those asked, for themselves.
pub async fn saved_answers(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = AskedId>,
) -> Result<Vec<quote_answer::Model>> {
    Ok(quote_answer::Entity::find().filter(quote_answer::Column::AskedId.is_in(ids)).all(connection).await?)
}

/// How often these providers were asked.
pub async fn count_asked_of(
    connection: &impl ConnectionTrait,
    providers: impl IntoIterator<Item = ProviderId>,
) -> Result<u64> {
    Ok(quote_asked::Entity::find().filter(quote_asked::Column::ProviderId.is_in(providers)).count(connection).await?)
}

/// A page of what these providers were asked, the newest first; with `open_at`, only what can still be answered then.
pub async fn asked_of_providers(
    connection: &impl ConnectionTrait,
    providers: impl IntoIterator<Item = ProviderId>,
    open_at: Option<DateTime<Utc>>,
    (skipped, most): (u64, u64),
) -> Result<Vec<quote_asked::Model>> {
    let mut found = quote_asked::Entity::find().filter(quote_asked::Column::ProviderId.is_in(providers));
    if let Some(now) = open_at {
        let open = quote_request::Entity::find()
            .select_only()
            .column(quote_request::Column::Id)
            .filter(quote_request::Column::State.eq(quote_request::QuoteState::Asked))
            .filter(quote_request::Column::AnswersBy.gt(now));
        found = found.filter(quote_asked::Column::QuoteId.in_subquery(open.into_query()));
    }
    Ok(found
        .order_by_desc(quote_asked::Column::Id)
        .offset(skipped)
        .limit(most.min(MOST_WAITING))
        .all(connection)
        .await?)
}
