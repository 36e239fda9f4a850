//! Changes of a contract while it runs: variations, schools that join and leave, and the price of a year.

mod decide;
mod index;
mod join;
mod leave;
mod letters;
mod vary;

pub use decide::{approve, refuse, sign_as_joining_body, sign_as_provider};
pub use index::{NewIndex, set_index};
pub use join::{NewJoining, join};
pub use leave::{NewLeaving, leave};
pub use vary::{NewVariation, vary};

use super::rules::change::Refusal;
use super::rules::term::phase;
use super::store::{self, Held};
use crate::cluster;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::savings::sharing;
use ::entity::agreement::SharingRule;
use ::entity::contract::ContractState;
use ::entity::contract_change::{self, ChangeKind, ChangeState, ModificationGround};
use ::entity::exact::Exact;
use ::entity::ids::*;
use ::entity::money::Money;
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What each school pays a year, at the prices of the first year.
pub type Costs = BTreeMap<SchoolId, Money>;

/// The ground that the user relies on, and in their own words why.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    pub ground: Option<ModificationGround>,
    pub words: Option<String>,
}

fn refused(refusal: Refusal) -> Error {
    match refusal.field() {
        Some(field) => Error::field(field, refusal),
        None => Error::refused(refusal),
    }
}

/// The contract with all that belongs to it, kept from changing, if it is in force.
async fn in_force(change: &Change, id: ContractId) -> Result<Held> {
    let row = store::locked(change.tx(), id).await?.ok_or(Error::NotFound)?;
    if phase(&row, words::london_day(change.now())) != ContractState::Live {
        return Err(refused(Refusal::NotInForce));
    }
    store::held(change.tx(), vec![row]).await?.pop().ok_or(Error::NotFound)
}

/// What the schools in it pay now.
fn costs_of(held: &Held) -> Costs {
    held.parts.iter().map(|part| (part.school.id, part.row.yearly_cost)).collect()
}

/// What a group pays by the contract's own price schedule and the cluster's rule, in the order of its buyers.
async fn priced_for(
    connection: &impl ConnectionTrait,
    held: &Held,
    buyers: &[crate::price::rules::Buyer],
    now: &[Option<Exact>],
) -> Result<Vec<Money>> {
    let agreement = cluster::agreement_in_force(connection, held.cluster.id).await?;
    let rule = agreement.map_or(SharingRule::Proportional, |agreement| agreement.sharing_rule);
    let costs = sharing::yearly_costs(rule, &held.schedule, buyers, now).map_err(Error::refused)?;
    let too_large = || Error::refused("The yearly cost is too large to be stored");
    costs.iter().map(|cost| Money::rounded(cost).ok_or_else(too_large)).collect()
}

/// A row with what every kind of change has; the caller sets the rest.
fn new_row(
    context: &Context,
    change: &Change,
    held: &Held,
    kind: ChangeKind,
    starts_on: NaiveDate,
) -> contract_change::Model {
    let costs = json!(costs_of(held));
    contract_change::Model {
        id: ContractChangeId::new(change.now()),
        contract_id: held.contract.id,
        number: held.last_change + 1,
        kind,
        state: ChangeState::Proposed,
        what: String::new(),
        why: String::new(),
        volume_effect: None,
        starts_on,
        before: costs.clone(),
        after: costs,
        ground: None,
        ground_words: None,
        school_id: None,
        volumes: None,
        described: None,
        maximum_value: None,
        contract_year: None,
        index_percent: None,
        proposed_by: context.actor.account,
        proposed_at: change.now(),
        second_by: None,
        second_at: None,
        body_by: None,
        body_at: None,
        minute_reference: None,
        provider_by: None,
        provider_at: None,
        refused_by: None,
        refused_at: None,
        refused_words: None,
    }
}

/// Keeps a new change; its number has the last word.
async fn insert(change: &Change, row: contract_change::Model) -> Result<()> {
    let inserted = row.into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    Ok(())
}

fn data(row: &contract_change::Model) -> Value {
    json!({
        "contract": row.contract_id, "number": row.number, "kind": row.kind, "what": row.what,
        "starts_on": row.starts_on, "before": row.before, "after": row.after, "ground": row.ground,
    })
}

fn costs(stored: &Value) -> Result<Costs> {
    Ok(serde_json::from_value(stored.clone())?)
}

/// The contract years whose price was published.
pub fn priced_years(held: &Held) -> Vec<i32> {
    held.changes.iter().filter_map(|change| change.contract_year).collect()
}
