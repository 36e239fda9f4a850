//! The book of one fund: what every account holds, by year and school, what is budgeted, and what is promised.

use super::posting::{Posting, Slot};
use super::refusal::Refusal;
use entity::exact::{Exact, split};
use entity::fund::{FundKind, FundSharing, YearEnd};
use entity::fund_payment::PaymentKind;
use entity::ids::{FundAccountId, SchoolId};
use entity::money::Money;
use std::collections::BTreeMap;

/// The largest single amount: £100 million.
const LARGEST: i64 = 100_000_000 * 10_000;
const PENNY: i64 = 100;

/// What was voted for the fund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    pub kind: FundKind,
    pub sharing: FundSharing,
    pub year_end: YearEnd,
    pub per_pupil: Option<Money>,
    pub match_total: Option<Money>,
    pub penalty: Option<Money>,
    pub claim_cap: Option<Money>,
}

/// A school of the fund with its pupils, in the fund's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sharer {
    pub school: SchoolId,
    pub pupils: i32,
}

/// A payment that is asked for or approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub kind: PaymentKind,
    pub heading: Option<FundAccountId>,
    pub school: Option<SchoolId>,
    pub amount: Money,
    pub year: i32,
}

pub(super) type Key = (i32, Slot, Option<SchoolId>);

#[derive(Clone, Debug)]
pub struct Book {
    pub terms: Terms,
    /// Of the year that is posted in.
    pub schools: Vec<Sharer>,
    balances: BTreeMap<Key, Money>,
    budgets: BTreeMap<(FundAccountId, i32), Money>,
    /// Approved and not paid yet.
    promised: Vec<Due>,
    /// Claims approved or paid, by school and year.
    claimed: BTreeMap<(SchoolId, i32), Money>,
}

impl Book {
    pub fn new(terms: Terms, schools: Vec<Sharer>) -> Self {
        let (balances, budgets) = (BTreeMap::new(), BTreeMap::new());
        Self { terms, schools, balances, budgets, promised: Vec::new(), claimed: BTreeMap::new() }
    }

    /// Puts in what is stored of an account.
    pub fn holding(&mut self, year: i32, slot: Slot, school: Option<SchoolId>, amount: Money) {
        let sum = self.balances.entry((year, slot, school)).or_default();
        *sum = Money(sum.0.saturating_add(amount.0));
    }

    pub fn budget(&mut self, heading: FundAccountId, year: i32, amount: Money) {
        self.budgets.insert((heading, year), amount);
    }

    /// An approved payment.
    pub fn promise(&mut self, due: Due) {
        self.count_claim(&due, due.amount);
        self.promised.push(due);
    }

    /// A claim that is paid counts on towards its school's cap.
    pub fn paid_claim(&mut self, due: &Due) {
        self.count_claim(due, due.amount);
    }

    /// A paid claim that was reversed does not.
    pub fn unclaim(&mut self, due: &Due) {
        self.count_claim(due, Money(-due.amount.0));
    }

    fn count_claim(&mut self, due: &Due, amount: Money) {
        if let (PaymentKind::Claim, Some(school)) = (due.kind, due.school) {
            let sum = self.claimed.entry((school, due.year)).or_default();
            *sum = Money(sum.0.saturating_add(amount.0));
        }
    }

    /// Takes an approved payment off what is promised: it is paid or withdrawn.
    pub fn keep_promise(&mut self, due: &Due) {
        if let Some(at) = self.promised.iter().position(|each| each == due) {
            self.promised.swap_remove(at);
        }
    }

    pub fn balances(&self) -> impl Iterator<Item = (i32, Slot, Option<SchoolId>, Money)> + '_ {
        self.balances.iter().map(|((year, slot, school), amount)| (*year, *slot, *school, *amount))
    }

    pub(super) fn sum(&self, wanted: impl Fn(&Key) -> bool) -> Money {
        self.balances.iter().filter(|(key, _)| wanted(key)).map(|(_, amount)| *amount).sum()
    }

    pub fn total(&self, slot: Slot) -> Money {
        self.sum(|(_, each, _)| *each == slot)
    }

    pub fn of_school(&self, slot: Slot, school: SchoolId) -> Money {
        self.sum(|(_, each, whose)| *each == slot && *whose == Some(school))
    }

    /// In one year, of one school.
    pub(super) fn in_year(&self, slot: Slot, school: SchoolId, year: i32) -> Money {
        self.sum(|(of, each, whose)| *of == year && *each == slot && *whose == Some(school))
    }

    pub fn bank(&self) -> Money {
        self.total(Slot::Bank)
    }

    /// What the fund owes to schools.
    pub fn payable(&self) -> Money {
        let mut owed: BTreeMap<Option<SchoolId>, i64> = BTreeMap::new();
        for ((_, _, school), amount) in self.balances.iter().filter(|((_, slot, _), _)| *slot == Slot::Owed) {
            *owed.entry(*school).or_default() += amount.0;
        }
        Money(-owed.into_values().filter(|amount| *amount < 0).sum::<i64>())
    }

    /// What is set aside for all schools together.
    pub fn reserve(&self) -> Money {
        Money(-self.total(Slot::Reserve).0)
    }

    /// Grants that are no school's yet.
    pub fn unmatched(&self) -> Money {
        Money(-self.sum(|(_, slot, school)| *slot == Slot::Grants && school.is_none()).0)
    }

    /// Approved and not paid; what is due to schools as their surplus is counted in `payable`.
    pub fn promised(&self) -> Money {
        self.promised.iter().filter(|due| due.kind != PaymentKind::Return).map(|due| due.amount).sum()
    }

    /// At the bank and promised to nobody.
    pub fn available(&self) -> Money {
        Money(self.bank().0 - self.payable().0 - self.promised().0)
    }

    pub fn spent(&self, heading: FundAccountId, year: i32) -> Money {
        self.sum(|(of, slot, _)| *of == year && *slot == Slot::Spending(heading))
    }

    pub fn promised_under(&self, heading: FundAccountId, year: i32) -> Money {
        let of = self.promised.iter().filter(|due| due.heading == Some(heading) && due.year == year);
        of.map(|due| due.amount).sum()
    }

    pub fn budget_of(&self, heading: FundAccountId, year: i32) -> Money {
        self.budgets.get(&(heading, year)).copied().unwrap_or_default()
    }

    pub fn left_of_budget(&self, heading: FundAccountId, year: i32) -> Money {
        Money(self.budget_of(heading, year).0 - self.spent(heading, year).0 - self.promised_under(heading, year).0)
    }

    pub(super) fn promised_back(&self, school: SchoolId) -> Money {
        let of = self.promised.iter().filter(|due| due.kind == PaymentKind::Return && due.school == Some(school));
        of.map(|due| due.amount).sum()
    }

    pub(super) fn claimed_by(&self, school: SchoolId, year: i32) -> Money {
        self.claimed.get(&(school, year)).copied().unwrap_or_default()
    }

    pub(super) fn has_promises(&self) -> bool {
        !self.promised.is_empty()
    }

    /// An amount divided between the schools by the fund's rule, in whole pennies that add up to it.
    pub fn shared(&self, amount: Money, year: i32) -> Result<Vec<(SchoolId, Money)>, Refusal> {
        self.split_by(amount, &self.weights(year))
    }

    pub(super) fn split_by(&self, amount: Money, weights: &[Exact]) -> Result<Vec<(SchoolId, Money)>, Refusal> {
        let shares = split(&amount.exact(), weights).map_err(|_| Refusal::NoSchools)?;
        let share = |(sharer, share): (&Sharer, Exact)| Some((sharer.school, Money::try_from(share).ok()?));
        self.schools.iter().zip(shares).map(share).collect::<Option<Vec<_>>>().ok_or(Refusal::TooLarge)
    }

    fn weights(&self, year: i32) -> Vec<Exact> {
        match self.terms.sharing {
            FundSharing::Pupils => self.pupils(),
            FundSharing::Equal => vec![Exact::one(); self.schools.len()],
            FundSharing::Contributions => self.contributions(year),
        }
    }

    pub(super) fn pupils(&self) -> Vec<Exact> {
        self.schools.iter().map(|sharer| Exact::from(sharer.pupils.max(0))).collect()
    }

    /// What each school put in that year; where nobody did, their pupils.
    pub(super) fn contributions(&self, year: i32) -> Vec<Exact> {
        let given = |sharer: &Sharer| Money((-self.in_year(Slot::Contributions, sharer.school, year).0).max(0)).exact();
        let all: Vec<Exact> = self.schools.iter().map(given).collect();
        if all.iter().all(Exact::is_zero) { self.pupils() } else { all }
    }

    /// Writes a movement into the book.
    pub fn post(&mut self, year: i32, posting: &Posting) {
        for line in posting.lines() {
            self.holding(year, line.slot, line.school, line.amount);
        }
    }

    /// The posting, if the book stays sound with it: nothing below zero that cannot be.
    pub(super) fn checked(&self, posting: Option<Posting>, year: i32) -> Result<Posting, Refusal> {
        let posting = posting.ok_or(Refusal::NothingShared)?;
        let mut after = self.clone();
        after.post(year, &posting);
        if after.available().is_negative() {
            return Err(Refusal::NotEnough(Money(self.available().0.max(0))));
        }
        if after.reserve().is_negative() {
            return Err(Refusal::ReserveTooSmall(self.reserve()));
        }
        if after.unmatched().is_negative() {
            return Err(Refusal::GrantsTooSmall(self.unmatched()));
        }
        Ok(posting)
    }
}

/// An amount that a fund can move.
pub(super) fn sound_amount(amount: Money) -> Result<Money, Refusal> {
    match amount.0 {
        ..=0 => Err(Refusal::NothingToDo),
        large if large > LARGEST => Err(Refusal::TooLarge),
        odd if odd % PENNY != 0 => Err(Refusal::NotPennies),
        _ => Ok(amount),
    }
}
