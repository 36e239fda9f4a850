//! The provider's side: what it is asked, and its own answer. It learns neither who else was asked nor what they said.

use super::rules::{Refusal, check_answer, phase};
use super::steps::{close_if_due, told};
use super::store;
use crate::catalogue;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::price::rules::price_offer;
use ::entity::membership::Scope;
use ::entity::money::Money;
use ::entity::price::PriceSchedule;
use ::entity::quote_request::QuoteState;
use ::entity::{category, ids::*, quote_answer, quote_asked, quote_choice, quote_request, school};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::Value;

/// What one provider was asked, and its answer so far.
#[derive(Clone, Debug)]
pub struct Desk {
    pub asked: quote_asked::Model,
    pub quote: quote_request::Model,
    pub school: school::Model,
    pub category: category::Model,
    pub answer: Option<quote_answer::Model>,
    /// The prices of the listing that it was picked from.
    pub listed: Option<PriceSchedule>,
    pub phase: QuoteState,
    /// What was decided, once it is recorded.
    pub outcome: Option<quote_choice::Model>,
}

/// The answer of one of those asked, for its own people; not found for everybody else.
pub async fn desk(context: &Context, id: AskedId) -> Result<Desk> {
    let connection = context.read();
    let asked = store::asked_by_id(connection, id).await?.ok_or(Error::NotFound)?;
    let provider = asked.provider_id.ok_or(Error::NotFound)?;
    context.actor.require_sight(Action::AnswerQuote, &Place::provider(provider))?;
    let quote = store::quote_by_id(connection, asked.quote_id).await?.ok_or(Error::NotFound)?;
    let school = store::schools_by_ids(connection, [quote.school_id]).await?.pop().ok_or(Error::NotFound)?;
    let category = catalogue::category_by_id(connection, quote.category_id).await?.ok_or(Error::NotFound)?;
    let listed = match asked.listing_version_id {
        Some(version) => catalogue::version_by_id(connection, version).await?,
        None => None,
    };
    let listed = listed.and_then(|version| serde_json::from_value::<PriceSchedule>(version.schedule).ok());
    let outcome = match quote.state {
        QuoteState::Recorded => store::choices(connection, quote.id).await?.into_iter().next(),
        _ => None,
    };
    Ok(Desk {
        answer: store::answer(connection, id).await?,
        phase: phase(&quote, context.now),
        asked,
        quote,
        school,
        category,
        listed,
        outcome,
    })
}

/// Keeps what is typed; nobody but the provider reads it.
pub async fn save(context: &Context, desk: &Desk, typed: Value) -> Result<()> {
    let change = Change::begin(context).await?;
    let row = locked(&change, desk).await?;
    put(&change, quote_answer::Model { draft: typed, saved_at: change.now(), ..row }).await?;
    change.commit(of_provider(desk, "quote.answer_saved")?).await?;
    Ok(())
}

/// Sends the answer; it replaces the one before. After the time is over the draft is kept, and nothing is sent.
pub async fn send(
    context: &Context,
    desk: &Desk,
    typed: Value,
    (schedule, notes, valid_until): (PriceSchedule, String, NaiveDate),
) -> Result<()> {
    let mut change = Change::begin(context).await?;
    let row = locked(&change, desk).await?;
    let row = quote_answer::Model { draft: typed, saved_at: change.now(), ..row };
    let quote = store::lock_quote(change.tx(), desk.quote.id).await?.ok_or(Error::NotFound)?;
    let quote = close_if_due(&mut change, quote).await?;
    let checked = check_answer(&quote, &schedule, valid_until, change.now());
    if let Err(refusal) = checked.and_then(|()| priced(desk, &schedule)) {
        put(&change, row).await?;
        change.commit(of_provider(desk, "quote.answer_saved")?).await?;
        return Err(told(refusal));
    }
    let sent = quote_answer::Model {
        schedule: Some(serde_json::to_value(&schedule)?),
        notes,
        valid_until: Some(valid_until),
        sent_at: Some(change.now()),
        sent_by: Some(change.by()?),
        declined_at: None,
        declined_reason: None,
        ..row
    };
    put(&change, sent).await?;
    change.commit(of_provider(desk, "quote.answered")?).await?;
    Ok(())
}

/// Declines, with the reason that the school reads once the time is over.
pub async fn decline(context: &Context, desk: &Desk, reason: String) -> Result<()> {
    let mut change = Change::begin(context).await?;
    let row = locked(&change, desk).await?;
    let quote = store::lock_quote(change.tx(), desk.quote.id).await?.ok_or(Error::NotFound)?;
    let quote = close_if_due(&mut change, quote).await?;
    if quote.state != QuoteState::Asked {
        let refusal = match quote.state {
            QuoteState::Cancelled => Refusal::NotNow(QuoteState::Cancelled),
            _ => Refusal::TooLate(quote.answers_by),
        };
        return Err(told(refusal));
    }
    let now = change.now();
    let declined = quote_answer::Model {
        schedule: None,
        sent_at: None,
        sent_by: None,
        declined_at: Some(now),
        declined_reason: Some(reason),
        ..row
    };
    put(&change, declined).await?;
    change.commit(of_provider(desk, "quote.declined")?).await?;
    Ok(())
}

/// What a schedule costs this school: in the first year and over the whole term.
pub fn priced_for(desk: &Desk, schedule: &PriceSchedule) -> Option<(Money, Money)> {
    let buyer = catalogue::rules::buyer(&desk.school, desk.quote.quantities.volumes.clone());
    let priced = price_offer(&[buyer], schedule).ok()?;
    Money::rounded(&priced.year_one()).zip(Money::rounded(&priced.whole_life))
}

/// Whether it can be priced for this school: by the units that the school counts.
fn priced(desk: &Desk, schedule: &PriceSchedule) -> std::result::Result<(), Refusal> {
    let volumes = &desk.quote.quantities.volumes;
    let unknown = catalogue::rules::unknown_units(schedule, volumes);
    if let Some(unit) = unknown.first() {
        return Err(Refusal::CannotPrice(format!("Charge by what the school counts: it does not count by {unit}")));
    }
    let buyer = catalogue::rules::buyer(&desk.school, volumes.clone());
    let priced = price_offer(&[buyer], schedule);
    priced.map(|_| ()).map_err(|refusal| Refusal::CannotPrice(refusal.to_string()))
}

/// The answer as it stands, kept from changing; a new one where there is none.
async fn locked(change: &Change, desk: &Desk) -> Result<quote_answer::Model> {
    store::lock_quote(change.tx(), desk.quote.id).await?.ok_or(Error::NotFound)?;
    let held = store::answer(change.tx(), desk.asked.id).await?;
    Ok(held.unwrap_or_else(|| blank(&desk.asked, change)))
}

/// An answer of which nothing is known yet.
pub(super) fn blank(asked: &quote_asked::Model, change: &Change) -> quote_answer::Model {
    quote_answer::Model {
        asked_id: asked.id,
        quote_id: asked.quote_id,
        draft: Value::Array(Vec::new()),
        saved_at: change.now(),
        schedule: None,
        notes: String::new(),
        valid_until: None,
        sent_at: None,
        sent_by: None,
        declined_at: None,
        declined_reason: None,
        came_by: None,
        received_on: None,
        file_id: None,
        file_name: None,
    }
}

/// Inserts it, or replaces what is there.
pub(super) async fn put(change: &Change, row: quote_answer::Model) -> Result<()> {
    if store::answer(change.tx(), row.asked_id).await?.is_some() {
        row.into_active_model().reset_all().update(change.tx()).await?;
    } else {
        row.into_active_model().insert(change.tx()).await?;
    }
    Ok(())
}

/// On the provider's own chain: the school's shows nothing of who answered when.
fn of_provider(desk: &Desk, action: &'static str) -> Result<Event> {
    let provider = desk.asked.provider_id.ok_or(Error::NotFound)?;
    Ok(Event::new(Chain::Provider(provider), action, format!("quote_asked:{}", desk.asked.id)))
}

/// One line of what a provider was asked.
#[derive(Clone, Debug)]
pub struct Inbox {
    pub asked: quote_asked::Model,
    pub quote: quote_request::Model,
    pub school: String,
    pub answer: Option<quote_answer::Model>,
    pub phase: QuoteState,
}

/// The providers that the hat in use is worn for.
pub(super) fn own_providers(context: &Context) -> Vec<ProviderId> {
    let held = context.actor.hats().iter().filter(|hat| hat.scope == Scope::Provider);
    let held = held.filter(|hat| Action::AnswerQuote.roles().contains(&hat.role));
    held.filter_map(|hat| hat.scope_id.map(ProviderId)).collect()
}

/// A page of what the actor's provider was asked, and how much there is; only what is open where it is asked for. Five
/// queries at most.
pub async fn inbox(context: &Context, only_open: bool, page: impl Fn(u64) -> (u64, u64)) -> Result<(Vec<Inbox>, u64)> {
    let providers = own_providers(context);
    if providers.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let connection = context.read();
    let total = if only_open { 0 } else { store::count_asked_of(connection, providers.iter().copied()).await? };
    let open_at = only_open.then_some(context.now);
    let asked = store::asked_of_providers(connection, providers, open_at, page(total)).await?;
    if asked.is_empty() {
        return Ok((Vec::new(), total));
    }
    let quotes = store::quotes_by_ids(connection, asked.iter().map(|one| one.quote_id)).await?;
    let schools = store::schools_by_ids(connection, quotes.iter().map(|quote| quote.school_id)).await?;
    let answers = store::saved_answers(connection, asked.iter().map(|one| one.id)).await?;
    let line = |asked: quote_asked::Model| {
        let quote = quotes.iter().find(|quote| quote.id == asked.quote_id)?.clone();
        let school = schools.iter().find(|school| school.id == quote.school_id)?.name.clone();
        let answer = answers.iter().find(|answer| answer.asked_id == asked.id).cloned();
        Some(Inbox { phase: phase(&quote, context.now), asked, quote, school, answer })
    };
    Ok((asked.into_iter().filter_map(line).collect(), total))
}
