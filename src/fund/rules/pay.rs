//! What may be asked for, approved and paid out of a fund, and the movement that pays it.

use super::book::{Book, Due, sound_amount};
use super::posting::{Line, Posting, Slot};
use super::refusal::Refusal;
use entity::fund::FundKind;
use entity::fund_payment::PaymentKind;
use entity::ids::FundAccountId;
use entity::money::Money;

impl Book {
    /// Whether the fund could pay it now: at asking, and again at approving.
    pub fn may_promise(&self, due: &Due) -> Result<(), Refusal> {
        sound_amount(due.amount)?;
        match due.kind {
            PaymentKind::Spending => self.within_budget(due)?,
            PaymentKind::Claim => self.within_cap(due)?,
            PaymentKind::Return => return self.is_owed(due),
            PaymentKind::Transfer => {}
        }
        let available = self.available();
        if due.amount > available { Err(Refusal::NotEnough(Money(available.0.max(0)))) } else { Ok(()) }
    }

    fn within_budget(&self, due: &Due) -> Result<(), Refusal> {
        let heading = due.heading.ok_or(Refusal::WrongKind)?;
        let left = self.left_of_budget(heading, due.year);
        if due.amount > left { Err(Refusal::OverBudget(Money(left.0.max(0)))) } else { Ok(()) }
    }

    fn within_cap(&self, due: &Due) -> Result<(), Refusal> {
        let school = due.school.ok_or(Refusal::NotASchool)?;
        self.takes_part(school)?;
        if self.terms.kind != FundKind::Pool || due.heading.is_none() {
            return Err(Refusal::WrongKind);
        }
        let Some(cap) = self.terms.claim_cap else { return Ok(()) };
        let left = Money(cap.0 - self.claimed_by(school, due.year).0);
        if due.amount > left { Err(Refusal::OverCap(Money(left.0.max(0)))) } else { Ok(()) }
    }

    fn is_owed(&self, due: &Due) -> Result<(), Refusal> {
        let school = due.school.ok_or(Refusal::NotASchool)?;
        let owed = -self.of_school(Slot::Owed, school).0 - self.promised_back(school).0;
        if due.amount.0 > owed { Err(Refusal::NotOwed(Money(owed.max(0)))) } else { Ok(()) }
    }

    /// The movement that pays what was approved.
    pub fn pay(&self, due: &Due) -> Result<Posting, Refusal> {
        let amount = sound_amount(due.amount)?;
        let bank = Line { slot: Slot::Bank, school: None, amount: Money(-amount.0) };
        let lines: Vec<Line> = match due.kind {
            PaymentKind::Spending | PaymentKind::Claim => {
                let slot = Slot::Spending(due.heading.ok_or(Refusal::WrongKind)?);
                let shares = self.shared(amount, due.year)?;
                shares.into_iter().map(|(school, amount)| Line { slot, school: Some(school), amount }).collect()
            }
            PaymentKind::Return => vec![Line { slot: Slot::Owed, school: due.school, amount }],
            PaymentKind::Transfer => vec![Line { slot: Slot::Transfers, school: None, amount }],
        };
        let mut before = self.clone();
        before.keep_promise(due);
        before.checked(Posting::of(lines.into_iter().chain([bank])), due.year)
    }

    /// Whether a heading may have this budget: never less than is spent or approved.
    pub fn may_budget(&self, heading: FundAccountId, year: i32, amount: Money) -> Result<(), Refusal> {
        if amount.0 != 0 {
            sound_amount(amount)?;
        }
        let used = Money(self.spent(heading, year).0 + self.promised_under(heading, year).0);
        if amount < used { Err(Refusal::BudgetBelowSpent(used)) } else { Ok(()) }
    }
}
