//! A quote that a firm without an account here sent by mail or said by phone: the school enters it, with its evidence, once
//! the time for answers is over.

use super::answer::{blank, put};
use super::evidence::{Evidence, keep};
use super::rules::check_received;
use super::steps::{close_if_due, event, told};
use super::{place_of, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::price::rules::price_offer;
use ::entity::price::PriceSchedule;
use ::entity::quote_answer::CameBy;
use ::entity::{ids::*, quote_answer, school};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// What is entered.
#[derive(Clone, Debug)]
pub struct Entered {
    pub typed: Value,
    pub schedule: PriceSchedule,
    pub notes: String,
    pub valid_until: NaiveDate,
    pub came_by: CameBy,
    pub received_on: NaiveDate,
    /// Needed the first time; afterwards the one before stays.
    pub evidence: Option<Evidence>,
}

/// Enters the quote of a firm that is not registered; once more replaces it.
pub async fn enter(
    context: &Context,
    school: &school::Model,
    (id, asked): (QuoteId, AskedId),
    entered: Entered,
) -> Result<()> {
    context.actor.require(Action::BuySmall, &place_of(school))?;
    let mut change = Change::begin(context).await?;
    let held = store::lock_quote(change.tx(), id).await?.filter(|quote| quote.school_id == school.id);
    let quote = close_if_due(&mut change, held.ok_or(Error::NotFound)?).await?;
    let asked = store::asked(change.tx(), id, asked).await?.ok_or(Error::NotFound)?;
    if asked.provider_id.is_some() {
        return Err(Error::refused("This provider answers here itself"));
    }
    let received = (entered.valid_until, entered.received_on);
    check_received(&quote, &entered.schedule, received.0, received.1, change.now()).map_err(told)?;
    let buyer = crate::catalogue::rules::buyer(school, quote.quantities.volumes.clone());
    price_offer(&[buyer], &entered.schedule).map_err(Error::refused)?;
    let held = store::answer(change.tx(), asked.id).await?.unwrap_or_else(|| blank(&asked, &change));
    if entered.evidence.is_none() && held.file_id.is_none() {
        return Err(Error::field("file", "Choose the file that shows the quote"));
    }
    let (file_id, file_name) = keep(&change, school, entered.evidence).await?;
    let row = quote_answer::Model {
        draft: entered.typed,
        saved_at: change.now(),
        schedule: Some(serde_json::to_value(&entered.schedule)?),
        notes: entered.notes,
        valid_until: Some(entered.valid_until),
        sent_at: Some(change.now()),
        sent_by: Some(change.by()?),
        came_by: Some(entered.came_by),
        received_on: Some(entered.received_on),
        file_id: file_id.or(held.file_id),
        file_name: file_name.or(held.file_name.clone()),
        ..held
    };
    put(&change, row).await?;
    let data = json!({ "asked": asked.id, "received_on": entered.received_on });
    change.commit(event(school.id, "quote.entered", id).with(data)).await?;
    Ok(())
}
