//! Orders as they stand: what was ordered, at which price, and whether its price list has gone on since.

use super::offers::title_of;
use super::rules::{Refusal, Step, Window, next, window};
use super::store;
use crate::account;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::mail::Notice;
use crate::platform::words;
use crate::standing;
use ::entity::buy_back_order::{self, Model as Order, OrderState};
use ::entity::listing::ListingState;
use ::entity::membership::Role;
use ::entity::{buy_back_line, category, contract_entry, ids::*, listing_version, provider, school};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use serde::Serialize;

/// An order with everything that its page says.
#[derive(Clone, Debug)]
pub struct Held {
    pub order: Order,
    pub lines: Vec<buy_back_line::Model>,
    pub version: listing_version::Model,
    pub school: school::Model,
    pub provider: provider::Model,
    pub category: category::Model,
    /// The present window of its SLA.
    pub window: Window,
    /// A later version of the SLA, where there is one.
    pub newer: Option<listing_version::Model>,
    /// The SLA is not offered any more.
    pub is_withdrawn: bool,
    /// The last day of the SLA, as its present version says.
    pub withdraws_on: Option<chrono::NaiveDate>,
    pub listing_slug: String,
}

impl Held {
    pub fn title(&self) -> String {
        title_of(&self.version)
    }

    /// Whether the school may still cancel.
    pub fn can_be_cancelled(&self) -> bool {
        next(self.order.state, Step::Cancel).is_ok() && self.window.is_open()
    }
}

/// Tells those who sell for the authority that a school cancelled.
#[derive(Serialize)]
struct OrderCancelled {
    name: String,
    school: String,
    title: String,
    reference: String,
    reason: String,
    path: String,
}

impl Notice for OrderCancelled {
    const TEMPLATE: &'static str = "mail/order_cancelled.txt";
}

/// An order of a school that the actor may see.
pub async fn of_school(context: &Context, urn: i32, reference: &str) -> Result<Held> {
    let school = crate::school::seen(context, urn).await?;
    let order = store::by_reference(context.read(), reference).await?;
    let order = order.filter(|order| order.school_id == school.id).ok_or(Error::NotFound)?;
    held(context, order).await
}

/// An order in the book of the authority that the actor sells for.
pub async fn of_authority(context: &Context, reference: &str) -> Result<Held> {
    let order = store::by_reference(context.read(), reference).await?.ok_or(Error::NotFound)?;
    context.actor.require_sight(Action::KeepOrderBook, &Place::provider(order.provider_id))?;
    held(context, order).await
}

async fn held(context: &Context, order: Order) -> Result<Held> {
    let read = context.read();
    let listing = store::listing(read, order.listing_id).await?.ok_or(Error::NotFound)?;
    let mut versions = store::versions(read, [order.version_id].into_iter().chain(listing.version_id)).await?;
    let version = versions.get(&order.version_id).cloned().ok_or(Error::NotFound)?;
    let present = listing.version_id.and_then(|id| versions.remove(&id)).unwrap_or_else(|| version.clone());
    let school = store::schools(read, [order.school_id]).await?.remove(&order.school_id).ok_or(Error::NotFound)?;
    let provider = store::providers(read, [order.provider_id]).await?.remove(&order.provider_id);
    Ok(Held {
        lines: store::lines_of(read, [order.id]).await?,
        school,
        provider: provider.ok_or(Error::NotFound)?,
        category: crate::catalogue::category_by_id(read, order.category_id).await?.ok_or(Error::NotFound)?,
        window: window(&present, words::london_day(context.now)),
        is_withdrawn: listing.state == ListingState::Withdrawn,
        withdraws_on: present.withdraws_on,
        newer: (present.number > version.number).then_some(present),
        version,
        order,
        listing_slug: listing.slug,
    })
}

/// A school's orders with what was ordered, the newest first. Two queries.
pub async fn orders_of(
    context: &Context,
    school: &school::Model,
    most: usize,
) -> Result<Vec<(Order, listing_version::Model)>> {
    let mut orders = store::of_school(context.read(), school.id).await?;
    orders.truncate(most);
    let versions = store::versions(context.read(), orders.iter().map(|order| order.version_id)).await?;
    let with = |order: Order| Some((versions.get(&order.version_id)?.clone(), order));
    Ok(orders.into_iter().filter_map(with).map(|(version, order)| (order, version)).collect())
}

/// Cancels an order within its window: its line leaves the register, and what it was to replace runs on.
pub async fn cancel(context: &Context, urn: i32, reference: &str, reason: &str) -> Result<()> {
    let held = of_school(context, urn, reference).await?;
    context.actor.require(Action::PlaceOrder, &Place::school(held.school.id))?;
    next(held.order.state, Step::Cancel).map_err(Error::refused)?;
    if !held.window.is_open() {
        return Err(Error::refused(Refusal::Window(held.title(), held.window)));
    }
    let change = Change::begin(context).await?;
    let order = end(&change, &held.order, OrderState::Cancelled, reason).await?;
    for (_, receiver) in account::receivers(change.tx(), Role::LaSeller, order.provider_id.0).await? {
        let notice = OrderCancelled {
            name: receiver.name.clone(),
            school: held.school.name.clone(),
            title: held.title(),
            reference: order.reference.clone(),
            reason: reason.to_owned(),
            path: format!("/organisation/orders/{}", order.reference),
        };
        change.tell(receiver, &notice).await?;
    }
    let event = Event::new(Chain::School(order.school_id), "order.cancelled", format!("order:{}", order.id));
    change.commit(event.because(reason)).await?;
    Ok(())
}

/// Ends an order that stood when it was read, with its line in the register.
pub(super) async fn end(change: &Change, order: &Order, state: OrderState, reason: &str) -> Result<Order> {
    let locked = buy_back_order::Entity::find_by_id(order.id).lock_exclusive().one(change.tx()).await?;
    let locked = locked.filter(|held| held.state == order.state).ok_or_else(Error::stale)?;
    let mut row = locked.into_active_model();
    row.state = Set(state);
    row.stands = Set(None);
    row.ended_at = Set(Some(change.now()));
    row.ended_by = Set(change.by_whom());
    row.reason = Set(Some(reason.to_owned()));
    let ended = row.update(change.tx()).await?;
    contract_entry::Entity::update_many()
        .col_expr(contract_entry::Column::EndedAt, change.now().into())
        .filter(contract_entry::Column::Id.eq(order.entry_id))
        .filter(contract_entry::Column::EndedAt.is_null())
        .exec(change.tx())
        .await?;
    for replaced in &order.replaced.0 {
        let day_before = order.starts_on - chrono::Duration::days(1);
        contract_entry::Entity::update_many()
            .col_expr(contract_entry::Column::EndsOn, replaced.ends_on.into())
            .filter(contract_entry::Column::Id.eq(replaced.entry))
            .filter(contract_entry::Column::EndsOn.eq(day_before))
            .exec(change.tx())
            .await?;
    }
    let today = words::london_day(change.now());
    standing::refresh(change.tx(), &[order.school_id], &[order.category_id], today).await?;
    Ok(ended)
}

/// How many orders stand that are for one of these versions of a price list.
pub async fn resting_on(connection: &impl sea_orm::ConnectionTrait, versions: &[ListingVersionId]) -> Result<u64> {
    store::resting_on(connection, versions).await
}
