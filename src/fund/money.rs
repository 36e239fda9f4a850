//! What comes into a fund and what moves inside it; a mistake is taken back by another movement.

use super::evidence::{Evidence, keep};
use super::ledger::{Ledger, Movement};
use super::rules::{Line, PaymentEvent, Posting, Refusal, Slot, financial_year, year_is_over};
use super::{event, require, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::fund_entry::{self, EntryKind};
use ::entity::money::Money;
use ::entity::{cluster::Model as Cluster, fund_payment, ids::*};
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;

/// What is said of a movement by whoever records it.
#[derive(Clone, Debug)]
pub struct NewMovement {
    pub day: NaiveDate,
    pub reason: String,
    /// The reference of what shows it.
    pub evidence: String,
    pub file: Option<Evidence>,
}

/// A change in which a fund's money moves.
pub(super) struct Moving {
    pub change: Change,
    pub ledger: Ledger,
}

impl Moving {
    /// For the chair and the clerk.
    pub(super) async fn by_keeper(context: &Context, cluster: ClusterId, id: FundId, year: i32) -> Result<Self> {
        require(context, cluster, Action::KeepFund).await?;
        let change = Change::begin(context).await?;
        let ledger = Ledger::of(&change, cluster, id, year).await?;
        Ok(Self { change, ledger })
    }

    /// For them, and the business manager of the school that holds the money.
    pub(super) async fn by_banker(context: &Context, cluster: ClusterId, id: FundId, year: i32) -> Result<Self> {
        let change = Change::begin(context).await?;
        let ledger = Ledger::for_banking(context, &change, cluster, id, year).await?;
        Ok(Self { change, ledger })
    }

    /// Posts what the book answered, and commits.
    pub(super) async fn post(
        mut self,
        kind: EntryKind,
        new: NewMovement,
        posting: std::result::Result<Posting, Refusal>,
    ) -> Result<()> {
        let posting = posting.map_err(refused)?;
        let cluster = self.ledger.fund.cluster_id;
        let file = keep(&self.change, cluster, new.file).await?;
        let movement = Movement {
            kind,
            day: new.day,
            reason: new.reason.clone(),
            evidence: new.evidence,
            file,
            reverses: None,
            payment: None,
        };
        let entry = self.ledger.post(&self.change, movement, &posting).await?;
        let data = json!({ "movement": entry, "kind": kind, "bank": posting.adds_to(Slot::Bank) });
        let posted = event(cluster, "fund.moved", self.ledger.fund.id).with(data).because(new.reason);
        self.change.commit(posted).await?;
        Ok(())
    }
}

/// The sentence, beside the amount where it is about that.
pub(super) fn refused(refusal: Refusal) -> Error {
    match refusal {
        Refusal::NothingToDo | Refusal::NotPennies | Refusal::TooLarge => Error::field("amount", refusal),
        other => Error::refused(other),
    }
}

fn year_of(context: &Context, new: &NewMovement) -> Result<i32> {
    if new.day > words::london_day(context.now) {
        return Err(Error::field("day-day", "Enter the day that it happened, today or earlier"));
    }
    Ok(financial_year(new.day))
}

/// Money arrives from a school: for what it owes first, the rest is its contribution.
pub async fn receive(
    context: &Context,
    cluster: &Cluster,
    id: FundId,
    (school, amount): (SchoolId, Money),
    new: NewMovement,
) -> Result<()> {
    let year = year_of(context, &new)?;
    let moving = Moving::by_banker(context, cluster.id, id, year).await?;
    let posting = moving.ledger.book.receive(school, amount, year);
    moving.post(EntryKind::Contribution, new, posting).await
}

/// A grant arrives from outside.
pub async fn grant(context: &Context, cluster: &Cluster, id: FundId, amount: Money, new: NewMovement) -> Result<()> {
    let year = year_of(context, &new)?;
    let moving = Moving::by_banker(context, cluster.id, id, year).await?;
    let posting = moving.ledger.book.grant(amount, year);
    moving.post(EntryKind::Grant, new, posting).await
}

/// Every school is invoiced £ × its pupils, once a year.
pub async fn charge_per_pupil(context: &Context, cluster: &Cluster, id: FundId, new: NewMovement) -> Result<()> {
    let year = year_of(context, &new)?;
    let moving = Moving::by_keeper(context, cluster.id, id, year).await?;
    if store::is_kind_in_year(moving.change.tx(), id, EntryKind::Charge, year).await? {
        return Err(refused(Refusal::ChargedAlready));
    }
    let book = &moving.ledger.book;
    let posting = book.per_pupil().and_then(|charges| book.charge(&charges, year));
    moving.post(EntryKind::Charge, new, posting).await
}

/// Grants become the schools' by the voted formula.
pub async fn match_now(context: &Context, cluster: &Cluster, id: FundId, new: NewMovement) -> Result<()> {
    let year = year_of(context, &new)?;
    let moving = Moving::by_keeper(context, cluster.id, id, year).await?;
    let posting = moving.ledger.book.match_now(year);
    moving.post(EntryKind::Matching, new, posting).await
}

/// A school is charged for not taking part, where the fund's terms say so.
pub async fn give_penalty(
    context: &Context,
    cluster: &Cluster,
    id: FundId,
    school: SchoolId,
    new: NewMovement,
) -> Result<()> {
    let year = year_of(context, &new)?;
    let moving = Moving::by_keeper(context, cluster.id, id, year).await?;
    let posting = moving.ledger.book.penalty(school, year);
    moving.post(EntryKind::Penalty, new, posting).await
}

/// A year's surplus or deficit goes where the fund's rule says, once the year is over.
pub async fn end_year(context: &Context, cluster: &Cluster, id: FundId, year: i32, new: NewMovement) -> Result<()> {
    year_of(context, &new)?;
    if !year_is_over(year, words::london_day(context.now)) {
        return Err(Error::field(
            "year",
            format!("The year ends on 31 March {}. Its money moves on after it", year + 1),
        ));
    }
    let moving = Moving::by_keeper(context, cluster.id, id, year).await?;
    let posting = moving.ledger.book.end_year(year);
    moving.post(EntryKind::YearEnd, new, posting).await
}

/// Takes a movement back by another; a payment that it made is marked so.
pub async fn reverse(context: &Context, cluster: &Cluster, id: FundId, number: i32, reason: String) -> Result<()> {
    require(context, cluster.id, Action::KeepFund).await?;
    let wrong = store::entry(context.read(), id, number).await?.ok_or(Error::NotFound)?;
    let change = Change::begin(context).await?;
    let mut ledger = Ledger::of(&change, cluster.id, id, wrong.year).await?;
    may_reverse(&change, &wrong).await?;
    let posting = stored(&change, &ledger, &wrong).await?;
    let payment = match wrong.payment_id {
        Some(payment) => store::locked_payment(change.tx(), id, payment).await?,
        None => None,
    };
    let back = ledger.book.reverse(&posting, wrong.year).map_err(refused)?;
    let movement = Movement {
        kind: EntryKind::Reversal,
        day: words::london_day(change.now()),
        reason: reason.clone(),
        evidence: format!("Takes back movement {number}"),
        file: (None, None),
        reverses: Some(wrong.id),
        payment: None,
    };
    ledger.post(&change, movement, &back).await?;
    if let Some(payment) = payment {
        mark_reversed(&change, payment, &reason).await?;
    }
    let data = json!({ "movement": wrong.id, "number": number });
    change.commit(event(cluster.id, "fund.reversed", id).with(data).because(reason)).await?;
    Ok(())
}

async fn may_reverse(change: &Change, wrong: &fund_entry::Model) -> Result<()> {
    match wrong.kind {
        EntryKind::Reversal => {
            return Err(Error::refused("This movement takes another back. Record what is right anew"));
        }
        EntryKind::TransferIn | EntryKind::TransferOut => {
            return Err(Error::refused("Money between funds goes back by another transfer"));
        }
        _ => {}
    }
    match store::reversal_of(change.tx(), wrong.id).await? {
        Some(by) => Err(Error::refused(format!("Movement {} took it back already", by.number))),
        None => Ok(()),
    }
}

/// The lines of a movement as they are stored.
async fn stored(change: &Change, ledger: &Ledger, entry: &fund_entry::Model) -> Result<Posting> {
    let slot = |id: FundAccountId| {
        let found = ledger.accounts.iter().find(|account| account.id == id);
        found.map(|account| Slot::of(account.kind, account.id))
    };
    let rows = store::lines_of(change.tx(), entry.id).await?;
    let line = |row: &::entity::fund_line::Model| {
        Some(Line { slot: slot(row.account_id)?, school: row.school_id, amount: row.amount })
    };
    let lines: Option<Vec<Line>> = rows.iter().map(line).collect();
    lines.and_then(Posting::of).ok_or_else(|| Error::internal("a stored movement that does not balance"))
}

async fn mark_reversed(change: &Change, payment: fund_payment::Model, reason: &str) -> Result<()> {
    let state = PaymentEvent::Reverse.from(payment.state).ok_or_else(Error::stale)?;
    let mut row = payment.into_active_model();
    row.state = Set(state);
    row.ended_by = Set(Some(change.by()?));
    row.ended_at = Set(Some(change.now()));
    row.ended_reason = Set(Some(reason.to_owned()));
    fund_payment::Entity::update(row).exec(change.tx()).await?;
    Ok(())
}
