//! Waivers: fewer quotes, urgency, or an extension. Asked for with a reason, decided by another person.

use super::evidence::{Evidence, keep};
use super::limits::in_force;
use super::notices::{tell_approvers, tell_decided};
use super::rules::{Limits, level};
use super::{place_of, require_approver, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use crate::school as schools;
use ::entity::ids::*;
use ::entity::money::Money;
use ::entity::purchase_waiver::{self, Column, WaiverKind};
use ::entity::quote_choice::Decision;
use ::entity::school;
use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;

/// What is asked to be waived.
#[derive(Clone, Debug)]
pub struct NewWaiver {
    pub kind: WaiverKind,
    pub quote: Option<QuoteId>,
    pub entry: Option<ContractEntryId>,
    pub title: String,
    /// For the whole time, excluding VAT.
    pub value: Money,
    /// For an extension: the new last day.
    pub until: Option<NaiveDate>,
    pub reason: String,
    pub evidence: Option<Evidence>,
}

/// Asks for a waiver.
pub async fn ask_waiver(context: &Context, school: &school::Model, new: NewWaiver) -> Result<WaiverId> {
    context.actor.require(Action::BuySmall, &place_of(school))?;
    let today = words::london_day(context.now);
    let mut change = Change::begin(context).await?;
    let new = checked(&change, school, new, today).await?;
    let limits = in_force(change.tx(), school.id, today).await?.limits;
    let id = keep_waiver(&mut change, school, new, &limits).await?;
    change.commit(event(school, "waiver.recorded", id)).await?;
    Ok(id)
}

/// What it is for has to be the school's own; an extension ends later than the contract does now.
async fn checked(change: &Change, school: &school::Model, new: NewWaiver, today: NaiveDate) -> Result<NewWaiver> {
    if new.kind != WaiverKind::Extension {
        let id = new.quote.ok_or_else(|| Error::field("for", "Choose the request for quotes that it is for"))?;
        let quote = store::quote(change.tx(), school.id, id).await?;
        let quote = quote.ok_or_else(|| Error::field("for", "Choose the request for quotes that it is for"))?;
        return Ok(NewWaiver { title: quote.title, entry: None, until: None, ..new });
    }
    let missing = || Error::field("for", "Choose the contract that is extended");
    let id = new.entry.ok_or_else(missing)?;
    let entries = store::entries_of(change.tx(), school.id).await?;
    let entry = entries.into_iter().find(|entry| entry.id == id).ok_or_else(missing)?;
    let until = new.until.ok_or_else(|| Error::field("until-day", "Enter the new last day"))?;
    if until <= today || entry.ends_on.is_some_and(|end| until <= end) {
        return Err(Error::field("until-day", "The new end must be after the present one, and after today"));
    }
    Ok(NewWaiver { title: entry.title, quote: None, ..new })
}

/// Keeps it, and tells who can decide.
pub(super) async fn keep_waiver(
    change: &mut Change,
    school: &school::Model,
    new: NewWaiver,
    limits: &Limits,
) -> Result<WaiverId> {
    let (file_id, file_name) = keep(change, school, new.evidence).await?;
    let row = purchase_waiver::Model {
        id: WaiverId::new(change.now()),
        school_id: school.id,
        kind: new.kind,
        quote_id: new.quote,
        entry_id: new.entry,
        title: new.title,
        value: new.value,
        until: new.until,
        reason: new.reason,
        file_id,
        file_name,
        asked_by: change.by()?,
        asked_at: change.now(),
        decision: None,
        decided_by: None,
        decided_at: None,
        decided_reason: None,
    };
    let path = format!("/schools/{}/waivers/{}", school.urn, row.id);
    let level = level(row.value, limits);
    tell_approvers(change, school, level, row.asked_by, ("a waiver", &row.title, path)).await?;
    let id = row.id;
    change.note(event(school, "waiver.asked", id).with(json!({ "kind": row.kind })).because(row.reason.clone()));
    row.into_active_model().insert(change.tx()).await?;
    Ok(id)
}

/// Approves or refuses it: another person, by the school's limits. An approved extension moves the contract's end.
pub async fn decide_waiver(
    context: &Context,
    school: &school::Model,
    id: WaiverId,
    decision: Decision,
    reason: String,
) -> Result<()> {
    context.actor.require_sight(Action::SeePurchases, &place_of(school))?;
    context.actor.require(Action::ApprovePurchase, &place_of(school))?;
    let mut change = Change::begin(context).await?;
    let waiver = store::lock_waiver(change.tx(), school.id, id).await?.ok_or(Error::NotFound)?;
    let limits = in_force(change.tx(), school.id, words::london_day(change.now())).await?.limits;
    require_approver(context, school, waiver.value, &limits, waiver.asked_by)?;
    let done = purchase_waiver::Entity::update_many()
        .col_expr(Column::Decision, Expr::value(decision))
        .col_expr(Column::DecidedBy, Expr::value(change.by()?))
        .col_expr(Column::DecidedAt, Expr::value(change.now()))
        .col_expr(Column::DecidedReason, Expr::value(reason.clone()))
        .filter(Column::Id.eq(id))
        .filter(Column::Decision.is_null())
        .exec(change.tx())
        .await?;
    if done.rows_affected == 0 {
        return Err(Error::stale());
    }
    if let (Decision::Approved, Some(entry), Some(until)) = (decision, waiver.entry_id, waiver.until) {
        schools::extend(&mut change, school, entry, until).await?;
    }
    let is_approved = decision == Decision::Approved;
    let path = format!("/schools/{}/waivers/{id}", school.urn);
    tell_decided(&change, school, waiver.asked_by, (&waiver.title, is_approved, &reason, path)).await?;
    change.commit(event(school, "waiver.decided", id).with(json!({ "decision": decision })).because(reason)).await?;
    Ok(())
}

fn event(school: &school::Model, action: &'static str, id: WaiverId) -> Event {
    Event::new(Chain::School(school.id), action, format!("waiver:{id}"))
}
