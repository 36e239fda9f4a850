//! A variation: what changes and why, what it does to price and quantity, and the ground on which it may.

use super::{Ground, data, in_force, insert, letters, new_row, refused};
use crate::cluster;
use crate::contract::rules::change::{check_start, in_proportion};
use crate::contract::rules::term::Term;
use crate::contract::sign::event;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::contract_change::ChangeKind;
use ::entity::exact::Exact;
use ::entity::ids::*;
use ::entity::money::Money;
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeMap;

/// What is to change.
#[derive(Clone, Debug)]
pub struct NewVariation {
    pub what: String,
    pub why: String,
    pub starts_on: NaiveDate,
    /// What all schools together pay a year after it, at the prices of the first year; none: the price stays.
    pub yearly_total: Option<Money>,
    pub volume_effect: Option<String>,
    pub ground: Ground,
}

/// Proposes a variation: a second person approves it, and the provider signs. Answers its number.
pub async fn vary(context: &Context, id: ContractId, new: NewVariation) -> Result<i32> {
    let change = Change::begin(context).await?;
    let held = in_force(&change, id).await?;
    let place = cluster::place_of(change.tx(), held.cluster.id).await?;
    context.actor.require(Action::ChangeContract, &place)?;
    let today = words::london_day(change.now());
    check_start(&Term::of(&held.contract), new.starts_on, today).map_err(refused)?;
    let ground =
        new.ground.ground.ok_or_else(|| Error::field("ground", "Choose the ground on which it may be changed"))?;
    let mut row = new_row(context, &change, &held, ChangeKind::Variation, new.starts_on);
    if let Some(total) = new.yearly_total {
        let costs: Vec<Exact> = held.parts.iter().map(|part| part.row.yearly_cost.exact()).collect();
        let shares = in_proportion(&costs, &total.exact());
        let after: BTreeMap<SchoolId, Option<Money>> =
            held.parts.iter().zip(&shares).map(|(part, share)| (part.school.id, Money::rounded(share))).collect();
        row.after = json!(after);
    }
    row.what = new.what;
    row.why = new.why;
    row.volume_effect = new.volume_effect;
    row.ground = Some(ground);
    row.ground_words = new.ground.words;
    let number = row.number;
    let event = event(&change, &held.contract, "contract.change_proposed").await?.with(data(&row));
    letters::ask_second(&change, &held, &row).await?;
    insert(&change, row).await?;
    change.commit(event).await?;
    Ok(number)
}
