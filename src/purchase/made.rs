//! Purchases that a school makes directly, or from a framework by direct award or further competition: recorded with their
//! evidence, approved by another person, and then on the register.

use super::evidence::{Evidence, keep};
use super::limits::in_force;
use super::notices::{tell_approvers, tell_decided};
use super::rules::{Purchase, Way, last_day, level, route};
use super::{place_of, require_approver, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use crate::school::{self as schools, rules::Terms};
use crate::tender;
use ::entity::contract_entry::CostSource;
use ::entity::money::Money;
use ::entity::quote_choice::Decision;
use ::entity::recorded_purchase::{self, Column, PurchaseWay};
use ::entity::{category, ids::*, school};
use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;

/// What was bought and how.
#[derive(Clone, Debug)]
pub struct NewPurchase {
    pub way: PurchaseWay,
    pub title: String,
    pub provider_name: String,
    pub framework: Option<String>,
    pub reference: Option<String>,
    pub asked: String,
    pub yearly: Money,
    pub term_years: i32,
    pub starts_on: NaiveDate,
    pub reason: String,
    pub evidence: Option<Evidence>,
}

/// Records it; an approver decides next.
pub async fn record_purchase(
    context: &Context,
    school: &school::Model,
    category: &category::Model,
    new: NewPurchase,
) -> Result<PurchaseId> {
    context.actor.require(Action::BuySmall, &place_of(school))?;
    let today = words::london_day(context.now);
    let limits = in_force(context.read(), school.id, today).await?.limits;
    let purchase = Purchase { yearly: new.yearly, years: new.term_years, is_one_off: false };
    let value =
        purchase.value().ok_or_else(|| Error::field("yearly", "Enter an amount that can be bought by a school"))?;
    if new.way == PurchaseWay::Direct {
        let found = route(value, &limits, &category.shape.cpv_codes, today).map_err(Error::refused)?;
        if found.way > Way::OneQuote {
            return Err(Error::field("yearly", "At this amount you cannot buy directly. Ask for quotes"));
        }
    } else {
        from_framework(context, category, &new).await?;
    }
    let change = Change::begin(context).await?;
    let (file_id, file_name) = keep(&change, school, new.evidence).await?;
    let row = recorded_purchase::Model {
        id: PurchaseId::new(change.now()),
        school_id: school.id,
        category_id: category.id,
        way: new.way,
        title: new.title,
        provider_name: new.provider_name,
        framework: new.framework,
        reference: new.reference,
        asked: new.asked,
        yearly: new.yearly,
        term_years: new.term_years,
        starts_on: new.starts_on,
        reason: new.reason,
        file_id,
        file_name,
        recorded_by: change.by()?,
        recorded_at: change.now(),
        decision: None,
        decided_by: None,
        decided_at: None,
        decided_reason: None,
        entry_id: None,
    };
    let (id, by) = (row.id, row.recorded_by);
    let path = format!("/schools/{}/purchases/{id}", school.urn);
    let what = ("a purchase", row.title.as_str(), path);
    tell_approvers(&change, school, level(value, &limits), by, what).await?;
    let event = event(school, "purchase.recorded", id).with(json!({ "way": row.way })).because(row.reason.clone());
    row.into_active_model().insert(change.tx()).await?;
    change.commit(event).await?;
    Ok(id)
}

/// A framework is one that is valid today for the service, with its reference and the document that shows its terms.
async fn from_framework(context: &Context, category: &category::Model, new: &NewPurchase) -> Result<()> {
    let offered = tender::frameworks_for(context, &category.slug).await?;
    if !offered.iter().any(|one| Some(&one.name) == new.framework.as_ref()) {
        return Err(Error::field("framework", "Choose the framework"));
    }
    if new.reference.is_none() {
        return Err(Error::field("reference", "Enter the framework's reference and lot"));
    }
    if new.evidence.is_none() {
        return Err(Error::field("file", "Choose the document that shows it"));
    }
    Ok(())
}

/// Approves or refuses it: another person, by the school's limits. What is approved stands on the register.
pub async fn decide_purchase(
    context: &Context,
    school: &school::Model,
    id: PurchaseId,
    decision: Decision,
    reason: String,
) -> Result<()> {
    context.actor.require_sight(Action::SeePurchases, &place_of(school))?;
    context.actor.require(Action::ApprovePurchase, &place_of(school))?;
    let mut change = Change::begin(context).await?;
    let made = store::lock_purchase(change.tx(), school.id, id).await?.ok_or(Error::NotFound)?;
    let purchase = Purchase { yearly: made.yearly, years: made.term_years, is_one_off: false };
    let value = purchase.value().unwrap_or(Money(i64::MAX));
    let limits = in_force(change.tx(), school.id, words::london_day(change.now())).await?.limits;
    require_approver(context, school, value, &limits, made.recorded_by)?;
    let entry = match (decision, made.decision) {
        (Decision::Approved, None) => Some(schools::enter(&mut change, school, terms(&made), Some(value)).await?),
        _ => None,
    };
    let done = recorded_purchase::Entity::update_many()
        .col_expr(Column::Decision, Expr::value(decision))
        .col_expr(Column::DecidedBy, Expr::value(change.by()?))
        .col_expr(Column::DecidedAt, Expr::value(change.now()))
        .col_expr(Column::DecidedReason, Expr::value(reason.clone()))
        .col_expr(Column::EntryId, Expr::value(entry))
        .filter(Column::Id.eq(id))
        .filter(Column::Decision.is_null())
        .exec(change.tx())
        .await?;
    if done.rows_affected == 0 {
        return Err(Error::stale());
    }
    let path = format!("/schools/{}/purchases/{id}", school.urn);
    let is_approved = decision == Decision::Approved;
    tell_decided(&change, school, made.recorded_by, (&made.title, is_approved, &reason, path)).await?;
    let decided = event(school, "purchase.decided", id).with(json!({ "decision": decision }));
    change.commit(decided.because(reason)).await?;
    Ok(())
}

fn event(school: &school::Model, action: &'static str, id: PurchaseId) -> Event {
    Event::new(Chain::School(school.id), action, format!("purchase:{id}"))
}

/// The line of the register.
fn terms(made: &recorded_purchase::Model) -> Terms {
    let from = made.framework.clone().unwrap_or_default();
    let how_bought = match made.way {
        PurchaseWay::Direct => "Bought directly".to_owned(),
        PurchaseWay::DirectAward => format!("Framework, direct award: {from}"),
        PurchaseWay::FurtherCompetition => format!("Framework, further competition: {from}"),
    };
    Terms {
        title: made.title.clone(),
        category: Some(made.category_id),
        provider_name: made.provider_name.clone(),
        starts_on: Some(made.starts_on),
        ends_on: Some(last_day(made.starts_on, made.term_years)),
        notice_terms: None,
        notice_on: None,
        yearly_amount: Some(made.yearly),
        how_bought: Some(how_bought),
        cost_source: CostSource::Contract,
        responsible: None,
        cost_code: None,
    }
}
