//! What small purchases want of somebody now: a request to answer, answers to compare, something to approve.

use super::answer::{inbox, own_providers};
use super::limits::in_force;
use super::rules::{Purchase, phase};
use super::{approval, place_of, store};
use crate::platform::access::Action;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::todo::ToDo;
use crate::platform::words;
use ::entity::money::Money;
use ::entity::quote_request::QuoteState;
use ::entity::school;

/// Open requests are shown on home so far; the rest stand on their own page.
const MOST_OPEN: u64 = 20;

/// A fixed number of queries for a provider, and for each school that the hat is worn for.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let mut all = to_answer(context).await?;
    for school in crate::school::own(context).await? {
        all.extend(of_school(context, school).await?);
    }
    Ok(all)
}

async fn to_answer(context: &Context) -> Result<Vec<ToDo>> {
    if own_providers(context).is_empty() {
        return Ok(Vec::new());
    }
    let (open, _) = inbox(context, true, |_| (0, MOST_OPEN)).await?;
    let is_open = |answer: &::entity::quote_answer::Model| answer.sent_at.is_none() && answer.declined_at.is_none();
    let waiting = open.into_iter().filter(|one| one.answer.as_ref().is_none_or(is_open));
    let todo = |one: super::Inbox| {
        let text = format!("Answer the request of {}: {}", one.school, one.quote.title);
        let why = format!("Answers are due by {}", words::deadline(one.quote.answers_by));
        ToDo::new(text, format!("/quotes/{}", one.asked.id), why)
            .due(words::london_day(one.quote.answers_by))
            .taking(20)
    };
    Ok(waiting.map(todo).collect())
}

async fn of_school(context: &Context, school: &school::Model) -> Result<Vec<ToDo>> {
    let place = place_of(school);
    let (may_buy, may_approve) =
        (context.actor.may(Action::BuySmall, &place), context.actor.may(Action::ApprovePurchase, &place));
    if !may_buy && !may_approve {
        return Ok(Vec::new());
    }
    let connection = context.read();
    let quotes = store::unfinished(connection, [school.id]).await?;
    let mut all = Vec::new();
    for quote in &quotes {
        if may_buy && phase(quote, context.now) == QuoteState::Answers {
            let text = format!("Compare the answers: {}", quote.title);
            let why = format!("The time for answers was over at {}", words::deadline(quote.answers_by));
            all.push(ToDo::new(text, format!("/schools/{}/quotes/{}", school.urn, quote.id), why).taking(15));
        }
    }
    let chosen = quotes.iter().filter(|quote| quote.state == QuoteState::Chosen).map(|quote| quote.id);
    let chosen: Vec<_> = chosen.collect();
    let choices = if chosen.is_empty() { Vec::new() } else { store::undecided(connection, chosen).await? };
    let waivers = store::open_waivers(connection, [school.id]).await?;
    let purchases = store::open_purchases(connection, [school.id]).await?;
    if choices.is_empty() && waivers.is_empty() && purchases.is_empty() {
        return Ok(all);
    }
    let limits = in_force(connection, school.id, words::london_day(context.now)).await?.limits;
    let mut approve = |title: &str, path: String, value: Money, by| {
        if approval(context, school, value, &limits, by).is_ok() {
            let why = format!("{} waits for another person's decision, and your limits name you", school.name);
            all.push(ToDo::new(format!("Approve: {title}"), format!("/schools/{}/{path}", school.urn), why));
        }
    };
    for choice in &choices {
        let title = quotes.iter().find(|quote| quote.id == choice.quote_id).map_or("", |quote| quote.title.as_str());
        approve(title, format!("quotes/{}", choice.quote_id), choice.value, choice.chosen_by);
    }
    for waiver in &waivers {
        approve(&waiver.title, format!("waivers/{}", waiver.id), waiver.value, waiver.asked_by);
    }
    for made in &purchases {
        let value = Purchase { yearly: made.yearly, years: made.term_years, is_one_off: false }.value();
        let value = value.unwrap_or(Money(i64::MAX));
        approve(&made.title, format!("purchases/{}", made.id), value, made.recorded_by);
    }
    Ok(all)
}
