//! Reviews with the provider, the actions that follow, and the exit plan's steps.

use super::rules::review::{MeasureSaid, NewAction, check_held_on, said};
use super::store;
use crate::cluster;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::school::rules::term_of;
use ::entity::contract::{self, ContractState};
use ::entity::contract_exit_item::{self, ExitItem};
use ::entity::{contract_review, ids::*, review_action};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel};
use serde_json::json;

/// A meeting as it was held.
#[derive(Clone, Debug)]
pub struct NewReview {
    pub held_on: NaiveDate,
    pub words: String,
    pub actions: Vec<NewAction>,
}

/// What the schools said of each service level in the term of a day. Two queries.
pub async fn measures(connection: &impl ConnectionTrait, id: ContractId, day: NaiveDate) -> Result<Vec<MeasureSaid>> {
    let parts = store::parts(connection, [id]).await?;
    let (year, term) = term_of(day);
    let ratings = store::ratings_of(connection, parts.iter().map(|part| part.id), year, term).await?;
    let levels: std::result::Result<Vec<_>, _> =
        ratings.into_iter().map(|rating| serde_json::from_value(rating.levels)).collect();
    Ok(said(levels?))
}

/// Records a review with its actions; what the schools said of the service is kept with it as it stands.
pub async fn record_review(context: &Context, id: ContractId, new: NewReview) -> Result<()> {
    let (change, contract) = opened(context, id).await?;
    check_held_on(contract.starts_on, new.held_on, words::london_day(change.now()))
        .map_err(|sentence| Error::field("held-day", sentence))?;
    let row = contract_review::Model {
        id: ReviewId::new(change.now()),
        contract_id: id,
        held_on: new.held_on,
        words: new.words,
        measures: json!(measures(change.tx(), id, new.held_on).await?),
        recorded_by: context.actor.account,
        recorded_at: change.now(),
    };
    row.clone().into_active_model().insert(change.tx()).await?;
    for action in &new.actions {
        let action = review_action::Model {
            id: ReviewActionId::new(change.now()),
            review_id: row.id,
            what: action.what.clone(),
            owner: action.owner.clone(),
            due_on: action.due_on,
            done_at: None,
            done_by: None,
        };
        action.into_active_model().insert(change.tx()).await?;
    }
    let data = json!({ "held_on": row.held_on, "actions": new.actions.len() });
    let event = super::sign::event(&change, &contract, "contract.reviewed").await?.with(data);
    change.commit(event).await?;
    Ok(())
}

/// Somebody did what a review asked of them.
pub async fn finish_action(context: &Context, id: ContractId, action: ReviewActionId) -> Result<()> {
    let (change, contract) = opened(context, id).await?;
    let held = store::action_of(change.tx(), id, action).await?.ok_or(Error::NotFound)?;
    if held.done_at.is_some() {
        return Err(Error::refused("This is done already"));
    }
    let what = held.what.clone();
    let mut row = held.into_active_model();
    row.done_at = Set(Some(change.now()));
    row.done_by = Set(context.actor.account);
    row.update(change.tx()).await?;
    let event = super::sign::event(&change, &contract, "contract.action_done").await?.with(json!({ "what": what }));
    change.commit(event).await?;
    Ok(())
}

/// A step of the exit plan is done, with a word on how.
pub async fn finish_exit_item(context: &Context, id: ContractId, item: ExitItem, note: &str) -> Result<()> {
    let (change, contract) = opened(context, id).await?;
    let row = contract_exit_item::Model {
        contract_id: id,
        item,
        note: note.to_owned(),
        done_by: context.actor.account,
        done_at: change.now(),
    };
    let inserted =
        contract_exit_item::Entity::insert(row.into_active_model()).exec_without_returning(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::refused("This step is done already")))?;
    let event = super::sign::event(&change, &contract, "contract.exit_step").await?;
    change.commit(event.with(json!({ "item": item, "note": note }))).await?;
    Ok(())
}

/// The contract, locked, for the cluster's offices once it is signed by all.
async fn opened(context: &Context, id: ContractId) -> Result<(Change, contract::Model)> {
    let change = Change::begin(context).await?;
    let contract = store::locked(change.tx(), id).await?.ok_or(Error::NotFound)?;
    let place = cluster::place_of(change.tx(), contract.cluster_id).await?;
    context.actor.require(Action::ChangeContract, &place)?;
    if contract.state == ContractState::Signing {
        return Err(Error::refused("The contract is not signed by everybody yet"));
    }
    Ok((change, contract))
}
