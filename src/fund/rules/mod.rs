//! What a fund may do with its money, and whose it is: a ledger in memory, decided on before anything is stored.

mod approval;
mod book;
mod liability;
mod needs;
mod operations;
mod pay;
mod posting;
mod refusal;
mod states;
mod statement;
#[cfg(test)]
mod random_test;
#[cfg(test)]
mod rules_test;

pub use approval::{ApprovalRefusal, Approver, Asked, may_approve};
pub use book::{Book, Due, Sharer, Terms};
pub use liability::{LiabilityRefusal, sums_to_the_whole};
pub use needs::{FEWEST_SHOWN, shown_count, shown_total};
pub use posting::{Line, Posting, Slot, slots};
pub use refusal::Refusal;
pub use statement::{Balance, Statement, Statements, statements};
pub use states::{FundEvent, PaymentEvent, Transition};

pub use crate::savings::rules::Matched;
use chrono::{Datelike, NaiveDate};

/// The year in which the financial year (April to March) of a day starts.
pub fn financial_year(day: NaiveDate) -> i32 {
    if day.month() < 4 { day.year() - 1 } else { day.year() }
}

/// The first day after a financial year.
pub fn year_is_over(year: i32, today: NaiveDate) -> bool {
    financial_year(today) > year
}

/// "2026 to 2027".
pub fn year_words(year: i32) -> String {
    format!("{year} to {}", year + 1)
}
