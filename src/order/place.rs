//! A school orders SLAs: within the window, at the price that the one rule works out, with a line in its register.

use super::offers::{self, Bought, Sla};
use super::rules::{Charged, HOW_BOUGHT, Refusal, charged, reference};
use super::store;
use crate::account;
use crate::catalogue;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::mail::Notice;
use crate::platform::words;
use crate::standing;
use ::entity::buy_back_order::{OrderState, Replaced, Replacement, Volumes};
use ::entity::contract_entry::{self, CostSource};
use ::entity::membership::Role;
use ::entity::money::Money;
use ::entity::{buy_back_line, buy_back_order, ids::*, listing, school};
use chrono::{Duration, NaiveDate};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// More SLAs than any authority has in one service or package.
pub const MOST_AT_ONCE: usize = 30;

/// What a school orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrder {
    /// Each SLA with the version that was looked at.
    pub slas: Vec<(ListingId, ListingVersionId)>,
    pub years: u32,
    /// Why they may be bought without a tender.
    pub ground: String,
    /// Contracts of the register that end when the order begins.
    pub replaces: Vec<ContractEntryId>,
}

/// An SLA with what is bought of it.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub sla: Sla,
    pub bought: Bought,
}

/// Tells those who sell for the authority.
#[derive(Serialize)]
struct OrderPlaced {
    name: String,
    school: String,
    titles: Vec<String>,
    path: String,
}

impl Notice for OrderPlaced {
    const TEMPLATE: &'static str = "mail/order_placed.txt";
}

/// What is bought of each SLA chosen, in the order they are offered; one that is not offered is refused.
pub fn chosen(offered: &[Sla], wanted: &BTreeSet<ListingId>, years: u32) -> Result<Vec<Chosen>> {
    if wanted.is_empty() || wanted.len() > MOST_AT_ONCE {
        return Err(Error::field("listing", format!("Choose at least one SLA, and at most {MOST_AT_ONCE}")));
    }
    if wanted.iter().any(|id| !offered.iter().any(|sla| sla.id() == *id)) {
        return Err(Error::refused(Refusal::NotOffered));
    }
    let whole = offers::whole_packages(offered, wanted);
    let choose = |sla: &Sla| Chosen { bought: sla.bought(years, whole.contains(&sla.id())), sla: sla.clone() };
    Ok(offered.iter().filter(|sla| wanted.contains(&sla.id())).map(choose).collect())
}

/// Whether each can be ordered now.
pub fn check(chosen: &[Chosen]) -> Result<()> {
    for Chosen { sla, bought } in chosen {
        let title = sla.title();
        let refusal = match (sla.refusal(), &bought.priced) {
            (Some(refusal), _) => refusal,
            (None, Err(why)) => Refusal::NoPrice(title, why.clone()),
            (None, Ok(priced)) if priced.years.iter().all(|year| year.lines.is_empty()) => {
                Refusal::NoPrice(title, "None of its charges is for a school like yours".to_owned())
            }
            (None, Ok(_)) => continue,
        };
        return Err(Error::refused(refusal));
    }
    Ok(())
}

/// Places an order for each SLA, all of them or none. Answers their references.
pub async fn place(context: &Context, school: &school::Model, new: NewOrder) -> Result<Vec<String>> {
    context.actor.require(Action::PlaceOrder, &Place::school(school.id))?;
    let today = words::london_day(context.now);
    let mut change = Change::begin(context).await?;
    let wanted: BTreeSet<ListingId> = new.slas.iter().map(|(id, _)| *id).collect();
    // A list that is undone or published again waits until this is over, and the other way round.
    for id in &wanted {
        listing::Entity::find_by_id(*id).lock_exclusive().one(change.tx()).await?;
    }
    let offered = offers::offered(change.tx(), school, today).await?;
    let chosen = chosen(&offered, &wanted, new.years)?;
    for one in &chosen {
        let seen = new.slas.iter().find(|(id, _)| *id == one.sla.id()).map(|(_, version)| *version);
        if seen != Some(one.sla.published.version.id) {
            return Err(Error::refused(Refusal::Changed(one.sla.title())));
        }
    }
    check(&chosen)?;
    let first = chosen.iter().map(|one| one.bought.term.starts_on).min().unwrap_or(today);
    let mut replaced = replace(&change, school, &chosen, &new.replaces, first).await?;
    let mut references = Vec::new();
    for one in &chosen {
        let own = replaced.remove(&one.sla.category.id).unwrap_or_default();
        let order = keep(&change, school, one, &new.ground, Replaced(own)).await?;
        let data = json!({ "reference": order.reference, "net": order.net, "years": order.years });
        let event = Event::new(Chain::School(school.id), "order.placed", format!("order:{}", order.id));
        change.note(event.with(data).because(new.ground.clone()));
        references.push(order.reference);
    }
    let categories: Vec<CategoryId> = chosen.iter().map(|one| one.sla.category.id).collect();
    standing::refresh(change.tx(), &[school.id], &categories, today).await?;
    tell_sellers(&change, school, &chosen).await?;
    let provider = chosen.first().map(|one| one.sla.published.provider.id).ok_or(Error::NotFound)?;
    let event = Event::new(Chain::Provider(provider), "order.received", format!("school:{}", school.id));
    change.commit(event.with(json!({ "orders": references }))).await?;
    Ok(references)
}

/// Ends contracts of the register the day before an order begins, and says by service when they ended before.
async fn replace(
    change: &Change,
    school: &school::Model,
    chosen: &[Chosen],
    entries: &[ContractEntryId],
    starts_on: NaiveDate,
) -> Result<BTreeMap<CategoryId, Vec<Replacement>>> {
    let categories = chosen.iter().map(|one| one.sla.category.id);
    let held = store::register_of(change.tx(), school.id, categories).await?;
    let mut replaced = BTreeMap::<CategoryId, Vec<Replacement>>::new();
    for id in entries {
        let entry = held.iter().find(|entry| entry.id == *id).ok_or(Error::NotFound)?;
        let Some(category) = entry.category_id else { continue };
        replaced.entry(category).or_default().push(Replacement { entry: entry.id, ends_on: entry.ends_on });
        let mut row = entry.clone().into_active_model();
        row.ends_on = Set(Some(starts_on - Duration::days(1)));
        row.update(change.tx()).await?;
    }
    Ok(replaced)
}

/// Writes one order, its charges and its line in the register.
async fn keep(
    change: &Change,
    school: &school::Model,
    one: &Chosen,
    ground: &str,
    replaced: Replaced,
) -> Result<buy_back_order::Model> {
    let Chosen { sla, bought } = one;
    let id = OrderId::new(change.now());
    let priced = bought.priced.as_ref().map_err(Error::refused)?;
    let bill = charged(id, priced, &bought.schedule, sla.year()).map_err(Error::refused)?;
    let entry = entry(change, school, one, &bill)?;
    let entry_id = entry.id;
    entry.into_active_model().insert(change.tx()).await?;
    let years = i32::try_from(bought.years).map_err(|_| Error::internal("a term of too many years"))?;
    let row = buy_back_order::Model {
        id,
        reference: reference(id, sla.year()),
        provider_id: sla.published.provider.id,
        school_id: school.id,
        category_id: sla.category.id,
        listing_id: sla.id(),
        version_id: sla.published.version.id,
        financial_year: sla.year(),
        last_year: sla.year() + years - 1,
        stands: Some(true),
        state: OrderState::Placed,
        years,
        whole_package: bought.whole_package,
        volumes: Volumes(sla.buyer.volumes.clone()),
        ground: ground.to_owned(),
        starts_on: bought.term.starts_on,
        ends_on: bought.term.ends_on,
        net: bill.net,
        vat: bill.vat,
        entry_id,
        replaced,
        placed_at: change.now(),
        placed_by: change.by_whom(),
        confirmed_at: None,
        confirmed_by: None,
        ended_at: None,
        ended_by: None,
        reason: None,
    };
    let inserted = row.clone().into_active_model().insert(change.tx()).await;
    let twice = || Error::refused(Refusal::Ordered(sla.title(), "by somebody at your school just now".to_owned()));
    inserted.map_err(|error| Error::on_duplicate(error, twice()))?;
    let lines = bill.lines.into_iter().map(IntoActiveModel::into_active_model);
    buy_back_line::Entity::insert_many(lines).exec_without_returning(change.tx()).await?;
    Ok(row)
}

/// The line of the school's register.
fn entry(change: &Change, school: &school::Model, one: &Chosen, bill: &Charged) -> Result<contract_entry::Model> {
    let Chosen { sla, bought } = one;
    let first_year = bill.lines.iter().filter(|line| line.financial_year == sla.year());
    let version = &sla.published.version;
    let cost_code = crate::school::rules::of_category(&sla.category.shape.cost_codes, school.legal_type);
    Ok(contract_entry::Model {
        id: ContractEntryId::new(change.now()),
        school_id: school.id,
        category_id: Some(sla.category.id),
        title: sla.title(),
        provider_name: sla.published.provider.name.clone(),
        provider_id: Some(sla.published.provider.id),
        listing_version_id: Some(version.id),
        starts_on: Some(bought.term.starts_on),
        ends_on: Some(bought.term.ends_on),
        notice_on: bought.term.notice_on,
        notice_terms: Some(version.notice.clone()).filter(|notice| !notice.is_empty()),
        yearly_amount: Some(first_year.map(|line| line.amount).sum::<Money>()),
        total_value: Some(bill.net),
        cost_source: CostSource::Contract,
        how_bought: Some(HOW_BOUGHT.to_owned()),
        responsible: None,
        cost_code: cost_code.map(str::to_owned),
        recorded_at: change.now(),
        ended_at: None,
    })
}

async fn tell_sellers(change: &Change, school: &school::Model, chosen: &[Chosen]) -> Result<()> {
    let Some(first) = chosen.first() else { return Ok(()) };
    let provider = first.sla.published.provider.id;
    for (_, receiver) in account::receivers(change.tx(), Role::LaSeller, provider.0).await? {
        let notice = OrderPlaced {
            name: receiver.name.clone(),
            school: school.name.clone(),
            titles: chosen.iter().map(|one| one.sla.title()).collect(),
            path: format!("/organisation/orders?year={}&state=placed", first.sla.year()),
        };
        change.tell(receiver, &notice).await?;
    }
    Ok(())
}

/// The contracts of the register in these services that still run when an order begins: it may follow them.
pub async fn replaceable(
    context: &Context,
    school: &school::Model,
    chosen: &[Chosen],
) -> Result<Vec<contract_entry::Model>> {
    let categories = chosen.iter().map(|one| one.sla.category.id);
    let Some(first) = chosen.iter().map(|one| one.bought.term.starts_on).min() else { return Ok(Vec::new()) };
    let held = store::register_of(context.read(), school.id, categories).await?;
    let ordered: BTreeSet<ContractEntryId> = store::of_school(context.read(), school.id)
        .await?
        .into_iter()
        .filter(|order| order.stands == Some(true))
        .map(|order| order.entry_id)
        .collect();
    let runs_on = |entry: &contract_entry::Model| {
        entry.starts_on.is_none_or(|day| day < first) && entry.ends_on.is_none_or(|day| day >= first)
    };
    Ok(held.into_iter().filter(runs_on).filter(|entry| !ordered.contains(&entry.id)).collect())
}

/// The SLAs offered to a school that the actor may see.
pub async fn offered(context: &Context, urn: i32) -> Result<(school::Model, Vec<Sla>)> {
    let school = crate::school::seen(context, urn).await?;
    let today = words::london_day(context.now);
    let slas = offers::offered(context.read(), &school, today).await?;
    Ok((school, slas))
}

/// As [`offered`], for who may order.
pub async fn opened(context: &Context, urn: i32) -> Result<(school::Model, Vec<Sla>)> {
    let found = offered(context, urn).await?;
    context.actor.require(Action::PlaceOrder, &Place::school(found.0.id))?;
    Ok(found)
}

/// What the school uses of a service, stated while it orders.
pub async fn state_volumes(
    context: &Context,
    urn: i32,
    category: &str,
    figures: impl IntoIterator<Item = (String, Option<::entity::money::Quantity>)>,
) -> Result<()> {
    let sheet = catalogue::volumes::sheet(context, urn, category).await?;
    catalogue::volumes::state(context, &sheet, figures.into_iter().collect()).await
}
