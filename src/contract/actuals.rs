//! What a school really paid, entered from its invoices.

use super::end::end_if_due;
use super::rules::spend::{Period, Refusal, entered, may_enter};
use super::rules::term::Term;
use super::store;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::contract::{self, ContractState};
use ::entity::money::{Money, Quantity};
use ::entity::{actual_spend, ids::*, school_schedule};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;

/// An amount for a period of a contract year, net of VAT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSpend {
    /// The contract year, from 1.
    pub year: i32,
    pub period: Period,
    pub amount: Money,
    /// In the category's main unit.
    pub quantity: Option<Quantity>,
    pub invoice_reference: String,
}

/// Enters what a school paid under a contract; the same period again replaces the amount, and the record keeps both.
pub async fn enter_actuals(context: &Context, id: ContractId, school: SchoolId, new: NewSpend) -> Result<()> {
    context.actor.require(Action::EnterActuals, &Place::school(school))?;
    let mut change = Change::begin(context).await?;
    let contract = store::locked(change.tx(), id).await?.ok_or(Error::NotFound)?;
    let parts = store::parts(change.tx(), [id]).await?;
    let part = parts.into_iter().find(|part| part.school_id == school).ok_or(Error::NotFound)?;
    let there = store::spends(change.tx(), [part.id]).await?.remove(&part.id).unwrap_or_default();
    check(&contract, &there, &new, &change)?;
    end_if_due(&mut change, &contract).await?;
    let earlier = there.into_iter().find(|row| row.contract_year == new.year && row.period == new.period.words());
    let data = json!({
        "contract": id, "year": new.year, "period": new.period.words(), "amount": new.amount,
        "replaces": earlier.as_ref().map(|row| row.amount),
    });
    let action = if earlier.is_some() { "actuals.corrected" } else { "actuals.entered" };
    match earlier {
        Some(row) => correct(context, &change, row, new).await?,
        None => insert(context, &change, &part, new).await?,
    }
    change.commit(Event::new(Chain::School(school), action, format!("schedule:{}", part.id)).with(data)).await?;
    Ok(())
}

fn check(contract: &contract::Model, there: &[actual_spend::Model], new: &NewSpend, change: &Change) -> Result<()> {
    if contract.state == ContractState::Signing {
        return Err(Error::refused(Refusal::NotInForce));
    }
    let term = Term::of(contract);
    if new.year < 1 || new.year > term.years() || term.year(new.year).0 > words::london_day(change.now()) {
        return Err(Error::field("year", Refusal::NotBegun));
    }
    may_enter(new.period, &entered(there, new.year)).map_err(|refusal| Error::field("period", refusal))
}

async fn insert(context: &Context, change: &Change, part: &school_schedule::Model, new: NewSpend) -> Result<()> {
    let amounts = (new.amount, new.quantity);
    let row = row_of(context, change, part.id, (new.year, new.period), amounts, (new.invoice_reference, None));
    actual_spend::Entity::insert(row.into_active_model())
        .exec_without_returning(change.tx())
        .await
        .map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    Ok(())
}

/// A row of a part's year and period, with its amount and quantity, and the invoice and rows that it came with.
pub(super) fn row_of(
    context: &Context,
    change: &Change,
    part: ScheduleId,
    (year, period): (i32, Period),
    (amount, quantity): (Money, Option<Quantity>),
    (invoice_reference, import_id): (String, Option<ActualsImportId>),
) -> actual_spend::Model {
    actual_spend::Model {
        id: SpendId::new(change.now()),
        schedule_id: part,
        contract_year: year,
        period: period.words().to_owned(),
        quantity,
        amount,
        invoice_reference,
        import_id,
        recorded_by: context.actor.account,
        recorded_at: change.now(),
    }
}

async fn correct(context: &Context, change: &Change, row: actual_spend::Model, new: NewSpend) -> Result<()> {
    let mut row = row.into_active_model();
    row.amount = Set(new.amount);
    row.quantity = Set(new.quantity);
    row.invoice_reference = Set(new.invoice_reference);
    row.import_id = Set(None);
    row.recorded_by = Set(context.actor.account);
    row.recorded_at = Set(change.now());
    row.update(change.tx()).await?;
    Ok(())
}
