//! What each school has in a fund: opening, contributed, its share of grants and of spending, what is left. The rows sum
//! to what the fund has and is owed.

use super::posting::Slot;
use entity::ids::SchoolId;
use entity::money::Money;

/// What an account holds of one year, for one school or all together.
pub type Balance = (i32, Slot, Option<SchoolId>, Money);

/// One school's year, or that of what is all schools' together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    pub school: Option<SchoolId>,
    pub opening: Money,
    pub contributed: Money,
    pub grants: Money,
    pub spending: Money,
    /// Given back to it, or moved to the reserve; for all together: out of and into the reserve, penalties, transfers.
    pub moved: Money,
    pub closing: Money,
    /// What it owes the fund at the year's end; below nothing: what the fund owes it.
    pub owes: Money,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statements {
    pub schools: Vec<Statement>,
    /// The reserve, grants not matched yet, penalties and transfers.
    pub together: Statement,
    pub total: Statement,
    pub bank: Money,
}

/// The statements of a year: of these schools in this order, and of whoever else has something in the fund.
pub fn statements(balances: impl IntoIterator<Item = Balance>, schools: &[SchoolId], year: i32) -> Statements {
    let mut rows: Vec<Statement> =
        schools.iter().map(|school| Statement { school: Some(*school), ..Statement::default() }).collect();
    let (mut together, mut bank) = (Statement::default(), Money::ZERO);
    for (of, slot, school, amount) in balances.into_iter().filter(|(of, ..)| *of <= year) {
        if slot == Slot::Bank {
            bank = sum(bank, amount);
            continue;
        }
        let row = match school {
            None => &mut together,
            Some(id) => {
                let at = rows.iter().position(|row| row.school == school).unwrap_or(rows.len());
                if at == rows.len() {
                    rows.push(Statement { school: Some(id), ..Statement::default() });
                }
                &mut rows[at]
            }
        };
        row.add(slot, amount, of == year);
    }
    let mut total = Statement::default();
    rows.iter().chain([&together]).for_each(|row| total.include(row));
    Statements { schools: rows, together, total, bank }
}

fn sum(one: Money, other: Money) -> Money {
    Money(one.0.saturating_add(other.0))
}

impl Statement {
    /// A line in the ledger takes from whose it is what it adds to the account.
    fn add(&mut self, slot: Slot, amount: Money, this_year: bool) {
        if slot == Slot::Owed {
            self.owes = sum(self.owes, amount);
            return;
        }
        let own = Money(-amount.0);
        self.closing = sum(self.closing, own);
        let part = match (this_year, slot) {
            (false, _) => &mut self.opening,
            (true, Slot::Contributions) => &mut self.contributed,
            (true, Slot::Grants) => &mut self.grants,
            (true, Slot::Spending(_)) => &mut self.spending,
            (true, _) => &mut self.moved,
        };
        *part = sum(*part, own);
    }

    fn include(&mut self, row: &Statement) {
        self.opening = sum(self.opening, row.opening);
        self.contributed = sum(self.contributed, row.contributed);
        self.grants = sum(self.grants, row.grants);
        self.spending = sum(self.spending, row.spending);
        self.moved = sum(self.moved, row.moved);
        self.closing = sum(self.closing, row.closing);
        self.owes = sum(self.owes, row.owes);
    }
}

impl Statements {
    /// What the fund has and is owed is what its schools have in it.
    pub fn agree(&self) -> bool {
        sum(self.bank, self.total.owes) == self.total.closing
    }
}
