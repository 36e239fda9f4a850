//! Money out of a fund: one person asks with evidence, others of other schools approve, then it is paid.

use super::evidence::{Evidence, keep};
use super::ledger::{Ledger, Movement, due_of};
use super::money::refused;
use super::rules::{ApprovalRefusal, Approver, Asked, Due, PaymentEvent, Slot, financial_year, may_approve};
use super::{event, letters, own_school, require, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::fund_account::AccountKind;
use ::entity::fund_entry::EntryKind;
use ::entity::fund_payment::{self, PaymentKind, PaymentState};
use ::entity::money::Money;
use ::entity::{cluster::Model as Cluster, fund, fund_decision, fund_interest, ids::*};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct NewPayment {
    pub kind: PaymentKind,
    /// The heading that it is spent under.
    pub heading: Option<FundAccountId>,
    /// The school whose surplus is paid back; a claim is for the asker's own.
    pub school: Option<SchoolId>,
    pub to_fund: Option<FundId>,
    pub payee: String,
    pub purpose: String,
    pub amount: Money,
    pub evidence: String,
    pub file: Option<Evidence>,
}

/// A claim is approved by two, everything else by as many beside the asker as the fund's terms say.
fn needed(kind: PaymentKind, fund: &fund::Model) -> i32 {
    if kind == PaymentKind::Claim { 2 } else { fund.approvals }
}

/// Asks; it waits for others to approve. Over the budget, the cap or what the fund has it is refused.
pub async fn ask(context: &Context, cluster: &Cluster, id: FundId, mut new: NewPayment) -> Result<FundPaymentId> {
    require(context, cluster.id, Action::AskFundPayment).await?;
    let year = financial_year(words::london_day(context.now));
    let change = Change::begin(context).await?;
    let ledger = Ledger::of(&change, cluster.id, id, year).await?;
    let own = own_school(context);
    complete(&change, &ledger, own, &mut new).await?;
    let due = Due { kind: new.kind, heading: new.heading, school: new.school, amount: new.amount, year };
    ledger.book.may_promise(&due).map_err(refused)?;
    let (file_id, file_name) = keep(&change, cluster.id, new.file).await?;
    let row = fund_payment::Model {
        id: FundPaymentId::new(change.now()),
        fund_id: id,
        cluster_id: cluster.id,
        kind: new.kind,
        account_id: new.heading,
        school_id: new.school,
        to_fund_id: new.to_fund,
        payee: new.payee,
        purpose: new.purpose,
        amount: new.amount,
        year,
        evidence: new.evidence,
        file_id,
        file_name,
        needed: needed(new.kind, &ledger.fund),
        state: PaymentState::Asked,
        asked_by: change.by()?,
        asked_for: own,
        asked_at: change.now(),
        ended_by: None,
        ended_at: None,
        ended_reason: None,
    };
    let (payment, data) = (row.id, json!({ "payment": row.id, "kind": row.kind, "amount": row.amount }));
    let reason = row.purpose.clone();
    row.clone().into_active_model().insert(change.tx()).await?;
    letters::ask_for_approval(&change, (cluster, &ledger.fund), &row, &[]).await?;
    change.commit(event(cluster.id, "fund.payment_asked", id).with(data).because(reason)).await?;
    Ok(payment)
}

/// What follows from the kind: a claim's school and heading, a transfer's other fund.
async fn complete(change: &Change, ledger: &Ledger, own: Option<SchoolId>, new: &mut NewPayment) -> Result<()> {
    let headings = ledger.accounts.iter().filter(|account| account.kind == AccountKind::Spending);
    match new.kind {
        PaymentKind::Spending => {
            new.school = None;
            if !headings
                .into_iter()
                .any(|account| Some(account.id) == new.heading && account.name != super::open::CLAIMS)
            {
                return Err(Error::field("heading", "Choose the heading that it is spent under"));
            }
        }
        PaymentKind::Claim => {
            let claims = headings.into_iter().find(|account| account.name == super::open::CLAIMS);
            new.heading = claims.map(|account| account.id);
            new.school =
                Some(own.ok_or_else(|| Error::refused("A school claims for itself: act for a school to claim"))?);
        }
        PaymentKind::Return => new.heading = None,
        PaymentKind::Transfer => {
            (new.heading, new.school) = (None, None);
            let open = store::open_funds(change.tx(), ledger.fund.cluster_id).await?;
            let other = open.iter().find(|fund| Some(fund.id) == new.to_fund && fund.id != ledger.fund.id);
            other.ok_or_else(|| Error::field("to_fund", "Choose another open fund of the cluster"))?;
        }
    }
    if new.kind != PaymentKind::Transfer {
        new.to_fund = None;
    }
    Ok(())
}

/// Whether the actor may approve or refuse a payment, and for which school.
pub fn may_decide(
    context: &Context,
    payment: &fund_payment::Model,
    decisions: &[fund_decision::Model],
    interests: &[fund_interest::Model],
) -> std::result::Result<SchoolId, ApprovalRefusal> {
    let Some(account) = context.actor.account else { return Err(ApprovalRefusal::NoSchool) };
    let of = |one: &&fund_decision::Model| one.payment_id == payment.id && one.approved;
    let asked = Asked {
        by: payment.asked_by,
        school: payment.asked_for,
        receiver: payment.school_id,
        approved: decisions.iter().filter(of).map(|one| (one.account_id, one.school_id)).collect(),
    };
    let declared = |one: &fund_interest::Model| one.payment_id == payment.id && one.account_id == account;
    let approver = Approver { account, school: own_school(context), has_interest: interests.iter().any(declared) };
    may_approve(&asked, &approver)
}

/// Declares an interest: whoever has one cannot approve.
pub async fn declare_interest(
    context: &Context,
    cluster: &Cluster,
    fund: FundId,
    id: FundPaymentId,
    detail: String,
) -> Result<()> {
    require(context, cluster.id, Action::SeeCluster).await?;
    let change = Change::begin(context).await?;
    let payment = store::locked_payment(change.tx(), fund, id).await?.ok_or(Error::NotFound)?;
    if payment.state != PaymentState::Asked {
        return Err(Error::refused("It is decided already"));
    }
    let row = fund_interest::Model { payment_id: id, account_id: change.by()?, detail, declared_at: change.now() };
    let twice = || Error::refused("You declared an interest in this payment already");
    let inserted = row.into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, twice()))?;
    change.commit(event(cluster.id, "fund.interest_declared", fund).with(json!({ "payment": id }))).await?;
    Ok(())
}

/// Approves or refuses: another person than the asker, of another school, without an interest.
pub async fn decide(
    context: &Context,
    cluster: &Cluster,
    fund: FundId,
    id: FundPaymentId,
    (approved, reason): (bool, String),
) -> Result<()> {
    require(context, cluster.id, Action::DecideFundPayment).await?;
    let change = Change::begin(context).await?;
    let year = store::payment(change.tx(), fund, id).await?.ok_or(Error::NotFound)?.year;
    let ledger = Ledger::of(&change, cluster.id, fund, year).await?;
    let payment = store::locked_payment(change.tx(), fund, id).await?.ok_or(Error::NotFound)?;
    let happens = if approved { PaymentEvent::Approve } else { PaymentEvent::Refuse };
    let state = happens.from(payment.state).ok_or_else(Error::stale)?;
    let mut decisions = store::decisions(change.tx(), [id]).await?;
    let interests = store::interests(change.tx(), [id]).await?;
    let may = may_decide(context, &payment, &decisions, &interests);
    let school = may.map_err(|why| Error::Forbidden(format!("{why}.")))?;
    if approved {
        ledger.book.may_promise(&due_of(&payment)).map_err(refused)?;
    }
    let row = fund_decision::Model {
        payment_id: id,
        account_id: change.by()?,
        school_id: school,
        approved,
        reason: reason.clone(),
        decided_at: change.now(),
    };
    let inserted = row.clone().into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    decisions.push(row);
    let approvals = decisions.iter().filter(|one| one.approved).count();
    let enough = approvals >= usize::try_from(payment.needed).unwrap_or(usize::MAX);
    let of = (cluster, &ledger.fund);
    if enough || !approved {
        letters::tell_asker(&change, of, &payment, (approved, &reason)).await?;
        move_on(&change, payment, state, None).await?;
    } else {
        letters::ask_for_approval(&change, of, &payment, &decisions).await?;
    }
    let data = json!({ "payment": id, "approved": approved });
    change.commit(event(cluster.id, "fund.payment_decided", fund).with(data).because(reason)).await?;
    Ok(())
}

/// Puts a payment into a state; the end of one that is not paid says why.
async fn move_on(
    change: &Change,
    payment: fund_payment::Model,
    state: PaymentState,
    ended: Option<&str>,
) -> Result<()> {
    let mut row = payment.into_active_model();
    row.state = Set(state);
    if let Some(reason) = ended {
        row.ended_by = Set(Some(change.by()?));
        row.ended_at = Set(Some(change.now()));
        row.ended_reason = Set(Some(reason.to_owned()));
    }
    row.update(change.tx()).await?;
    Ok(())
}

/// Withdraws what was asked for and is not paid: whoever asked, the chair or the clerk.
pub async fn withdraw(
    context: &Context,
    cluster: &Cluster,
    fund: FundId,
    id: FundPaymentId,
    reason: String,
) -> Result<()> {
    require(context, cluster.id, Action::AskFundPayment).await?;
    let change = Change::begin(context).await?;
    store::locked(change.tx(), cluster.id, fund).await?.ok_or(Error::NotFound)?;
    let payment = store::locked_payment(change.tx(), fund, id).await?.ok_or(Error::NotFound)?;
    if payment.asked_by != change.by()? {
        require(context, cluster.id, Action::KeepFund).await?;
    }
    let state = PaymentEvent::Withdraw.from(payment.state).ok_or_else(Error::stale)?;
    move_on(&change, payment, state, Some(&reason)).await?;
    let withdrawn = event(cluster.id, "fund.payment_withdrawn", fund).with(json!({ "payment": id }));
    change.commit(withdrawn.because(reason)).await?;
    Ok(())
}

/// Records that an approved payment was made: the movement, and in another fund the one that receives it.
pub async fn pay(
    context: &Context,
    cluster: &Cluster,
    fund: FundId,
    id: FundPaymentId,
    (day, reference): (NaiveDate, String),
) -> Result<()> {
    if day > words::london_day(context.now) {
        return Err(Error::field("day-day", "Enter the day on which it was paid, today or earlier"));
    }
    let change = Change::begin(context).await?;
    let known = store::payment(change.tx(), fund, id).await?.ok_or(Error::NotFound)?;
    // Both funds of a transfer are locked in the order of their ids, so that two that cross do not wait for each other.
    if known.to_fund_id.is_some_and(|to| to < fund) {
        store::locked(change.tx(), cluster.id, known.to_fund_id.unwrap_or(fund)).await?;
    }
    let mut ledger = Ledger::for_banking(context, &change, cluster.id, fund, known.year).await?;
    let payment = store::locked_payment(change.tx(), fund, id).await?.ok_or(Error::NotFound)?;
    let state = PaymentEvent::Pay.from(payment.state).ok_or_else(Error::stale)?;
    let posting = ledger.book.pay(&due_of(&payment)).map_err(refused)?;
    let movement = |kind| Movement {
        kind,
        day,
        reason: format!("{}: {}", payment.payee, payment.purpose),
        evidence: reference.clone(),
        file: (None, None),
        reverses: None,
        payment: Some(id),
    };
    let entry = ledger.post(&change, movement(kind_of(payment.kind)), &posting).await?;
    if let Some(to) = payment.to_fund_id {
        let mut other = Ledger::of(&change, cluster.id, to, payment.year).await?;
        let arrives = other.book.transfer_in(payment.amount, payment.year).map_err(refused)?;
        other.post(&change, movement(EntryKind::TransferIn), &arrives).await?;
    }
    let data = json!({ "payment": id, "movement": entry, "bank": posting.adds_to(Slot::Bank) });
    if matches!(payment.kind, PaymentKind::Claim | PaymentKind::Return) {
        letters::tell_paid(&change, (cluster, &ledger.fund), &payment, &reference).await?;
    }
    move_on(&change, payment, state, None).await?;
    change.commit(event(cluster.id, "fund.paid", fund).with(data)).await?;
    Ok(())
}

fn kind_of(kind: PaymentKind) -> EntryKind {
    match kind {
        PaymentKind::Spending => EntryKind::Payment,
        PaymentKind::Claim => EntryKind::Claim,
        PaymentKind::Return => EntryKind::Return,
        PaymentKind::Transfer => EntryKind::TransferOut,
    }
}
