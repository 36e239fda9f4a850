//! What waits for somebody: orders to confirm, windows that close on a school that has not ordered.

use super::offers::{self, Sla};
use super::store;
use crate::catalogue;
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::todo::ToDo;
use crate::platform::words;
use ::entity::ids::*;
use ::entity::membership::Scope;
use ::entity::{contract_entry, school};
use chrono::{Duration, NaiveDate};
use std::collections::BTreeMap;

/// So many SLAs are named in one sentence.
const MOST_NAMED: usize = 3;

/// Orders that wait for an authority's seller; windows that close within 30 days on what a school has not ordered.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let mut todos = to_confirm(context).await?;
    let today = words::london_day(context.now);
    for school in crate::school::own(context).await? {
        if context.actor.may(Action::PlaceOrder, &Place::school(school.id)) {
            todos.extend(closing(context, school, today).await?);
        }
    }
    Ok(todos)
}

async fn to_confirm(context: &Context) -> Result<Vec<ToDo>> {
    let may = |hat: &&crate::platform::access::Hat| {
        hat.scope == Scope::Provider && Action::KeepOrderBook.roles().contains(&hat.role)
    };
    let Some(provider) = context.actor.hats().iter().find(may).and_then(|hat| hat.scope_id) else {
        return Ok(Vec::new());
    };
    let todo = |(year, orders): (i32, i64)| {
        let text = format!("{} to be confirmed", words::plural(orders, "order waits", "orders wait"));
        let href = format!("/organisation/orders?year={year}&state=placed");
        ToDo::new(text, href, format!("Schools ordered for {year} to {}, and wait for your answer", year + 1))
    };
    Ok(store::waiting(context.read(), ProviderId(provider)).await?.into_iter().map(todo).collect())
}

/// One thing for each day on which windows close.
async fn closing(context: &Context, school: &school::Model, today: NaiveDate) -> Result<Vec<ToDo>> {
    let Some(code) = &school.la_code else { return Ok(Vec::new()) };
    let within = (today, today + Duration::days(super::rules::CLOSING_DAYS));
    let ids = store::closing(context.read(), code, within).await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let published = catalogue::published_of(context.read(), &ids, &[code.clone()].into()).await?;
    let categories = catalogue::categories(context.read()).await?;
    let slas = offers::of_published(context.read(), school, published, &categories, today).await?;
    let mut by_day: BTreeMap<NaiveDate, Vec<Sla>> = BTreeMap::new();
    for sla in slas.into_iter().filter(Sla::can_be_ordered) {
        if let Some(day) = sla.window.closing(today) {
            by_day.entry(day).or_default().push(sla);
        }
    }
    let services = by_day.values().flatten().map(|sla| sla.category.id);
    let register = store::register_of(context.read(), school.id, services).await?;
    Ok(by_day.into_iter().map(|(day, slas)| closing_on(school, day, &slas, &register)).collect())
}

fn closing_on(school: &school::Model, day: NaiveDate, slas: &[Sla], register: &[contract_entry::Model]) -> ToDo {
    let what = match slas {
        [only] => only.title(),
        several => format!("{} SLAs", several.len()),
    };
    let text = format!("The window to buy back {what} closes on {}", words::date(day));
    ToDo::new(text, format!("/schools/{}/orders", school.urn), why(school, slas, register)).due(day)
}

/// What has not been ordered, and what it would follow.
fn why(school: &school::Model, slas: &[Sla], register: &[contract_entry::Model]) -> String {
    let named: Vec<String> = slas.iter().take(MOST_NAMED).map(Sla::title).collect();
    let more = slas.len().saturating_sub(MOST_NAMED);
    let named = if more > 0 { format!("{} and {more} more", named.join(", ")) } else { words::listed(&named) };
    let starts = slas.iter().map(|sla| sla.published.version.valid_from).min();
    let of_service = |entry: &&contract_entry::Model| slas.iter().any(|sla| entry.category_id == Some(sla.category.id));
    let held =
        |entry: &&contract_entry::Model| entry.starts_on.is_none_or(|day| starts.is_none_or(|first| day < first));
    let follows: Vec<String> = register
        .iter()
        .filter(of_service)
        .filter(held)
        .take(MOST_NAMED)
        .map(|entry| format!("“{}” with {}", entry.title, entry.provider_name))
        .collect();
    let follows = match follows.is_empty() {
        true => String::new(),
        false => format!(". It would follow {}", words::listed(&follows)),
    };
    format!("{} has not ordered {named}{follows}", school.name)
}
