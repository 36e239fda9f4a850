//! The quality criteria of a draft: added, changed, moved, removed, weighed.

use super::edit::Editing;
use super::lots;
use super::rules::address::LotAddress;
use super::rules::price_rule::PriceRule;
use super::rules::readiness::{self, Task};
use super::store;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::criterion::CriterionKind;
use ::entity::money::Quantity;
use ::entity::{criterion, ids::*, lot, tender};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, IntoActiveModel as _, ModelTrait as _};
use serde_json::json;
use std::collections::BTreeMap;

/// More criteria than an evaluator could keep apart.
const MOST: usize = 30;

/// A criterion as its form says it.
#[derive(Clone, Debug)]
pub struct Wording {
    pub name: String,
    pub question: String,
    pub weight: Quantity,
    pub scale_max: i32,
    pub minimum: Option<i32>,
    pub word_limit: i32,
    pub kind: CriterionKind,
}

/// Where a criterion goes in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    Up,
    Down,
}

/// A change to one lot's criteria.
async fn begin(context: &Context, at: impl Into<LotAddress>, version: i32) -> Result<(Editing, lot::Model)> {
    let at = at.into();
    let editing = Editing::begin(context, &at.reference, version, Task::Criteria).await?;
    let of = lots::lot_at(editing.change.tx(), editing.tender.clone(), at.lot).await?;
    Ok((editing, of.lot))
}

/// Adds one at the end.
pub async fn add(context: &Context, at: impl Into<LotAddress>, version: i32, wording: Wording) -> Result<()> {
    let (editing, lot) = begin(context, at, version).await?;
    let there = store::criteria(editing.change.tx(), lot.id).await?;
    if there.len() >= MOST {
        return Err(Error::refused(format!("A tender can have {MOST} criteria at most. Remove one first")));
    }
    check(&wording)?;
    let row = criterion::Model {
        id: CriterionId::new(editing.change.now()),
        lot_id: lot.id,
        position: there.iter().map(|criterion| criterion.position).max().unwrap_or(0) + 1,
        code: free_code(&wording.name, &there),
        name: wording.name,
        question: wording.question,
        weight: wording.weight,
        scale_max: wording.scale_max,
        minimum: wording.minimum,
        word_limit: wording.word_limit,
        kind: wording.kind,
    };
    let code = row.code.clone();
    row.into_active_model().insert(editing.change.tx()).await?;
    finish(editing, "added", &code).await
}

/// Changes what one says.
pub async fn reword(
    context: &Context,
    at: impl Into<LotAddress>,
    version: i32,
    code: &str,
    wording: Wording,
) -> Result<()> {
    let (editing, lot) = begin(context, at, version).await?;
    let (found, _) = find(&editing, &lot, code).await?;
    check(&wording)?;
    let row = criterion::ActiveModel {
        id: Set(found.id),
        name: Set(wording.name),
        question: Set(wording.question),
        weight: Set(wording.weight),
        scale_max: Set(wording.scale_max),
        minimum: Set(wording.minimum),
        word_limit: Set(wording.word_limit),
        kind: Set(wording.kind),
        ..Default::default()
    };
    row.update(editing.change.tx()).await?;
    finish(editing, "changed", code).await
}

pub async fn remove(context: &Context, at: impl Into<LotAddress>, version: i32, code: &str) -> Result<()> {
    let (editing, lot) = begin(context, at, version).await?;
    let (found, _) = find(&editing, &lot, code).await?;
    found.delete(editing.change.tx()).await?;
    finish(editing, "removed", code).await
}

/// Changes places with its neighbour; the first stays first, the last last.
pub async fn shift(context: &Context, at: impl Into<LotAddress>, version: i32, code: &str, way: Shift) -> Result<()> {
    let (editing, lot) = begin(context, at, version).await?;
    let (found, all) = find(&editing, &lot, code).await?;
    let at = all.iter().position(|criterion| criterion.id == found.id).unwrap_or(0);
    let other = match way {
        Shift::Up => at.checked_sub(1),
        Shift::Down => Some(at + 1),
    };
    if let Some(other) = other.and_then(|other| all.get(other)) {
        place(&editing, found.id, other.position).await?;
        place(&editing, other.id, found.position).await?;
    }
    finish(editing, "moved", code).await
}

/// Sets every weight at once, by code, with price's; they must add up to 100.
pub async fn weigh(
    context: &Context,
    at: impl Into<LotAddress>,
    version: i32,
    weights: BTreeMap<String, Quantity>,
    price_weight: Quantity,
) -> Result<()> {
    let (editing, lot) = begin(context, at, version).await?;
    let mut criteria = store::criteria(editing.change.tx(), lot.id).await?;
    for criterion in &mut criteria {
        criterion.weight = weights.get(&criterion.code).copied().unwrap_or(criterion.weight);
    }
    let price = PriceRule { weight: price_weight, ..store::price_rule(&editing.tender, &lot)? };
    readiness::weights(&criteria, &price).map_err(|sentence| Error::field("price_weight", sentence))?;
    for criterion in criteria {
        let row = criterion::ActiveModel { id: Set(criterion.id), weight: Set(criterion.weight), ..Default::default() };
        row.update(editing.change.tx()).await?;
    }
    let row = lots::with_price_rule(&editing, &lot, &price).await?;
    editing.save(row, "tender.criteria_changed", json!({ "what": "weighed" })).await
}

async fn find(editing: &Editing, lot: &lot::Model, code: &str) -> Result<(criterion::Model, Vec<criterion::Model>)> {
    let all = store::criteria(editing.change.tx(), lot.id).await?;
    let found = all.iter().find(|criterion| criterion.code == code).cloned().ok_or(Error::NotFound)?;
    Ok((found, all))
}

async fn place(editing: &Editing, id: CriterionId, position: i32) -> Result<()> {
    let row = criterion::ActiveModel { id: Set(id), position: Set(position), ..Default::default() };
    row.update(editing.change.tx()).await?;
    Ok(())
}

async fn finish(editing: Editing, what: &str, code: &str) -> Result<()> {
    let row = <tender::ActiveModel as Default>::default();
    editing.save(row, "tender.criteria_changed", json!({ "what": what, "criterion": code })).await
}

fn check(wording: &Wording) -> Result<()> {
    match wording.minimum {
        Some(minimum) if minimum > wording.scale_max => {
            Err(Error::field("minimum", format!("Enter a minimum score of {} or less", wording.scale_max)))
        }
        _ => Ok(()),
    }
}

/// The name as an address, "Food safety" → `food-safety`, with a number where another criterion has it.
fn free_code(name: &str, there: &[criterion::Model]) -> String {
    let letters: String =
        name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<&str> = letters.split_whitespace().take(6).collect();
    let base = if words.is_empty() { "criterion".to_owned() } else { words.join("-") };
    let taken = |code: &String| there.iter().any(|criterion| criterion.code == *code) || code == "new";
    std::iter::once(base.clone())
        .chain((2..).map(|number| format!("{base}-{number}")))
        .find(|code| !taken(code))
        .unwrap_or(base)
}
