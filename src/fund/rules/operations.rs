//! What moves money in a fund without anybody being paid: receipts, charges, matching, penalties, the year's end,
//! reversals.

use super::book::{Book, Sharer, sound_amount};
use super::posting::{Line, Posting, Slot};
use super::refusal::Refusal;
use crate::savings::rules::{Matched, match_funding};
use entity::exact::Exact;
use entity::fund::{FundKind, YearEnd};
use entity::ids::SchoolId;
use entity::money::Money;

/// What each school owes the fund from now on: its contribution.
fn charged(charges: &[(SchoolId, Money)]) -> Option<Posting> {
    Posting::of(charges.iter().flat_map(|(school, amount)| {
        let owed = Line { slot: Slot::Owed, school: Some(*school), amount: *amount };
        [owed, Line { slot: Slot::Contributions, amount: Money(-amount.0), ..owed }]
    }))
}

fn all_schools(slot: Slot, amount: i64) -> Line {
    Line { slot, school: None, amount: Money(amount) }
}

impl Book {
    /// A school takes part this year.
    pub fn takes_part(&self, school: SchoolId) -> Result<(), Refusal> {
        let found = self.schools.iter().any(|sharer| sharer.school == school);
        if found { Ok(()) } else { Err(Refusal::NotASchool) }
    }

    /// Money that arrives from a school: first for what it owes, the rest is its contribution.
    pub fn receive(&self, school: SchoolId, amount: Money, year: i32) -> Result<Posting, Refusal> {
        let amount = sound_amount(amount)?.0;
        self.takes_part(school)?;
        let owed = amount.min(self.of_school(Slot::Owed, school).0.max(0));
        let of = |slot, amount: i64| Line { slot, school: Some(school), amount: Money(amount) };
        let lines = [all_schools(Slot::Bank, amount), of(Slot::Owed, -owed), of(Slot::Contributions, owed - amount)];
        self.checked(Posting::of(lines), year)
    }

    /// A grant from outside: shared by the fund's rule, or kept until it is matched.
    pub fn grant(&self, amount: Money, year: i32) -> Result<Posting, Refusal> {
        let amount = sound_amount(amount)?;
        let bank = all_schools(Slot::Bank, amount.0);
        if self.terms.kind == FundKind::Match {
            return self.checked(Posting::of([bank, all_schools(Slot::Grants, -amount.0)]), year);
        }
        let shares = self.shared(amount, year)?;
        let line = |(school, share): (SchoolId, Money)| Line {
            slot: Slot::Grants,
            school: Some(school),
            amount: Money(-share.0),
        };
        self.checked(Posting::of(shares.into_iter().map(line).chain([bank])), year)
    }

    /// What each school is charged by the formula: £ × its pupils.
    pub fn per_pupil(&self) -> Result<Vec<(SchoolId, Money)>, Refusal> {
        let rate = self.terms.per_pupil.ok_or(Refusal::NoFormula)?;
        let charge = |sharer: &Sharer| Some((sharer.school, Money(rate.0.checked_mul(sharer.pupils.into())?)));
        self.schools.iter().map(charge).collect::<Option<Vec<_>>>().ok_or(Refusal::TooLarge)
    }

    /// Invoices to schools: each one's amount is due.
    pub fn charge(&self, charges: &[(SchoolId, Money)], year: i32) -> Result<Posting, Refusal> {
        for (school, amount) in charges.iter().filter(|(_, amount)| amount.0 != 0) {
            sound_amount(*amount)?;
            self.takes_part(*school)?;
        }
        self.checked(charged(charges), year)
    }

    /// Each school's cap, contribution and grant by the match formula, in the fund's order.
    pub fn matched(&self) -> Result<Vec<(SchoolId, Matched)>, Refusal> {
        let total = self.terms.match_total.ok_or(Refusal::NoFormula)?;
        let given = |sharer: &Sharer| Money(-self.of_school(Slot::Contributions, sharer.school).0).exact();
        let schools: Vec<(Exact, Exact)> = self.pupils().into_iter().zip(self.schools.iter().map(given)).collect();
        let matched = match_funding(&total.exact(), &schools).map_err(|_| Refusal::NoSchools)?;
        Ok(self.schools.iter().map(|sharer| sharer.school).zip(matched).collect())
    }

    /// Grants become the schools' by the formula: what each is due by now, less what it has.
    pub fn match_now(&self, year: i32) -> Result<Posting, Refusal> {
        let mut lines = Vec::new();
        for (school, matched) in self.matched()? {
            let due = Money::try_from(&matched.grant).map_err(|_| Refusal::TooLarge)?;
            let has = -self.of_school(Slot::Grants, school).0;
            let more = (due.0 - has).max(0);
            lines.push(Line { slot: Slot::Grants, school: Some(school), amount: Money(-more) });
            lines.push(all_schools(Slot::Grants, more));
        }
        self.checked(Posting::of(lines), year)
    }

    /// What a school owes that does not take part, where the terms say so; it is all schools' together.
    pub fn penalty(&self, school: SchoolId, year: i32) -> Result<Posting, Refusal> {
        let amount = sound_amount(self.terms.penalty.ok_or(Refusal::NoPenalty)?)?.0;
        let owed = Line { slot: Slot::Owed, school: Some(school), amount: Money(amount) };
        self.checked(Posting::of([owed, all_schools(Slot::Penalties, -amount)]), year)
    }

    /// From another fund.
    pub fn transfer_in(&self, amount: Money, year: i32) -> Result<Posting, Refusal> {
        let amount = sound_amount(amount)?.0;
        let lines = [all_schools(Slot::Bank, amount), all_schools(Slot::Transfers, -amount)];
        self.checked(Posting::of(lines), year)
    }

    /// What each school has in the fund at the end of a year.
    pub fn stakes(&self, year: i32) -> Vec<(SchoolId, Money)> {
        let stake = |sharer: &Sharer| {
            let own = |(of, slot, school): &(i32, Slot, Option<SchoolId>)| {
                *of <= year && !slot.is_asset() && *school == Some(sharer.school)
            };
            (sharer.school, Money(-self.sum(own).0))
        };
        self.schools.iter().map(stake).collect()
    }

    /// Surplus or deficit of the schools together at the end of a year.
    pub fn surplus(&self, year: i32) -> Money {
        self.stakes(year).into_iter().map(|(_, stake)| stake).sum()
    }

    /// The year's end by the fund's rule: into and out of the reserve, or back and forth with the schools in proportion
    /// to what they put in that year.
    pub fn end_year(&self, year: i32) -> Result<Posting, Refusal> {
        let posting = match self.terms.year_end {
            YearEnd::Reserve => self.to_reserve(year),
            YearEnd::Back => self.back_to_schools(year)?,
        };
        self.checked(posting, year)
    }

    fn to_reserve(&self, year: i32) -> Option<Posting> {
        let own =
            |(school, stake): (SchoolId, Money)| Line { slot: Slot::YearEnd, school: Some(school), amount: stake };
        let lines = self.stakes(year).into_iter().map(own);
        Posting::of(lines.chain([all_schools(Slot::Reserve, -self.surplus(year).0)]))
    }

    fn back_to_schools(&self, year: i32) -> Result<Option<Posting>, Refusal> {
        let surplus = self.surplus(year);
        let size = Money(surplus.0.abs());
        let shares = self.split_by(size, &self.contributions(year))?;
        if surplus.is_negative() {
            return Ok(charged(&shares));
        }
        Ok(Posting::of(shares.into_iter().flat_map(|(school, share)| {
            let back = Line { slot: Slot::Returned, school: Some(school), amount: share };
            [back, Line { slot: Slot::Owed, amount: Money(-share.0), ..back }]
        })))
    }

    /// Takes a movement of that year back.
    pub fn reverse(&self, posting: &Posting, year: i32) -> Result<Posting, Refusal> {
        self.checked(Some(posting.reversed()), year)
    }

    /// A fund closes when nothing is left in it.
    pub fn may_close(&self, waits: bool) -> Result<(), Refusal> {
        if waits || self.has_promises() {
            return Err(Refusal::Waiting);
        }
        if self.bank().0 != 0 {
            return Err(Refusal::MoneyLeft(self.bank()));
        }
        let owes = |(_, slot, school, _): &(i32, Slot, Option<SchoolId>, Money)| {
            *slot == Slot::Owed && school.is_some_and(|school| self.of_school(Slot::Owed, school).0 != 0)
        };
        if self.balances().any(|each| owes(&each)) { Err(Refusal::StillOwed) } else { Ok(()) }
    }
}
