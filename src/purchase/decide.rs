//! The approver's decision about a choice, and the end of a request: recorded with the contract that came of it, sent back,
//! or cancelled.

use super::limits::in_force;
use super::notices::{tell_decided, tell_outcome};
use super::rules::{Facts, QuoteEvent, Waivers, check_approval, last_day};
use super::steps::{close_if_due, event, go_on, told};
use super::{place_of, require_approver, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::school::{self as schools, rules::Terms};
use ::entity::contract_entry::CostSource;
use ::entity::quote_choice::Decision;
use ::entity::{ids::*, quote_asked, quote_choice, quote_request, school};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

/// Approves the choice: the contract stands on the register, and everybody who was asked is told.
pub async fn approve(context: &Context, school: &school::Model, id: QuoteId) -> Result<()> {
    let mut change = Change::begin(context).await?;
    let (quote, choice) = undecided(context, &change, school, id).await?;
    let approved = store::waivers_for(change.tx(), id).await?.into_iter();
    let approved = approved.filter(|waiver| waiver.decision == Some(Decision::Approved)).map(|waiver| waiver.kind);
    let answers = usize::try_from(choice.answers).unwrap_or_default();
    let facts = Facts { value: choice.value, answers, waivers: Waivers::of(approved) };
    let limits = in_force(change.tx(), school.id, words::london_day(change.now())).await?.limits;
    check_approval(&facts, &limits).map_err(told)?;
    let asked = store::asked_of(change.tx(), id).await?;
    let terms = terms(&quote, &choice, &asked)?;
    let entry = schools::enter(&mut change, school, terms, Some(choice.value)).await?;
    let recorded = go_on(&change, &quote, QuoteEvent::Approve).await?;
    let mut row = quote_request::ActiveModel::from(recorded.clone());
    row.entry_id = Set(Some(entry));
    row.update(change.tx()).await?;
    let (told, chosen_by, number) = (choice.told.clone(), choice.chosen_by, choice.number);
    let chosen = choice.asked_id;
    decided(&change, choice, Decision::Approved, None).await?;
    tell_outcome(&change, school, &quote, &asked, (Some(chosen), &told)).await?;
    let path = format!("/schools/{}/quotes/{id}/record", school.urn);
    tell_decided(&change, school, chosen_by, (&quote.title, true, "", path)).await?;
    let data = json!({ "choice": number, "contract": entry });
    change.commit(event(school.id, "quote.approved", id).with(data)).await?;
    Ok(())
}

/// Sends the choice back, with a reason: another one can be made.
pub async fn send_back(context: &Context, school: &school::Model, id: QuoteId, reason: String) -> Result<()> {
    let change = Change::begin(context).await?;
    let (quote, choice) = undecided(context, &change, school, id).await?;
    go_on(&change, &quote, QuoteEvent::SendBack).await?;
    let (by, number) = (choice.chosen_by, choice.number);
    decided(&change, choice, Decision::Refused, Some(reason.clone())).await?;
    let path = format!("/schools/{}/quotes/{id}", school.urn);
    tell_decided(&change, school, by, (&quote.title, false, &reason, path)).await?;
    let data = json!({ "choice": number });
    change.commit(event(school.id, "quote.sent_back", id).with(data).because(reason)).await?;
    Ok(())
}

/// Ends the request, with a reason that everybody who was asked reads.
pub async fn cancel(context: &Context, school: &school::Model, id: QuoteId, reason: String) -> Result<()> {
    context.actor.require(Action::BuySmall, &place_of(school))?;
    let mut change = Change::begin(context).await?;
    let held = store::lock_quote(change.tx(), id).await?.filter(|quote| quote.school_id == school.id);
    let quote = close_if_due(&mut change, held.ok_or(Error::NotFound)?).await?;
    let cancelled = go_on(&change, &quote, QuoteEvent::Cancel).await?;
    let mut row = quote_request::ActiveModel::from(cancelled);
    row.ended_reason = Set(Some(reason.clone()));
    row.update(change.tx()).await?;
    let asked = store::asked_of(change.tx(), id).await?;
    tell_outcome(&change, school, &quote, &asked, (None, &reason)).await?;
    change.commit(event(school.id, "quote.cancelled", id).because(reason)).await?;
    Ok(())
}

/// The request and its choice that waits, for somebody who may decide about it.
async fn undecided(
    context: &Context,
    change: &Change,
    school: &school::Model,
    id: QuoteId,
) -> Result<(quote_request::Model, quote_choice::Model)> {
    context.actor.require_sight(Action::SeePurchases, &place_of(school))?;
    context.actor.require(Action::ApprovePurchase, &place_of(school))?;
    let held = store::lock_quote(change.tx(), id).await?.filter(|quote| quote.school_id == school.id);
    let quote = held.ok_or(Error::NotFound)?;
    let newest = store::choices(change.tx(), id).await?.into_iter().next();
    let Some(choice) = newest.filter(|choice| choice.decision.is_none()) else { return Err(Error::stale()) };
    let limits = in_force(change.tx(), school.id, words::london_day(change.now())).await?.limits;
    require_approver(context, school, choice.value, &limits, choice.chosen_by)?;
    Ok((quote, choice))
}

async fn decided(
    change: &Change,
    choice: quote_choice::Model,
    decision: Decision,
    reason: Option<String>,
) -> Result<()> {
    let mut row = choice.into_active_model();
    row.decision = Set(Some(decision));
    row.decided_by = Set(Some(change.by()?));
    row.decided_at = Set(Some(change.now()));
    row.decided_reason = Set(reason);
    row.update(change.tx()).await?;
    Ok(())
}

/// The line of the register.
fn terms(quote: &quote_request::Model, choice: &quote_choice::Model, asked: &[quote_asked::Model]) -> Result<Terms> {
    let chosen = asked.iter().find(|one| one.id == choice.asked_id).ok_or(Error::NotFound)?;
    let answers = words::plural(i64::from(choice.answers), "quote", "quotes");
    Ok(Terms {
        title: quote.title.clone(),
        category: Some(quote.category_id),
        provider_name: chosen.name.clone(),
        starts_on: Some(quote.starts_on),
        ends_on: Some(last_day(quote.starts_on, quote.term_years)),
        notice_terms: None,
        notice_on: None,
        yearly_amount: Some(choice.yearly),
        how_bought: Some(format!("Quotes: {answers} of {} asked", asked.len())),
        cost_source: CostSource::Contract,
        responsible: None,
        cost_code: None,
    })
}
