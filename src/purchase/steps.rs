//! How a request for quotes goes from one state to the next: conditionally on the state that it leaves.

use super::rules::{QuoteEvent, Refusal, phase};
use crate::platform::change::Change;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use ::entity::ids::*;
use ::entity::quote_request::{self, Column, QuoteState};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The sentence beside its field.
pub(super) fn told(refusal: Refusal) -> Error {
    match refusal.field() {
        Some(field) => Error::field(field, refusal),
        None => Error::refused(refusal),
    }
}

/// The event on the school's chain.
pub(super) fn event(school: SchoolId, action: &'static str, id: QuoteId) -> Event {
    Event::new(Chain::School(school), action, format!("quote:{id}"))
}

/// Stores the next state; stale where somebody else was first.
pub(super) async fn go_on(
    change: &Change,
    quote: &quote_request::Model,
    by: QuoteEvent,
) -> Result<quote_request::Model> {
    let to = by.from(quote.state).ok_or_else(|| Error::refused(Refusal::NotNow(quote.state)))?;
    let mut update = quote_request::Entity::update_many().col_expr(Column::State, Expr::value(to));
    let closed_at = if by == QuoteEvent::Close { Some(change.now()) } else { quote.closed_at };
    update = update.col_expr(Column::ClosedAt, Expr::value(closed_at));
    let done = update.filter(Column::Id.eq(quote.id)).filter(Column::State.eq(quote.state)).exec(change.tx()).await?;
    if done.rows_affected == 0 {
        return Err(Error::stale());
    }
    Ok(quote_request::Model { state: to, closed_at, ..quote.clone() })
}

/// Stores that the time for answers is over, where the clock finds it past: the first action after it does.
pub(super) async fn close_if_due(change: &mut Change, quote: quote_request::Model) -> Result<quote_request::Model> {
    if quote.state != QuoteState::Asked || phase(&quote, change.now()) == QuoteState::Asked {
        return Ok(quote);
    }
    let closed = go_on(change, &quote, QuoteEvent::Close).await?;
    change.note(event(quote.school_id, "quote.closed", quote.id));
    Ok(closed)
}
