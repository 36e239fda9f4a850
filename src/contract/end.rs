//! The end of a contract: by the clock, or early by two people with a reason.

use super::rules::term::phase;
use super::sign::{event, move_lot};
use super::store;
use crate::cluster;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::tender::TenderEvent;
use ::entity::contract::{self, ContractState};
use ::entity::ids::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

/// The first person asks that it ends early, and why.
pub async fn ask_to_end(context: &Context, id: ContractId, reason: &str) -> Result<()> {
    let mut change = Change::begin(context).await?;
    let contract = in_force(context, &mut change, id).await?;
    if contract.end_asked_by.is_some() {
        return Err(Error::refused("Somebody has asked for this already. A second person can confirm it"));
    }
    let mut row = contract.clone().into_active_model();
    row.end_asked_by = Set(context.actor.account);
    row.end_asked_at = Set(Some(change.now()));
    row.ended_reason = Set(Some(reason.to_owned()));
    row.update(change.tx()).await?;
    let event = event(&change, &contract, "contract.end_asked").await?.because(reason);
    change.commit(event).await?;
    Ok(())
}

/// A second person confirms: the contract and its lot are terminated.
pub async fn confirm_end(context: &Context, id: ContractId) -> Result<()> {
    let mut change = Change::begin(context).await?;
    let contract = in_force(context, &mut change, id).await?;
    match contract.end_asked_by {
        None => return Err(Error::refused("Nobody has asked to end this contract")),
        Some(first) if Some(first) == context.actor.account => {
            return Err(Error::refused("A second person must confirm this. You asked for it yourself"));
        }
        Some(_) => {}
    }
    set_state(&change, &contract, ContractState::Terminated).await?;
    move_lot(&mut change, &contract, TenderEvent::Terminate).await?;
    let reason = contract.ended_reason.clone().unwrap_or_default();
    let event = event(&change, &contract, "contract.terminated").await?.because(reason);
    change.commit(event).await?;
    Ok(())
}

/// The contract goes on: the request is taken back, by either person.
pub async fn go_on(context: &Context, id: ContractId) -> Result<()> {
    let mut change = Change::begin(context).await?;
    let contract = in_force(context, &mut change, id).await?;
    let mut row = contract.clone().into_active_model();
    row.end_asked_by = Set(None);
    row.end_asked_at = Set(None);
    row.ended_reason = Set(None);
    row.update(change.tx()).await?;
    let event = event(&change, &contract, "contract.goes_on").await?;
    change.commit(event).await?;
    Ok(())
}

/// The contract, locked, for whoever may end it while it is in force.
async fn in_force(context: &Context, change: &mut Change, id: ContractId) -> Result<contract::Model> {
    let contract = store::locked(change.tx(), id).await?.ok_or(Error::NotFound)?;
    let place = cluster::place_of(change.tx(), contract.cluster_id).await?;
    context.actor.require(Action::EndContract, &place)?;
    match phase(&contract, words::london_day(change.now())) {
        ContractState::Live => Ok(contract),
        _ => Err(Error::refused("Only a contract in force can be ended")),
    }
}

/// Stores that a contract's last day is past, by the first action that finds it so.
pub(super) async fn end_if_due(change: &mut Change, contract: &contract::Model) -> Result<()> {
    let past = phase(contract, words::london_day(change.now())) == ContractState::Ended;
    if contract.state != ContractState::Live || !past {
        return Ok(());
    }
    set_state(change, contract, ContractState::Ended).await?;
    move_lot(change, contract, TenderEvent::End).await?;
    let event = event(change, contract, "contract.ended").await?;
    change.note(event);
    Ok(())
}

async fn set_state(change: &Change, contract: &contract::Model, state: ContractState) -> Result<()> {
    let set = contract::Entity::update_many()
        .col_expr(contract::Column::State, Expr::value(state))
        .filter(contract::Column::Id.eq(contract.id))
        .filter(contract::Column::State.eq(ContractState::Live))
        .exec(change.tx())
        .await?;
    if set.rows_affected == 0 { Err(Error::stale()) } else { Ok(()) }
}
