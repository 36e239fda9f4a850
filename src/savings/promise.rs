//! A school that pays more in a contract than before: what it was promised, and whether it was paid.

use super::gather::{TermLine, terms};
use super::rules::promise::{Refusal, may_pay, may_promise};
use super::store;
use crate::cluster;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::cluster::Model as Cluster;
use ::entity::exact::Exact;
use ::entity::money::Money;
use ::entity::{ids::*, promise_payment, savings_promise};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::json;

/// One school's part of a contract in one contract year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Of {
    pub schedule: ScheduleId,
    pub year: i32,
}

/// What is promised, and where it was decided.
#[derive(Clone, Debug)]
pub struct NewPromise {
    pub amount: Money,
    pub minute_reference: String,
}

/// What was paid against it.
#[derive(Clone, Debug)]
pub struct NewPayment {
    pub amount: Money,
    pub paid_on: NaiveDate,
    pub reference: String,
}

/// What a school pays more in a contract year than before, as it was agreed. None where that is not known.
pub fn more(lines: &[TermLine], of: Of) -> Option<Exact> {
    let own: Vec<&TermLine> =
        lines.iter().filter(|line| line.schedule == of.schedule && line.year == of.year).collect();
    let before: Exact = own.iter().map(|line| line.figures.facts.before.clone()).sum::<Option<Exact>>()?;
    let agreed: Exact = own.iter().map(|line| &line.figures.facts.agreed).sum();
    (!own.is_empty()).then(|| agreed - before)
}

/// Records what the cluster promised to a school for a contract year: once.
pub async fn promise(context: &Context, cluster: &Cluster, of: Of, new: NewPromise) -> Result<()> {
    require(context, cluster).await?;
    let change = Change::begin(context).await?;
    let ledger = terms(change.tx(), cluster.id).await?;
    let line = ledger.lines.iter().find(|line| line.schedule == of.schedule && line.year == of.year);
    let line = line.ok_or(Error::NotFound)?;
    let held = ledger.held(line).ok_or(Error::NotFound)?;
    let name = held.part_of(line.school).map(|part| part.school.name.clone()).unwrap_or_default();
    let more = more(&ledger.lines, of);
    may_promise(&name, more.as_ref(), &new.amount.exact()).map_err(refused)?;
    let row = savings_promise::Model {
        id: SavingsPromiseId::new(change.now()),
        schedule_id: of.schedule,
        contract_year: of.year,
        amount: new.amount,
        minute_reference: new.minute_reference.clone(),
        recorded_by: context.actor.account,
        recorded_at: change.now(),
    };
    let inserted = row.into_active_model().insert(change.tx()).await;
    let twice = || Error::refused("A promise for this year is recorded already");
    inserted.map_err(|error| Error::on_duplicate(error, twice()))?;
    let data = json!({ "school": line.school, "contract": line.contract, "year": of.year, "amount": new.amount });
    let event = Event::new(Chain::Cluster(cluster.id), "promise.recorded", format!("schedule:{}", of.schedule));
    change.commit(event.with(data).because(new.minute_reference)).await?;
    Ok(())
}

/// Records a payment against a promise.
pub async fn pay(context: &Context, cluster: &Cluster, of: Of, new: NewPayment) -> Result<()> {
    require(context, cluster).await?;
    if new.paid_on > words::london_day(context.now) {
        return Err(refused(Refusal::PaidLater));
    }
    let change = Change::begin(context).await?;
    let held = owned(&change, cluster, of).await?;
    let paid: Exact = store::payments(change.tx(), [held.id]).await?.iter().map(|payment| payment.amount.exact()).sum();
    may_pay(&held.amount.exact(), &paid, &new.amount.exact()).map_err(refused)?;
    let row = promise_payment::Model {
        id: PromisePaymentId::new(change.now()),
        promise_id: held.id,
        amount: new.amount,
        paid_on: new.paid_on,
        reference: new.reference.clone(),
        recorded_by: context.actor.account,
        recorded_at: change.now(),
    };
    row.into_active_model().insert(change.tx()).await?;
    let data = json!({ "year": of.year, "amount": new.amount, "paid_on": new.paid_on, "reference": new.reference });
    let event = Event::new(Chain::Cluster(cluster.id), "promise.paid", format!("schedule:{}", of.schedule));
    change.commit(event.with(data)).await?;
    Ok(())
}

/// Takes off a payment that was recorded by mistake; the record keeps what it was.
pub async fn remove_payment(context: &Context, cluster: &Cluster, of: Of, id: PromisePaymentId) -> Result<()> {
    require(context, cluster).await?;
    let change = Change::begin(context).await?;
    let held = owned(&change, cluster, of).await?;
    let payments = store::payments(change.tx(), [held.id]).await?;
    let payment = payments.into_iter().find(|payment| payment.id == id).ok_or(Error::NotFound)?;
    promise_payment::Entity::delete_by_id(id).exec(change.tx()).await?;
    let data = json!({ "amount": payment.amount, "paid_on": payment.paid_on, "reference": payment.reference });
    let event = Event::new(Chain::Cluster(cluster.id), "promise.payment_removed", format!("schedule:{}", of.schedule));
    change.commit(event.with(data)).await?;
    Ok(())
}

async fn require(context: &Context, cluster: &Cluster) -> Result<()> {
    let place = cluster::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::KeepPromises, &place)?;
    Ok(())
}

/// The promise, locked, where its contract is the cluster's.
async fn owned(change: &Change, cluster: &Cluster, of: Of) -> Result<savings_promise::Model> {
    let contract = store::contract_of(change.tx(), of.schedule).await?.ok_or(Error::NotFound)?;
    let contract = crate::contract::by_id(change.tx(), contract).await?;
    contract.filter(|contract| contract.cluster_id == cluster.id).ok_or(Error::NotFound)?;
    store::promise_of(change.tx(), of.schedule, of.year).await?.ok_or(Error::NotFound)
}

fn refused(refusal: Refusal) -> Error {
    Error::field(refusal.field(), refusal)
}
