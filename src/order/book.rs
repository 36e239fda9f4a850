//! An authority's order book: confirm, decline, see who has not ordered yet, remind.

use super::held::{end, of_authority};
use super::offers::title_of;
use super::rules::{Step, next};
use super::store::{self, Filter, Shown, Sums};
use crate::catalogue;
use crate::catalogue::rules::serves;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::mail::Notice;
use crate::platform::words;
use ::entity::buy_back_order::{self, OrderState};
use ::entity::listing::ListingState;
use ::entity::provider::Model as Provider;
use ::entity::{buy_back_reminder, ids::*, listing_version, school};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// So many schools are reminded by one press of the button.
pub const MOST_REMINDED: usize = 500;
/// A school is reminded no sooner again.
const BETWEEN_REMINDERS: i64 = 7;

/// Tells a school that its orders are confirmed.
#[derive(Serialize)]
struct OrdersConfirmed {
    name: String,
    school: String,
    provider: String,
    titles: Vec<String>,
    path: String,
}

impl Notice for OrdersConfirmed {
    const TEMPLATE: &'static str = "mail/orders_confirmed.txt";
}

/// Tells a school that its order is declined, and why.
#[derive(Serialize)]
struct OrderDeclined {
    name: String,
    school: String,
    provider: String,
    title: String,
    reason: String,
    path: String,
}

impl Notice for OrderDeclined {
    const TEMPLATE: &'static str = "mail/order_declined.txt";
}

/// Reminds a school of the window to buy back.
#[derive(Serialize)]
struct BuyBackReminder {
    name: String,
    school: String,
    provider: String,
    closes_on: Option<NaiveDate>,
    path: String,
}

impl Notice for BuyBackReminder {
    const TEMPLATE: &'static str = "mail/buy_back_reminder.txt";
}

/// The authority that the hat in use sells for.
pub async fn own(context: &Context) -> Result<Provider> {
    let provider = crate::provider::own(context).await?;
    context.actor.require(Action::KeepOrderBook, &Place::provider(provider.id))?;
    Ok(provider)
}

/// Confirms the orders of these references that wait for it; answers how many did.
pub async fn confirm(context: &Context, references: &[String]) -> Result<usize> {
    let provider = own(context).await?;
    let mut change = Change::begin(context).await?;
    let mut confirmed: BTreeMap<SchoolId, Vec<buy_back_order::Model>> = BTreeMap::new();
    for reference in references.iter().collect::<BTreeSet<_>>() {
        let found = store::by_reference(change.tx(), reference).await?;
        let found = found.filter(|order| order.provider_id == provider.id).ok_or(Error::NotFound)?;
        let locked = buy_back_order::Entity::find_by_id(found.id).lock_exclusive().one(change.tx()).await?;
        let Some(order) = locked.filter(|order| next(order.state, Step::Confirm).is_ok()) else { continue };
        let mut row = order.into_active_model();
        row.state = Set(OrderState::Confirmed);
        row.confirmed_at = Set(Some(change.now()));
        row.confirmed_by = Set(change.by_whom());
        let order = row.update(change.tx()).await?;
        let event = Event::new(Chain::School(order.school_id), "order.confirmed", format!("order:{}", order.id));
        change.note(event.with(json!({ "reference": order.reference })));
        confirmed.entry(order.school_id).or_default().push(order);
    }
    let count = confirmed.values().map(Vec::len).sum();
    if count == 0 {
        return Err(Error::refused("None of these orders waits to be confirmed any more"));
    }
    tell_confirmed(&change, &provider, &confirmed).await?;
    let event = Event::new(Chain::Provider(provider.id), "orders.confirmed", format!("provider:{}", provider.id));
    change.commit(event.with(json!({ "orders": count }))).await?;
    Ok(count)
}

async fn tell_confirmed(
    change: &Change,
    provider: &Provider,
    confirmed: &BTreeMap<SchoolId, Vec<buy_back_order::Model>>,
) -> Result<()> {
    let schools = store::schools(change.tx(), confirmed.keys().copied()).await?;
    let versions = store::versions(change.tx(), confirmed.values().flatten().map(|order| order.version_id)).await?;
    for (id, orders) in confirmed {
        let Some(school) = schools.get(id) else { continue };
        let titles: Vec<String> =
            orders.iter().filter_map(|order| versions.get(&order.version_id)).map(title_of).collect();
        for receiver in crate::school::keepers(change.tx(), *id).await? {
            let notice = OrdersConfirmed {
                name: receiver.name.clone(),
                school: school.name.clone(),
                provider: provider.name.clone(),
                titles: titles.clone(),
                path: format!("/schools/{}/orders", school.urn),
            };
            change.tell(receiver, &notice).await?;
        }
    }
    Ok(())
}

/// Declines an order that is not confirmed: its line leaves the school's register.
pub async fn decline(context: &Context, reference: &str, reason: &str) -> Result<()> {
    let held = of_authority(context, reference).await?;
    next(held.order.state, Step::Decline).map_err(Error::refused)?;
    let change = Change::begin(context).await?;
    let order = end(&change, &held.order, OrderState::Declined, reason).await?;
    for receiver in crate::school::keepers(change.tx(), order.school_id).await? {
        let notice = OrderDeclined {
            name: receiver.name.clone(),
            school: held.school.name.clone(),
            provider: held.provider.name.clone(),
            title: held.title(),
            reason: reason.to_owned(),
            path: format!("/schools/{}/orders/{}", held.school.urn, order.reference),
        };
        change.tell(receiver, &notice).await?;
    }
    let event = Event::new(Chain::School(order.school_id), "order.declined", format!("order:{}", order.id));
    change.commit(event.because(reason)).await?;
    Ok(())
}

/// A school to which at least one SLA of a year is offered.
#[derive(Clone, Debug)]
pub struct Buyer {
    pub school: school::Model,
    pub offered: usize,
    /// Until when the last of what is offered to it can be ordered, where something can be ordered now.
    pub closes_on: Option<NaiveDate>,
    pub is_open: bool,
    /// What it ordered for the year.
    pub sums: Sums,
    pub reminded_at: Option<DateTime<Utc>>,
}

/// The schools that the SLAs of a year are offered to, by name. Eight queries.
pub async fn buyers(
    context: &Context,
    provider: &Provider,
    year: i32,
    category: Option<CategoryId>,
) -> Result<Vec<Buyer>> {
    let read = context.read();
    let today = words::london_day(context.now);
    let slas = slas_of(context, provider, year, category).await?;
    let filter = Filter { provider: provider.id, year, category, shown: Shown::Standing };
    let sums = store::sums_by_school(read, &filter).await?;
    let reminders = store::reminders(read, provider.id, year).await?;
    let named: BTreeSet<String> = slas.iter().flat_map(|(_, areas)| areas.clone()).collect();
    let codes: Vec<String> = named.into_iter().chain(provider.la_code.clone()).collect();
    let buyer = |school: school::Model| {
        let own: Vec<&listing_version::Model> = slas
            .iter()
            .filter(|(version, areas)| serves(version, areas, &school))
            .map(|(version, _)| version)
            .collect();
        let windows = || own.iter().map(|version| super::rules::window(version, today));
        let closing = windows().filter_map(|window| match window {
            super::rules::Window::Open(last) => last,
            _ => None,
        });
        let sums = sums.get(&school.id).copied().unwrap_or_default();
        (!own.is_empty() || sums.orders > 0).then(|| Buyer {
            offered: own.len(),
            closes_on: closing.max(),
            is_open: windows().any(super::rules::Window::is_open),
            sums,
            reminded_at: reminders.get(&school.id).map(|reminder| reminder.sent_at),
            school,
        })
    };
    Ok(store::schools_of(read, &codes).await?.into_iter().filter_map(buyer).collect())
}

type Offered = (listing_version::Model, Vec<String>);

/// The SLAs that an authority offers for a year, with their areas. Three queries.
async fn slas_of(
    context: &Context,
    provider: &Provider,
    year: i32,
    category: Option<CategoryId>,
) -> Result<Vec<Offered>> {
    let slas = catalogue::slas_of(context.read(), provider.id, year).await?.into_iter();
    let wanted = slas.filter(|(listing, _, _)| {
        listing.state == ListingState::Published && category.is_none_or(|category| listing.category_id == category)
    });
    Ok(wanted.map(|(_, version, areas)| (version, areas)).collect())
}

/// Reminds every school that can order now and has not, each once a week at most. Answers how many were told.
pub async fn remind(context: &Context, year: i32, category: Option<CategoryId>) -> Result<usize> {
    let provider = own(context).await?;
    let buyers = buyers(context, &provider, year, category).await?;
    let before = context.now - Duration::days(BETWEEN_REMINDERS);
    let is_due =
        |buyer: &&Buyer| buyer.is_open && buyer.sums.orders == 0 && buyer.reminded_at.is_none_or(|sent| sent <= before);
    let due: Vec<&Buyer> = buyers.iter().filter(is_due).take(MOST_REMINDED).collect();
    let change = Change::begin(context).await?;
    let mut told = 0;
    for buyer in due {
        told += usize::from(remind_one(&change, &provider, buyer, year).await?);
    }
    if told == 0 {
        return Err(Error::refused(
            "Nobody was reminded: every school has ordered, was reminded within a week, or has nobody to be told here",
        ));
    }
    let event = Event::new(Chain::Provider(provider.id), "orders.reminded", format!("provider:{}", provider.id));
    change.commit(event.with(json!({ "financial_year": year, "schools": told }))).await?;
    Ok(told)
}

/// Writes the reminder down and tells the school; one without anybody to tell is left out.
async fn remind_one(change: &Change, provider: &Provider, buyer: &Buyer, year: i32) -> Result<bool> {
    let receivers = crate::school::keepers(change.tx(), buyer.school.id).await?;
    if receivers.is_empty() {
        return Ok(false);
    }
    let row = buy_back_reminder::Model {
        provider_id: provider.id,
        school_id: buyer.school.id,
        financial_year: year,
        sent_at: change.now(),
    };
    let row = row.into_active_model();
    let kept = match buyer.reminded_at {
        Some(_) => row.reset_all().update(change.tx()).await,
        None => row.insert(change.tx()).await,
    };
    kept.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    for receiver in receivers {
        let notice = BuyBackReminder {
            name: receiver.name.clone(),
            school: buyer.school.name.clone(),
            provider: provider.name.clone(),
            closes_on: buyer.closes_on,
            path: format!("/schools/{}/orders", buyer.school.urn),
        };
        change.tell(receiver, &notice).await?;
    }
    Ok(true)
}
