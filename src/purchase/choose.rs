//! Choosing one of the answers, with a reason, on the comparison as it stands: kept, and never worked out again.

use super::compare::priced;
use super::limits::in_force;
use super::notices::tell_approvers;
use super::rules::{QuoteEvent, check_choice, closed, level};
use super::steps::{close_if_due, event, go_on, told};
use super::{place_of, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::{category, ids::*, quote_choice, school};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::{Value, json};

/// What is chosen and why.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub asked: AskedId,
    pub reason: String,
    /// The reason as every provider that was asked reads it.
    pub told: String,
    /// The comparison as the page showed it.
    pub content: Value,
}

/// Chooses; an approver decides next.
pub async fn choose(
    context: &Context,
    school: &school::Model,
    category: &category::Model,
    id: QuoteId,
    chosen: Chosen,
) -> Result<()> {
    context.actor.require(Action::BuySmall, &place_of(school))?;
    let mut change = Change::begin(context).await?;
    let held = store::lock_quote(change.tx(), id).await?.filter(|quote| quote.school_id == school.id);
    let quote = close_if_due(&mut change, held.ok_or(Error::NotFound)?).await?;
    let proof = closed(&quote, change.now()).map_err(told)?;
    let asked = store::asked_of(change.tx(), id).await?;
    let offers = priced(change.tx(), school, &quote, &asked, &proof).await?;
    let found = offers.iter().find(|one| one.asked.id == chosen.asked);
    let found = found.ok_or_else(|| Error::field("chosen", "Choose one of the quotes"))?;
    let limits = in_force(change.tx(), school.id, words::london_day(change.now())).await?.limits;
    let codes = &category.shape.cpv_codes;
    let valid = found.answer.valid_until;
    check_choice(&quote, found.value, valid, &chosen.told, codes, &limits, change.now()).map_err(told)?;
    let before = store::choices(change.tx(), id).await?;
    let is_cheapest = offers.iter().all(|one| one.value >= found.value);
    let row = quote_choice::Model {
        quote_id: id,
        number: before.first().map_or(0, |newest| newest.number) + 1,
        asked_id: chosen.asked,
        reason: chosen.reason,
        told: chosen.told,
        yearly: found.yearly,
        value: found.value,
        is_cheapest,
        answers: i32::try_from(offers.len()).unwrap_or(i32::MAX),
        content: chosen.content,
        chosen_by: change.by()?,
        chosen_at: change.now(),
        decision: None,
        decided_by: None,
        decided_at: None,
        decided_reason: None,
    };
    let (number, by, value) = (row.number, row.chosen_by, row.value);
    row.into_active_model().insert(change.tx()).await?;
    go_on(&change, &quote, QuoteEvent::Choose).await?;
    let path = format!("/schools/{}/quotes/{id}", school.urn);
    let level = level(value, &limits);
    tell_approvers(&change, school, level, by, ("a purchase by quotes", &quote.title, path)).await?;
    let data = json!({ "choice": number, "asked": chosen.asked, "is_cheapest": is_cheapest });
    change.commit(event(school.id, "quote.chosen", id).with(data)).await?;
    Ok(())
}
