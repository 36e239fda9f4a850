//! The notices UK1 to UK17 that the Procurement Act 2023 asks for, and when each is due.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::data::table;

/// One kind of notice, in words for a page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Notice {
    /// "UK4"
    pub number: String,
    pub name: String,
    pub when_due: String,
    /// Who or what need not publish it.
    pub not_required: Option<String>,
    pub source: String,
}

static NOTICES: LazyLock<Vec<Notice>> = LazyLock::new(|| table(include_str!("data/notices.csv")));

/// All kinds of notice, in the order of their numbers.
pub fn notices() -> &'static [Notice] {
    &NOTICES
}

/// The notice of a number such as "UK4".
pub fn notice(number: &str) -> Option<&'static Notice> {
    NOTICES.iter().find(|notice| notice.number == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seventeen_notices_stand_in_order_and_say_when_they_are_due() {
        let numbers: Vec<_> = notices().iter().map(|notice| notice.number.clone()).collect();
        let expected: Vec<_> = (1..=17).map(|n| format!("UK{n}")).collect();
        assert_eq!(numbers, expected);
        assert!(notices().iter().all(|notice| !notice.name.is_empty() && !notice.when_due.is_empty()));
    }

    #[test]
    fn schools_need_no_payment_notices() {
        assert!(notice("UK17").unwrap().not_required.as_deref().unwrap().contains("Schools"));
        assert!(notice("UK8").unwrap().not_required.as_deref().unwrap().contains("school"));
        assert_eq!(notice("UK4").unwrap().not_required, None);
        assert_eq!(notice("UK18"), None);
    }
}
