//! Moving a tender and its lots along the table of `rules::states`, inside another verb's change.

use super::rules::coach;
use super::rules::states::{self, TenderEvent};
use super::store;
use crate::bid;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use ::entity::ids::TenderId;
use ::entity::tender::TenderState;
use ::entity::{lot, tender};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

/// Moves the tender, or one lot of it, to where the event leads. What the table does not have is refused; when somebody
/// else moved it first, this is stale. From Compliance on, the tender follows its least advanced lot. An open tender past
/// its deadline is closed first, so that nothing reopens it.
pub async fn move_to(
    change: &mut Change,
    tender: &tender::Model,
    lot: Option<&lot::Model>,
    event: TenderEvent,
) -> Result<()> {
    let closed = close_if_due(change, tender).await?;
    if event == TenderEvent::Close {
        return if closed { Ok(()) } else { Err(Error::refused("Bids can be made until the deadline")) };
    }
    let stored = if closed { TenderState::Sealed } else { tender.state };
    match lot {
        Some(lot) if event.is_of_a_lot() => move_lot(change, tender, lot, event).await,
        None if !event.is_of_a_lot() => move_all(change, tender, stored, event).await,
        _ => Err(Error::internal(format!("{event:?} was asked of the wrong level"))),
    }
}

/// Stores that the deadline is past, by the first action that finds it so; answers whether this one was it. The event of
/// the close stands before the action's own.
pub async fn close_if_due(change: &mut Change, tender: &tender::Model) -> Result<bool> {
    let closed = seal(change, tender).await?;
    if closed {
        let event = closed_event(change, tender).await?;
        change.note(event);
    }
    Ok(closed)
}

/// Stores that the deadline is past in a change of its own, so that the close stands even where the action that found it
/// is refused.
pub(super) async fn store_close(context: &Context, id: TenderId) -> Result<()> {
    let found = store::by_id(context.read(), id).await?;
    if found.state != TenderState::Open || !states::is_closed(&found, context.now) {
        return Ok(());
    }
    let change = Change::begin(context).await?;
    let tender = store::locked(change.tx(), id).await?;
    if seal(&change, &tender).await? {
        let event = closed_event(&change, &tender).await?;
        change.commit(event).await?;
    }
    Ok(())
}

/// The close, with one sum over the bids that count now: what is opened later is proved by it to be what was there.
async fn closed_event(change: &Change, tender: &tender::Model) -> Result<Event> {
    let bids = bid::sum_at_close(change.tx(), tender.id).await?;
    Ok(event_of(tender, "tender.closed").with(json!({ "bids": bids })))
}

async fn seal(change: &Change, tender: &tender::Model) -> Result<bool> {
    if tender.state != TenderState::Open || !states::is_closed(tender, change.now()) {
        return Ok(false);
    }
    let sealed = tender::ActiveModel {
        state: Set(TenderState::Sealed),
        closed_at: Set(Some(tender.closed_at.unwrap_or(change.now()))),
        ..Default::default()
    };
    update_from(change, tender, TenderState::Open, sealed).await?;
    set_lots(change, tender, &[TenderState::Open], TenderState::Sealed).await?;
    Ok(true)
}

async fn move_all(change: &mut Change, tender: &tender::Model, stored: TenderState, event: TenderEvent) -> Result<()> {
    let to = event.from(stored).ok_or_else(|| not_now(stored))?;
    let now = Some(change.now());
    let mut row = tender::ActiveModel { state: Set(to), ..Default::default() };
    match event {
        TenderEvent::Pool => row.pooled_at = Set(now),
        TenderEvent::Publish => (row.published_at, row.public_version) = (Set(now), Set(1)),
        _ => {}
    }
    set_lots(change, tender, event.transition().from, to).await?;
    // A lot that has its contract is not cancelled with the others.
    let lots = lot_states(change, tender).await?;
    row.state = Set(states::least_advanced(&lots).unwrap_or(to));
    update_from(change, tender, stored, row).await
}

async fn lot_states(change: &Change, tender: &tender::Model) -> Result<Vec<TenderState>> {
    Ok(store::lots(change.tx(), tender.id).await?.iter().map(|lot| lot.state).collect())
}

fn event_of(tender: &tender::Model, action: &'static str) -> Event {
    Event::new(Chain::Tender(tender.id), action, format!("tender:{}", tender.id))
}

async fn move_lot(change: &mut Change, tender: &tender::Model, lot: &lot::Model, event: TenderEvent) -> Result<()> {
    let to = event.from(lot.state).ok_or_else(|| not_now(lot.state))?;
    let held = store::locked(change.tx(), tender.id).await?;
    let moved = lot::Entity::update_many()
        .col_expr(lot::Column::State, Expr::value(to))
        .filter(lot::Column::Id.eq(lot.id))
        .filter(lot::Column::State.eq(lot.state))
        .exec(change.tx())
        .await?;
    if moved.rows_affected == 0 {
        return Err(Error::stale());
    }
    let lots = lot_states(change, tender).await?;
    let least = states::least_advanced(&lots).unwrap_or(to);
    let row = tender::ActiveModel { state: Set(least), ..Default::default() };
    update_from(change, &held, held.state, row).await?;
    tell_everybody(change, lot, to, least, &lots);
    Ok(())
}

/// Everybody may know that bids were opened, or that there was none to take.
fn tell_everybody(change: &mut Change, lot: &lot::Model, to: TenderState, least: TenderState, lots: &[TenderState]) {
    let entry =
        |action: &'static str| Event::new(Chain::Tender(lot.tender_id), action, format!("tender:{}", lot.tender_id));
    let is_first =
        lots.iter().filter(|state| !matches!(state, TenderState::Sealed | TenderState::Unsuccessful)).count() == 1;
    match (lot.state, to) {
        (TenderState::Sealed, TenderState::Compliance) if is_first => change.note(entry("tender.opened")),
        (TenderState::Sealed, TenderState::Unsuccessful) if lots.len() == 1 => {
            change.note(entry("tender.unsuccessful"))
        }
        (_, TenderState::Unsuccessful) if lots.len() > 1 => {
            change.note(entry("lot.unsuccessful").with(json!({ "lot": lot.number, "title": lot.title })));
            if least == TenderState::Unsuccessful {
                change.note(entry("tender.unsuccessful"));
            }
        }
        _ => {}
    }
}

/// Writes to the tender if it is still in the state that it is to leave, and raises its version.
async fn update_from(
    change: &Change,
    tender: &tender::Model,
    from: TenderState,
    row: tender::ActiveModel,
) -> Result<()> {
    let updated = tender::Entity::update_many()
        .set(row)
        .col_expr(tender::Column::Version, Expr::col(tender::Column::Version).add(1))
        .filter(tender::Column::Id.eq(tender.id))
        .filter(tender::Column::State.eq(from))
        .exec(change.tx())
        .await?;
    if updated.rows_affected == 0 { Err(Error::stale()) } else { Ok(()) }
}

/// The lots follow the tender as long as it moves as one; a lot that is elsewhere stays there.
async fn set_lots(change: &Change, tender: &tender::Model, from: &[TenderState], to: TenderState) -> Result<()> {
    lot::Entity::update_many()
        .col_expr(lot::Column::State, Expr::value(to))
        .filter(lot::Column::TenderId.eq(tender.id))
        .filter(lot::Column::State.is_in(from.iter().copied()))
        .exec(change.tx())
        .await?;
    Ok(())
}

/// Why nothing of the kind is done in this state, and whose turn it is.
pub fn not_now(state: TenderState) -> Error {
    let words = states::words(state).to_lowercase();
    Error::refused(format!("This cannot be done now. The tender's state is: {words}. {}", coach::turn(state)))
}
