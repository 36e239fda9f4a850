//! Ten thousand operations in any order: no money appears or vanishes, no fund overspends, and what the schools have in a
//! fund is what the fund has.

use super::{
    ApprovalRefusal, Approver, Asked, Book, Due, PaymentEvent, Posting, Refusal, Sharer, Slot, Terms, may_approve,
    statements,
};
use chrono::DateTime;
use entity::fund::{FundKind, FundSharing, YearEnd};
use entity::fund_payment::{PaymentKind, PaymentState};
use entity::ids::{AccountId, FundAccountId, SchoolId};
use entity::money::Money;
use std::collections::BTreeMap;

const YEARS: [i32; 3] = [2026, 2027, 2028];

/// The same numbers from the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())]
    }

    fn money(&mut self) -> Money {
        Money(i64::try_from(self.roll(200_000)).unwrap() * 100)
    }
}

#[derive(Clone)]
struct Payment {
    due: Due,
    asked: Asked,
    to: Option<usize>,
    state: PaymentState,
}

/// One fund with everything that happened to it.
struct Purse {
    book: Book,
    headings: Vec<FundAccountId>,
    payments: Vec<Payment>,
    entries: Vec<(i32, Posting, bool)>,
    closed: bool,
    charged: Vec<i32>,
}

struct World {
    dice: Dice,
    purses: Vec<Purse>,
    schools: Vec<SchoolId>,
    people: Vec<(AccountId, SchoolId)>,
    /// Brought in from outside and paid out to it.
    received: i64,
    paid: i64,
    done: BTreeMap<&'static str, u32>,
    refused: BTreeMap<&'static str, u32>,
}

fn purse(terms: Terms, schools: &[SchoolId]) -> Purse {
    let sharer =
        |(at, school): (usize, &SchoolId)| Sharer { school: *school, pupils: 160 + 97 * i32::try_from(at).unwrap() };
    let mut book = Book::new(terms, schools.iter().enumerate().map(sharer).collect());
    let headings: Vec<FundAccountId> = (0..3).map(|_| FundAccountId::new(DateTime::UNIX_EPOCH)).collect();
    for (heading, year) in headings.iter().flat_map(|heading| YEARS.map(|year| (*heading, year))) {
        book.budget(heading, year, Money(200_000_000));
    }
    Purse { book, headings, payments: Vec::new(), entries: Vec::new(), closed: false, charged: Vec::new() }
}

fn terms(kind: FundKind, sharing: FundSharing, year_end: YearEnd) -> Terms {
    Terms {
        kind,
        sharing,
        year_end,
        per_pupil: Some(Money(10_000)),
        match_total: (kind == FundKind::Match).then_some(Money(150_000_000)),
        penalty: Some(Money(2_500_000)),
        claim_cap: (kind == FundKind::Pool).then_some(Money(30_000_000)),
    }
}

impl World {
    fn new(seed: u64) -> World {
        let schools: Vec<SchoolId> = (0..9).map(|_| SchoolId::new(DateTime::UNIX_EPOCH)).collect();
        let person = |at: usize| (AccountId::new(DateTime::UNIX_EPOCH), schools[at % 9]);
        World {
            dice: Dice(seed),
            purses: vec![
                purse(terms(FundKind::Running, FundSharing::Pupils, YearEnd::Reserve), &schools),
                purse(terms(FundKind::Match, FundSharing::Equal, YearEnd::Reserve), &schools),
                purse(terms(FundKind::Pool, FundSharing::Contributions, YearEnd::Back), &schools),
            ],
            people: (0..18).map(person).collect(),
            schools,
            received: 0,
            paid: 0,
            done: BTreeMap::new(),
            refused: BTreeMap::new(),
        }
    }

    fn step(&mut self) {
        const OPERATIONS: [&str; 14] = [
            "contribute",
            "contribute",
            "grant",
            "budget",
            "ask",
            "decide",
            "decide",
            "pay",
            "reverse",
            "withdraw",
            "charge",
            "match",
            "penalty",
            "year end",
        ];
        // Closing ends a fund: it is tried seldom.
        let name = if self.dice.roll(400) == 0 { "close" } else { self.dice.of(&OPERATIONS) };
        let at = self.dice.roll(self.purses.len());
        let answer = self.operate(name, at);
        let counted = if answer.is_ok() { &mut self.done } else { &mut self.refused };
        *counted.entry(name).or_default() += 1;
    }

    fn operate(&mut self, name: &str, at: usize) -> Result<(), Refusal> {
        if self.purses[at].closed {
            return Err(Refusal::WrongKind);
        }
        let (year, school, amount) = (self.dice.of(&YEARS), self.dice.of(&self.schools), self.dice.money());
        let book = &self.purses[at].book;
        let posting = match name {
            "contribute" => book.receive(school, amount, year)?,
            "grant" => book.grant(amount, year)?,
            "match" => book.match_now(year)?,
            "penalty" => book.penalty(school, year)?,
            "year end" => book.end_year(year)?,
            "charge" if self.purses[at].charged.contains(&year) => return Err(Refusal::ChargedAlready),
            "charge" => {
                let posting = book.charge(&book.per_pupil()?, year)?;
                self.purses[at].charged.push(year);
                posting
            }
            "budget" => return self.budget(at, year, amount),
            "ask" => return self.ask(at, year, amount),
            "decide" => return self.decide(at),
            "pay" => return self.pay(at),
            "withdraw" => return self.withdraw(at),
            "reverse" => return self.reverse(at),
            _ => return self.close(at),
        };
        self.received += posting.adds_to(Slot::Bank).0;
        self.post(at, year, posting);
        Ok(())
    }

    fn post(&mut self, at: usize, year: i32, posting: Posting) {
        self.purses[at].book.post(year, &posting);
        self.purses[at].entries.push((year, posting, false));
    }

    fn budget(&mut self, at: usize, year: i32, amount: Money) -> Result<(), Refusal> {
        let purse = &mut self.purses[at];
        let heading = self.dice.of(&purse.headings);
        purse.book.may_budget(heading, year, amount)?;
        purse.book.budget(heading, year, amount);
        Ok(())
    }

    fn ask(&mut self, at: usize, year: i32, amount: Money) -> Result<(), Refusal> {
        let (by, own) = self.dice.of(&self.people);
        let kind = self.dice.of(PaymentKind::ALL);
        let school = matches!(kind, PaymentKind::Claim | PaymentKind::Return).then(|| self.dice.of(&self.schools));
        let heading = matches!(kind, PaymentKind::Claim | PaymentKind::Spending)
            .then(|| self.purses[at].headings[if kind == PaymentKind::Claim { 0 } else { 1 + self.dice.roll(2) }]);
        let to = (kind == PaymentKind::Transfer).then(|| (at + 1 + self.dice.roll(2)) % 3);
        let owed = school.map_or(0, |school| -self.purses[at].book.of_school(Slot::Owed, school).0);
        let amount = if kind == PaymentKind::Return && owed > 0 { Money(owed) } else { amount };
        let due = Due { kind, heading, school, amount, year };
        self.purses[at].book.may_promise(&due)?;
        let asked = Asked { by, school: Some(own), receiver: school, approved: Vec::new() };
        self.purses[at].payments.push(Payment { due, asked, to, state: PaymentState::Asked });
        Ok(())
    }

    /// The newest that is in one of these states.
    fn found(&mut self, at: usize, event: PaymentEvent) -> Result<usize, Refusal> {
        let fits = |payment: &Payment| event.from(payment.state).is_some();
        let all: Vec<usize> =
            (0..self.purses[at].payments.len()).filter(|i| fits(&self.purses[at].payments[*i])).collect();
        if all.is_empty() { Err(Refusal::NothingToDo) } else { Ok(self.dice.of(&all)) }
    }

    fn decide(&mut self, at: usize) -> Result<(), Refusal> {
        let i = self.found(at, PaymentEvent::Approve)?;
        let (account, school) = self.dice.of(&self.people);
        let approver = Approver { account, school: Some(school), has_interest: self.dice.roll(10) == 0 };
        let payment = self.purses[at].payments[i].clone();
        let school = may_approve(&payment.asked, &approver).map_err(|_: ApprovalRefusal| Refusal::WrongKind)?;
        if self.dice.roll(5) == 0 {
            self.purses[at].payments[i].state = PaymentState::Refused;
            return Ok(());
        }
        self.purses[at].book.may_promise(&payment.due)?;
        let needed = if payment.due.kind == PaymentKind::Claim { 2 } else { 1 };
        let purse = &mut self.purses[at];
        purse.payments[i].asked.approved.push((account, school));
        if purse.payments[i].asked.approved.len() == needed {
            purse.payments[i].state = PaymentState::Approved;
            purse.book.promise(payment.due);
        }
        Ok(())
    }

    fn pay(&mut self, at: usize) -> Result<(), Refusal> {
        let i = self.found(at, PaymentEvent::Pay)?;
        let payment = self.purses[at].payments[i].clone();
        let due = payment.due;
        let posting = self.purses[at].book.pay(&due)?;
        if let Some(to) = payment.to {
            if self.purses[to].closed {
                return Err(Refusal::WrongKind);
            }
            let arrives = self.purses[to].book.transfer_in(due.amount, due.year)?;
            self.post(to, due.year, arrives);
        } else {
            self.paid += due.amount.0;
        }
        self.purses[at].book.keep_promise(&due);
        self.purses[at].payments[i].state = PaymentState::Paid;
        self.post(at, due.year, posting);
        Ok(())
    }

    fn withdraw(&mut self, at: usize) -> Result<(), Refusal> {
        let i = self.found(at, PaymentEvent::Withdraw)?;
        let payment = self.purses[at].payments[i].clone();
        if payment.state == PaymentState::Approved {
            self.purses[at].book.keep_promise(&payment.due);
            self.purses[at].book.unclaim(&payment.due);
        }
        self.purses[at].payments[i].state = PaymentState::Withdrawn;
        Ok(())
    }

    /// A receipt or a payment out of the funds is taken back; a transfer is not.
    fn reverse(&mut self, at: usize) -> Result<(), Refusal> {
        let all: Vec<usize> = (0..self.purses[at].entries.len()).filter(|i| !self.purses[at].entries[*i].2).collect();
        if all.is_empty() {
            return Err(Refusal::NothingToDo);
        }
        let i = self.dice.of(&all);
        let (year, posting, _) = self.purses[at].entries[i].clone();
        if posting.adds_to(Slot::Transfers).0 != 0 {
            return Err(Refusal::WrongKind);
        }
        let back = self.purses[at].book.reverse(&posting, year)?;
        self.purses[at].entries[i].2 = true;
        match back.adds_to(Slot::Bank).0 {
            returned @ 1.. => self.paid -= returned,
            returned => self.received += returned,
        }
        self.purses[at].book.post(year, &back);
        self.purses[at].entries.push((year, back, true));
        Ok(())
    }

    fn close(&mut self, at: usize) -> Result<(), Refusal> {
        let waits = self.purses[at].payments.iter().any(|payment| payment.state == PaymentState::Asked);
        self.purses[at].book.may_close(waits)?;
        self.purses[at].closed = true;
        Ok(())
    }

    fn check(&self) {
        for purse in &self.purses {
            let book = &purse.book;
            let all: i128 = book.balances().map(|(_, _, _, amount)| i128::from(amount.0)).sum();
            assert_eq!(all, 0, "the ledger balances");
            assert!(!book.bank().is_negative(), "no fund overspends");
            assert!(!book.available().is_negative(), "nothing is promised that is not there");
            assert!(!book.reserve().is_negative() && !book.unmatched().is_negative());
            for (heading, year) in purse.headings.iter().skip(1).flat_map(|it| YEARS.map(|year| (*it, year))) {
                assert!(!book.left_of_budget(heading, year).is_negative(), "no heading is overspent");
            }
            for year in YEARS {
                let found = statements(book.balances(), &self.schools, year);
                assert!(found.agree(), "the statements of {year} sum to the fund: {found:?}");
            }
        }
        let banks: i64 = self.purses.iter().map(|purse| purse.book.bank().0).sum();
        assert_eq!(banks, self.received - self.paid, "no money appears or vanishes");
    }
}

#[test]
fn after_ten_thousand_operations_the_ledger_balances_and_the_statements_sum_to_the_funds() {
    let mut world = World::new(0x5eed_2026_1122);
    for _ in 0..10_000 {
        world.step();
        world.check();
    }
    for name in [
        "contribute",
        "grant",
        "budget",
        "ask",
        "decide",
        "pay",
        "reverse",
        "withdraw",
        "charge",
        "match",
        "penalty",
        "year end",
    ] {
        assert!(world.done.get(name).copied().unwrap_or_default() > 0, "{name} was never done: {:?}", world.done);
    }
    assert!(world.refused.values().sum::<u32>() > 500, "much is refused: {:?}", world.refused);
    let transfers = world.purses.iter().flat_map(|purse| &purse.entries);
    let transfers = transfers.filter(|(_, posting, _)| posting.adds_to(Slot::Transfers).0 > 0).count();
    assert!(transfers > 5, "{transfers} transfers between funds");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_the_order_no_sequence_makes_money_vanish(seed in 1_u64..u64::MAX) {
        let mut world = World::new(seed);
        for _ in 0..300 {
            world.step();
        }
        world.check();
    }
}
