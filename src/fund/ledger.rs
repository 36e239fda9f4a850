//! A fund's ledger as it is stored: read into a book, and one movement more.

use super::rules::{Book, Due, Posting, Sharer, Slot, Terms, slots};
use super::{bank_place, store};
use crate::cluster;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::fund::{FundSharing, FundState};
use ::entity::fund_entry::EntryKind;
use ::entity::fund_payment::{self, PaymentState};
use ::entity::money::Money;
use ::entity::{fund, fund_account, fund_entry, fund_line, fund_school, ids::*};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};

pub(super) fn terms(fund: &fund::Model) -> Terms {
    Terms {
        kind: fund.kind,
        sharing: fund.sharing,
        year_end: fund.year_end,
        per_pupil: fund.per_pupil,
        match_total: fund.match_total,
        penalty: fund.penalty,
        claim_cap: fund.claim_cap,
    }
}

pub(super) fn due_of(payment: &fund_payment::Model) -> Due {
    Due {
        kind: payment.kind,
        heading: payment.account_id,
        school: payment.school_id,
        amount: payment.amount,
        year: payment.year,
    }
}

/// The schools that share the fund in a year: as its first movement found them, until then those that the agreement in force
/// binds now.
pub async fn sharers(connection: &impl ConnectionTrait, fund: &fund::Model, year: i32) -> Result<Vec<Sharer>> {
    let stored = store::schools_of(connection, fund.id, year).await?;
    if !stored.is_empty() {
        return Ok(stored.iter().map(|row| Sharer { school: row.school_id, pupils: row.pupils }).collect());
    }
    let members = cluster::parties(connection, fund.cluster_id).await?;
    let sharer =
        |member: cluster::Member| Sharer { school: member.school.id, pupils: member.school.pupils.unwrap_or_default() };
    Ok(members.into_iter().map(sharer).collect())
}

/// The same schools with what the register says of them, in the cluster's order.
pub async fn sharing_schools(
    connection: &impl ConnectionTrait,
    fund: &fund::Model,
    year: i32,
) -> Result<Vec<cluster::Member>> {
    let sharing = sharers(connection, fund, year).await?;
    let mut all = cluster::all_members(connection, fund.cluster_id).await?;
    all.retain(|member| sharing.iter().any(|sharer| sharer.school == member.school.id));
    Ok(all)
}

/// The book of a fund for what happens in a year. Nine queries at most.
pub async fn book_of(connection: &impl ConnectionTrait, fund: &fund::Model, year: i32) -> Result<Book> {
    let accounts = store::accounts(connection, [fund.id]).await?;
    book(connection, fund, &accounts, year).await
}

async fn book(
    connection: &impl ConnectionTrait,
    fund: &fund::Model,
    accounts: &[fund_account::Model],
    year: i32,
) -> Result<Book> {
    let mut book = Book::new(terms(fund), sharers(connection, fund, year).await?);
    let slots = slots(accounts);
    for held in store::held(connection, fund.id).await? {
        let slot = slots.get(&held.account).ok_or_else(|| Error::internal("a line of no account"))?;
        book.holding(held.year, *slot, held.school, held.amount);
    }
    for budget in store::budgets(connection, fund.id).await? {
        book.budget(budget.account_id, budget.year, budget.amount);
    }
    for payment in store::approved_or_claimed(connection, fund.id).await? {
        match payment.state {
            PaymentState::Approved => book.promise(due_of(&payment)),
            _ => book.paid_claim(&due_of(&payment)),
        }
    }
    Ok(book)
}

/// An open fund that this change holds, with its book.
pub(super) struct Ledger {
    pub fund: fund::Model,
    pub accounts: Vec<fund_account::Model>,
    pub book: Book,
    pub year: i32,
}

/// What is said of a movement.
pub(super) struct Movement {
    pub kind: EntryKind,
    pub day: NaiveDate,
    pub reason: String,
    pub evidence: String,
    pub file: (Option<FileId>, Option<String>),
    pub reverses: Option<FundEntryId>,
    pub payment: Option<FundPaymentId>,
}

impl Ledger {
    /// Locks the fund and reads its book; its schools of the year are kept from now on.
    pub async fn of(change: &Change, cluster: ClusterId, id: FundId, year: i32) -> Result<Self> {
        let fund = store::locked(change.tx(), cluster, id).await?.ok_or(Error::NotFound)?;
        if fund.state != FundState::Open {
            return Err(Error::refused("The fund is not open. Money moves only in an open fund"));
        }
        keep_schools(change, &fund, year).await?;
        let accounts = store::accounts(change.tx(), [id]).await?;
        let book = book(change.tx(), &fund, &accounts, year).await?;
        Ok(Self { fund, accounts, book, year })
    }

    /// As [`Ledger::of`], for the cluster's offices and the host school.
    pub async fn for_banking(
        context: &Context,
        change: &Change,
        cluster: ClusterId,
        id: FundId,
        year: i32,
    ) -> Result<Self> {
        super::require(context, cluster, Action::SeeCluster).await?;
        let fund = store::fund(change.tx(), cluster, id).await?.ok_or(Error::NotFound)?;
        context.actor.require(Action::BankFund, &bank_place(&fund))?;
        Self::of(change, cluster, id, year).await
    }

    /// The account of a slot.
    fn account(&self, slot: Slot) -> Result<FundAccountId> {
        let found = self.accounts.iter().find(|account| Slot::of(account.kind, account.id) == slot);
        found.map(|account| account.id).ok_or_else(|| Error::internal("a fund without one of its accounts"))
    }

    /// Writes a movement: its lines, then itself, which the database takes only if they sum to zero.
    pub async fn post(&mut self, change: &Change, movement: Movement, posting: &Posting) -> Result<FundEntryId> {
        let last = store::last_entry(change.tx(), self.fund.id).await?;
        let (number, bank) = last.map_or((0, Money::ZERO), |entry| (entry.number, entry.bank_after));
        let id = FundEntryId::new(change.now());
        let mut lines = Vec::new();
        for (number, line) in (1..).zip(posting.lines()) {
            let row = fund_line::Model {
                entry_id: id,
                number,
                fund_id: self.fund.id,
                year: self.year,
                account_id: self.account(line.slot)?,
                school_id: line.school,
                amount: line.amount,
            };
            lines.push(row.into_active_model());
        }
        fund_line::Entity::insert_many(lines).exec_without_returning(change.tx()).await?;
        let (file_id, file_name) = movement.file;
        let entry = fund_entry::Model {
            id,
            fund_id: self.fund.id,
            number: number + 1,
            kind: movement.kind,
            year: self.year,
            day: movement.day,
            reason: movement.reason,
            evidence: movement.evidence,
            file_id,
            file_name,
            reverses: movement.reverses,
            payment_id: movement.payment,
            bank_after: Money(bank.0 + posting.adds_to(Slot::Bank).0),
            recorded_by: change.by()?,
            recorded_at: change.now(),
        };
        entry.into_active_model().insert(change.tx()).await?;
        self.book.post(self.year, posting);
        Ok(id)
    }
}

/// The schools that the agreement binds now are those of the year, unless its schools are kept already.
pub(super) async fn keep_schools(change: &Change, fund: &fund::Model, year: i32) -> Result<()> {
    if !store::schools_of(change.tx(), fund.id, year).await?.is_empty() {
        return Ok(());
    }
    let members = cluster::parties(change.tx(), fund.cluster_id).await?;
    let mut rows = Vec::new();
    for (position, member) in (1..).zip(members) {
        let (school, pupils) = (member.school, fund.sharing == FundSharing::Equal && fund.per_pupil.is_none());
        if school.pupils.is_none() && !pupils {
            let sentence = format!(
                "The register does not say how many pupils {} has, so that nothing can be shared by pupils",
                school.name
            );
            return Err(Error::refused(sentence));
        }
        let row = fund_school::Model {
            fund_id: fund.id,
            year,
            school_id: school.id,
            position,
            pupils: school.pupils.unwrap_or_default(),
        };
        rows.push(row.into_active_model());
    }
    if !rows.is_empty() {
        fund_school::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    }
    Ok(())
}
