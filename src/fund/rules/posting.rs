//! A movement before it is stored: lines that sum to zero. What a line adds to its account is positive.

use entity::fund_account::{self, AccountKind};
use entity::ids::{FundAccountId, SchoolId};
use entity::money::Money;
use std::collections::{BTreeMap, HashMap};

/// An account of a fund; each fund has one of each, and one for each budget heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    Bank,
    Owed,
    Contributions,
    Grants,
    Reserve,
    Returned,
    Penalties,
    Transfers,
    YearEnd,
    Spending(FundAccountId),
}

impl Slot {
    pub fn of(kind: AccountKind, id: FundAccountId) -> Self {
        match kind {
            AccountKind::Bank => Self::Bank,
            AccountKind::Owed => Self::Owed,
            AccountKind::Contributions => Self::Contributions,
            AccountKind::Grants => Self::Grants,
            AccountKind::Reserve => Self::Reserve,
            AccountKind::Returned => Self::Returned,
            AccountKind::Penalties => Self::Penalties,
            AccountKind::Transfers => Self::Transfers,
            AccountKind::YearEnd => Self::YearEnd,
            AccountKind::Spending => Self::Spending(id),
        }
    }

    /// What the fund has and is owed; the rest says whose that is.
    pub fn is_asset(self) -> bool {
        matches!(self, Self::Bank | Self::Owed)
    }
}

/// The slot of every account.
pub fn slots(accounts: &[fund_account::Model]) -> HashMap<FundAccountId, Slot> {
    accounts.iter().map(|account| (account.id, Slot::of(account.kind, account.id))).collect()
}

/// One line. A line of the bank is nobody's in particular; another without a school is all schools' together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub slot: Slot,
    pub school: Option<SchoolId>,
    pub amount: Money,
}

/// Lines that sum to zero: the only way to make one is to balance it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    lines: Vec<Line>,
}

impl Posting {
    /// Lines of one account and school are put together, what comes to nothing is left out; none when they do not sum to
    /// zero, or when fewer than two are left.
    pub fn of(lines: impl IntoIterator<Item = Line>) -> Option<Self> {
        let mut sums: BTreeMap<(Slot, Option<SchoolId>), i64> = BTreeMap::new();
        for line in lines {
            let sum = sums.entry((line.slot, line.school)).or_default();
            *sum = sum.checked_add(line.amount.0)?;
        }
        let line =
            |((slot, school), amount): ((Slot, Option<SchoolId>), i64)| Line { slot, school, amount: Money(amount) };
        let lines: Vec<Line> = sums.into_iter().filter(|(_, amount)| *amount != 0).map(line).collect();
        let total: i128 = lines.iter().map(|line| i128::from(line.amount.0)).sum();
        (total == 0 && lines.len() >= 2).then_some(Self { lines })
    }

    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The movement that takes this one back.
    pub fn reversed(&self) -> Self {
        let turned = |line: &Line| Line { amount: Money(-line.amount.0), ..*line };
        Self { lines: self.lines.iter().map(turned).collect() }
    }

    /// What it adds to an account.
    pub fn adds_to(&self, slot: Slot) -> Money {
        self.lines.iter().filter(|line| line.slot == slot).map(|line| line.amount).sum()
    }
}
