//! Signatures: the provider's and each body's, one each; the last one brings the contract into force.

use super::store;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use crate::standing;
use crate::tender::{self, TenderEvent};
use ::entity::contract::{self, ContractState};
use ::entity::{ids::*, school_schedule};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

const TWICE: &str = "This has been signed already";

/// The provider signs.
pub async fn sign_for_provider(context: &Context, id: ContractId) -> Result<()> {
    let known = store::by_id(context.read(), id).await?.ok_or(Error::NotFound)?;
    context.actor.require(Action::SignForProvider, &Place::provider(known.provider_id))?;
    let mut change = Change::begin(context).await?;
    let contract = being_signed(&change, id).await?;
    let signed = contract::Entity::update_many()
        .col_expr(contract::Column::ProviderSignedAt, Expr::value(change.now()))
        .col_expr(contract::Column::ProviderSignedBy, Expr::value(context.actor.account))
        .filter(contract::Column::Id.eq(id))
        .filter(contract::Column::ProviderSignedAt.is_null())
        .exec(change.tx())
        .await?;
    if signed.rows_affected == 0 {
        return Err(Error::refused(TWICE));
    }
    go_live_when_complete(&mut change, &contract).await?;
    let event = event(&change, &contract, "contract.signed_by_provider").await?;
    change.commit(event).await?;
    Ok(())
}

/// A school's body signs, with the minute of its decision.
pub async fn sign_for_body(context: &Context, id: ContractId, school: SchoolId, minute: &str) -> Result<()> {
    context.actor.require(Action::SignForBody, &Place::school(school))?;
    let mut change = Change::begin(context).await?;
    let contract = being_signed(&change, id).await?;
    let parts = store::parts(change.tx(), [id]).await?;
    let part = parts.iter().find(|part| part.school_id == school).ok_or(Error::NotFound)?;
    let signed = school_schedule::Entity::update_many()
        .col_expr(school_schedule::Column::SignedAt, Expr::value(change.now()))
        .col_expr(school_schedule::Column::SignedBy, Expr::value(context.actor.account))
        .col_expr(school_schedule::Column::MinuteReference, Expr::value(minute))
        .filter(school_schedule::Column::Id.eq(part.id))
        .filter(school_schedule::Column::SignedAt.is_null())
        .exec(change.tx())
        .await?;
    if signed.rows_affected == 0 {
        return Err(Error::refused(TWICE));
    }
    go_live_when_complete(&mut change, &contract).await?;
    let data = json!({ "school": school, "minute": minute });
    let event = event(&change, &contract, "contract.signed_by_body").await?.with(data);
    change.commit(event).await?;
    Ok(())
}

/// The contract, locked, if it can be signed.
async fn being_signed(change: &Change, id: ContractId) -> Result<contract::Model> {
    let contract = store::locked(change.tx(), id).await?.ok_or(Error::NotFound)?;
    match contract.state {
        ContractState::Signing => Ok(contract),
        _ => Err(Error::refused(TWICE)),
    }
}

/// With the last signature the contract is in force, and so is its lot.
async fn go_live_when_complete(change: &mut Change, contract: &contract::Model) -> Result<()> {
    let now = store::by_id(change.tx(), contract.id).await?.ok_or(Error::NotFound)?;
    let parts = store::parts(change.tx(), [contract.id]).await?;
    if now.provider_signed_at.is_none() || parts.iter().any(|part| part.signed_at.is_none()) {
        return Ok(());
    }
    let live = contract::Entity::update_many()
        .col_expr(contract::Column::State, Expr::value(ContractState::Live))
        .col_expr(contract::Column::LiveAt, Expr::value(change.now()))
        .filter(contract::Column::Id.eq(contract.id))
        .filter(contract::Column::State.eq(ContractState::Signing))
        .exec(change.tx())
        .await?;
    if live.rows_affected == 0 {
        return Err(Error::stale());
    }
    let ids: Vec<SchoolId> = parts.iter().map(|part| part.school_id).collect();
    standing::refresh(change.tx(), &ids, &[contract.category_id], words::london_day(change.now())).await?;
    move_lot(change, contract, TenderEvent::GoLive).await?;
    let event = event(change, contract, "contract.live").await?;
    change.note(event);
    Ok(())
}

/// The lot that the contract was awarded for follows it.
pub(super) async fn move_lot(change: &mut Change, contract: &contract::Model, event: TenderEvent) -> Result<()> {
    let Some(lot) = store::lot_of(change.tx(), contract).await? else { return Ok(()) };
    let tender = tender::by_id(change.tx(), lot.tender_id).await?;
    tender::move_to(change, &tender, Some(&lot), event).await
}

/// An event in the record of the tender it came from, or else of its cluster.
pub(super) async fn event(change: &Change, contract: &contract::Model, action: &'static str) -> Result<Event> {
    let lot = store::lot_of(change.tx(), contract).await?;
    let chain = lot.map_or(Chain::Cluster(contract.cluster_id), |lot| Chain::Tender(lot.tender_id));
    Ok(Event::new(chain, action, format!("contract:{}", contract.id)))
}
