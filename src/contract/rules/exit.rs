//! The exit plan of a contract: what is done before its end, by whom, and how long before.

use chrono::{Months, NaiveDate};
use entity::contract_exit_item::ExitItem;

/// What is to be done.
pub fn words(item: ExitItem) -> &'static str {
    match item {
        ExitItem::Decide => "Decide what follows: a new tender, another route, or nothing",
        ExitItem::Notice => "Give notice, or write down that the contract ends by itself",
        ExitItem::Staff => "Ask who works on it and whether they move to another employer (TUPE)",
        ExitItem::Records => "Agree which records and data come back, in which form, and what is deleted",
        ExitItem::Access => "List keys, equipment, accounts and passwords, and who takes them back",
        ExitItem::Handover => "Agree the handover with whoever follows: days, people, stock",
        ExitItem::Invoices => "Enter the last invoices and settle what is open",
        ExitItem::Lessons => "Hold the last review and write down what you would do differently",
    }
}

pub fn owner(item: ExitItem) -> &'static str {
    match item {
        ExitItem::Decide => "Representatives, by vote",
        ExitItem::Notice | ExitItem::Handover | ExitItem::Lessons => "Chair and clerk",
        ExitItem::Staff | ExitItem::Records => "Provider and clerk",
        ExitItem::Access | ExitItem::Invoices => "Each school's business manager",
    }
}

/// By when, counted back from the last day. The months are our own rule of thumb; notice has its own day.
pub fn due(item: ExitItem, ends_on: NaiveDate, notice_on: Option<NaiveDate>) -> NaiveDate {
    let before = |months: u32| ends_on.checked_sub_months(Months::new(months)).unwrap_or(ends_on);
    match item {
        ExitItem::Decide => before(12),
        ExitItem::Notice => notice_on.unwrap_or(before(6)),
        ExitItem::Staff => before(6),
        ExitItem::Records | ExitItem::Handover => before(3),
        ExitItem::Access => before(1),
        ExitItem::Invoices | ExitItem::Lessons => ends_on,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_due_by_the_end_and_notice_on_its_own_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let ends = day("2029-03-31");
        assert!(ExitItem::ALL.iter().all(|item| due(*item, ends, None) <= ends && !words(*item).is_empty()));
        assert_eq!(due(ExitItem::Notice, ends, Some(day("2028-09-15"))), day("2028-09-15"));
        assert_eq!(due(ExitItem::Decide, ends, None), day("2028-03-31"));
    }
}
