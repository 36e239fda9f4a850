//! Dividing a draft into lots: added, named, ordered, removed, each with its schools.

use crate::cluster;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::tender::criteria::Shift;
use crate::tender::edit::Editing;
use crate::tender::rules::price_rule::PriceRule;
use crate::tender::rules::readiness::Task;
use crate::tender::store;
use ::entity::lot_plan::{self, LotsBy};
use ::entity::money::Quantity;
use ::entity::tender::TenderState;
use ::entity::{criterion, ids::*, lot, lot_school, tender};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ActiveValue::Unchanged, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait,
    QueryFilter,
};
use serde_json::json;
use std::collections::BTreeSet;

/// More lots than bidders and schools could keep apart.
const MOST: usize = 20;

/// What a lot is, as its form says it.
#[derive(Clone, Debug)]
pub struct LotWording {
    pub title: String,
    pub weight: Quantity,
    pub schools: BTreeSet<SchoolId>,
}

/// How lots are set apart and won.
#[derive(Clone, Debug)]
pub struct LotPlan {
    pub by: LotsBy,
    pub most: Option<i32>,
    pub discounts: bool,
}

/// Adds a lot at the end, with the criteria of the first. The first lot of all keeps the schools that the second leaves.
pub async fn add_lot(context: &Context, reference: &str, version: i32, wording: LotWording) -> Result<()> {
    let editing = Editing::begin(context, reference, version, Task::Lot).await?;
    let lots = store::lots(editing.change.tx(), editing.tender.id).await?;
    if lots.len() >= MOST {
        return Err(Error::refused(format!("A tender can have {MOST} lots at most. Remove one first")));
    }
    check(&editing, &lots, None, &wording).await?;
    let first = lots.first().ok_or_else(|| Error::internal("a tender without a lot"))?;
    if lots.len() == 1 {
        divide(&editing, first, &wording.schools).await?;
    }
    let row = lot::Model {
        id: LotId::new(editing.change.now()),
        tender_id: editing.tender.id,
        number: lots.iter().map(|lot| lot.number).max().unwrap_or(0) + 1,
        title: wording.title,
        state: TenderState::Draft,
        weight: wording.weight,
        price_rule: None,
        ended_reason: None,
        asked_until: None,
        standstill_from: None,
        standstill_ends_at: None,
    };
    let (id, number) = (row.id, row.number);
    row.into_active_model().insert(editing.change.tx()).await?;
    copy_criteria(&editing, first.id, id).await?;
    keep_schools(&editing, id, &wording.schools).await?;
    finish(editing, "added", number).await
}

/// Changes a lot's name, weight and schools.
pub async fn change_lot(
    context: &Context,
    reference: &str,
    version: i32,
    number: i32,
    wording: LotWording,
) -> Result<()> {
    let editing = Editing::begin(context, reference, version, Task::Lot).await?;
    let lots = store::lots(editing.change.tx(), editing.tender.id).await?;
    let found = numbered(&lots, number)?.clone();
    check(&editing, &lots, Some(found.id), &wording).await?;
    let row = lot::ActiveModel {
        id: Unchanged(found.id),
        title: Set(wording.title),
        weight: Set(wording.weight),
        ..Default::default()
    };
    row.update(editing.change.tx()).await?;
    keep_schools(&editing, found.id, &wording.schools).await?;
    finish(editing, "changed", number).await
}

/// Removes a lot with its criteria. The last that is left is for every school, by its own price rule.
pub async fn remove_lot(context: &Context, reference: &str, version: i32, number: i32) -> Result<()> {
    let editing = Editing::begin(context, reference, version, Task::Lot).await?;
    let lots = store::lots(editing.change.tx(), editing.tender.id).await?;
    let found = numbered(&lots, number)?.clone();
    let left: Vec<&lot::Model> = lots.iter().filter(|lot| lot.id != found.id).collect();
    if left.is_empty() {
        return Err(Error::refused("A tender needs something to bid for"));
    }
    criterion::Entity::delete_many().filter(criterion::Column::LotId.eq(found.id)).exec(editing.change.tx()).await?;
    keep_schools(&editing, found.id, &BTreeSet::new()).await?;
    found.delete(editing.change.tx()).await?;
    for (lot, number) in left.iter().zip(1..) {
        renumber(&editing, lot.id, number).await?;
    }
    let mut row = <tender::ActiveModel as Default>::default();
    if let [only] = left.as_slice() {
        row = join(&editing, only).await?;
    }
    save(editing, row, "removed", number).await
}

/// Changes places with its neighbour; the first stays first, the last last.
pub async fn shift_lot(context: &Context, reference: &str, version: i32, number: i32, way: Shift) -> Result<()> {
    let editing = Editing::begin(context, reference, version, Task::Lot).await?;
    let lots = store::lots(editing.change.tx(), editing.tender.id).await?;
    let found = numbered(&lots, number)?;
    let other = match way {
        Shift::Up => number - 1,
        Shift::Down => number + 1,
    };
    if let Some(other) = lots.iter().find(|lot| lot.number == other) {
        // Two lots never have one number, not even between two statements.
        renumber(&editing, found.id, 0).await?;
        renumber(&editing, other.id, number).await?;
        renumber(&editing, found.id, other.number).await?;
    }
    finish(editing, "moved", number).await
}

/// How several lots are won; a tender with one has nothing to keep.
pub(in crate::tender) async fn keep_plan(editing: &Editing, plan: Option<LotPlan>) -> Result<()> {
    let (Some(plan), Some(stored)) = (plan, store::lot_plan(editing.change.tx(), editing.tender.id).await?) else {
        return Ok(());
    };
    let mut row = stored.into_active_model();
    row.lots_by = Set(plan.by);
    row.most = Set(plan.most);
    row.discounts = Set(plan.discounts);
    row.update(editing.change.tx()).await?;
    Ok(())
}

/// Where a price rule is kept: with the tender while there is one lot, with the lot where there are several. Answers what
/// to write to the tender.
pub(in crate::tender) async fn with_price_rule(
    editing: &Editing,
    of: &lot::Model,
    rule: &PriceRule,
) -> Result<tender::ActiveModel> {
    let rule = serde_json::to_value(rule)?;
    if store::lot_plan(editing.change.tx(), editing.tender.id).await?.is_none() {
        return Ok(tender::ActiveModel { price_rule: Set(rule), ..Default::default() });
    }
    let row = lot::ActiveModel { id: Unchanged(of.id), price_rule: Set(Some(rule)), ..Default::default() };
    row.update(editing.change.tx()).await?;
    Ok(<tender::ActiveModel as Default>::default())
}

fn numbered(lots: &[lot::Model], number: i32) -> Result<&lot::Model> {
    lots.iter().find(|lot| lot.number == number).ok_or(Error::NotFound)
}

async fn check(editing: &Editing, lots: &[lot::Model], own: Option<LotId>, wording: &LotWording) -> Result<()> {
    let same = |lot: &&lot::Model| Some(lot.id) != own && lot.title.to_lowercase() == wording.title.to_lowercase();
    if lots.iter().any(|lot| same(&lot)) {
        return Err(Error::field("title", "Another lot has this name. Give each a name of its own"));
    }
    let members = cluster::parties(editing.change.tx(), editing.tender.cluster_id).await?;
    if !wording.schools.iter().all(|school| members.iter().any(|member| member.school.id == *school)) {
        return Err(Error::field(
            "schools",
            "Choose schools of this cluster whose bodies have agreed to its agreement",
        ));
    }
    if wording.schools.is_empty() {
        return Err(Error::field("schools", "Choose the schools of this lot"));
    }
    Ok(())
}

/// The tender's one lot becomes the first of several: its schools are those that the new one leaves, or all.
async fn divide(editing: &Editing, first: &lot::Model, taken: &BTreeSet<SchoolId>) -> Result<()> {
    let plan =
        lot_plan::Model { tender_id: editing.tender.id, lots_by: LotsBy::SchoolGroup, most: None, discounts: false };
    plan.into_active_model().insert(editing.change.tx()).await?;
    let members = cluster::parties(editing.change.tx(), editing.tender.cluster_id).await?;
    let all: BTreeSet<SchoolId> = members.iter().map(|member| member.school.id).collect();
    let left: BTreeSet<SchoolId> = all.difference(taken).copied().collect();
    keep_schools(editing, first.id, if left.is_empty() { &all } else { &left }).await
}

/// The last of several lots becomes the tender's one lot.
async fn join(editing: &Editing, only: &lot::Model) -> Result<tender::ActiveModel> {
    keep_schools(editing, only.id, &BTreeSet::new()).await?;
    lot_plan::Entity::delete_by_id(editing.tender.id).exec(editing.change.tx()).await?;
    let row = lot::ActiveModel {
        id: Unchanged(only.id),
        price_rule: Set(None),
        weight: Set(Quantity::ONE),
        ..Default::default()
    };
    row.update(editing.change.tx()).await?;
    let rule = only.price_rule.clone().unwrap_or_else(|| editing.tender.price_rule.clone());
    Ok(tender::ActiveModel { price_rule: Set(rule), ..Default::default() })
}

async fn copy_criteria(editing: &Editing, from: LotId, to: LotId) -> Result<()> {
    for criterion in store::criteria(editing.change.tx(), from).await? {
        let copy = criterion::Model { id: CriterionId::new(editing.change.now()), lot_id: to, ..criterion };
        copy.into_active_model().insert(editing.change.tx()).await?;
    }
    Ok(())
}

async fn keep_schools(editing: &Editing, lot: LotId, schools: &BTreeSet<SchoolId>) -> Result<()> {
    let old = lot_school::Entity::delete_many().filter(lot_school::Column::LotId.eq(lot));
    old.exec(editing.change.tx()).await?;
    if schools.is_empty() {
        return Ok(());
    }
    let rows = schools.iter().map(|school| lot_school::Model { lot_id: lot, school_id: *school }.into_active_model());
    lot_school::Entity::insert_many(rows).exec_without_returning(editing.change.tx()).await?;
    Ok(())
}

async fn renumber(editing: &Editing, id: LotId, number: i32) -> Result<()> {
    let row = lot::ActiveModel { id: Unchanged(id), number: Set(number), ..Default::default() };
    row.update(editing.change.tx()).await?;
    Ok(())
}

async fn finish(editing: Editing, what: &str, number: i32) -> Result<()> {
    save(editing, <tender::ActiveModel as Default>::default(), what, number).await
}

async fn save(editing: Editing, row: tender::ActiveModel, what: &str, number: i32) -> Result<()> {
    editing.save(row, "tender.lots_changed", json!({ "what": what, "lot": number })).await
}
