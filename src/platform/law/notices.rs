//! The notices UK1 to UK17 that the Procurement Act 2023 asks for, and when each is due.

use super::figures::{Figure, current};
use ::entity::law_figure::Topic;
use chrono::NaiveDate;
use serde::Serialize;

/// One kind of notice, in words for a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// "UK4"
    pub number: String,
    pub name: String,
    pub when_due: String,
    /// Who or what need not publish it.
    pub not_required: Option<String>,
    pub source: String,
}

impl From<&Figure> for Notice {
    fn from(row: &Figure) -> Self {
        Self {
            number: row.name.clone(),
            name: row.title.clone().unwrap_or_default(),
            when_due: row.detail.clone().unwrap_or_default(),
            not_required: row.exception.clone(),
            source: row.source.clone(),
        }
    }
}

/// All kinds of notice as of a day, in the order of their numbers.
pub fn notices(on: NaiveDate) -> Vec<Notice> {
    let mut all: Vec<Notice> = current().in_force(Topic::Notice, on).map(Notice::from).collect();
    all.sort_by_key(|notice| notice.number.trim_start_matches("UK").parse::<u32>().unwrap_or(u32::MAX));
    all
}

/// The notice of a number such as "UK4".
pub fn notice(number: &str, on: NaiveDate) -> Option<Notice> {
    current().on(Topic::Notice, number, on).map(Notice::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    #[test]
    fn the_seventeen_notices_stand_in_order_and_say_when_they_are_due() {
        let numbers: Vec<_> = notices(today()).iter().map(|notice| notice.number.clone()).collect();
        let expected: Vec<_> = (1..=17).map(|n| format!("UK{n}")).collect();
        assert_eq!(numbers, expected);
        assert!(notices(today()).iter().all(|notice| !notice.name.is_empty() && !notice.when_due.is_empty()));
    }

    #[test]
    fn schools_need_no_payment_notices() {
        assert!(notice("UK17", today()).unwrap().not_required.as_deref().unwrap().contains("Schools"));
        assert!(notice("UK8", today()).unwrap().not_required.as_deref().unwrap().contains("school"));
        assert_eq!(notice("UK4", today()).unwrap().not_required, None);
        assert_eq!(notice("UK18", today()), None);
    }
}
