//! A line of the contract register: what makes sense, and when notice is due.

use std::fmt;

use chrono::NaiveDate;
use entity::contract_entry::CostSource;
use entity::ids::CategoryId;
use entity::money::Money;

/// Notice dates are marked, and on the home page, from this many days before.
pub const NOTICE_DAYS: i64 = 120;

/// What a school says of one contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub title: String,
    pub category: Option<CategoryId>,
    pub provider_name: String,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub notice_terms: Option<String>,
    /// The last day on which notice can be given.
    pub notice_on: Option<NaiveDate>,
    /// Net of VAT.
    pub yearly_amount: Option<Money>,
    pub how_bought: Option<String>,
    pub cost_source: CostSource,
    pub responsible: Option<String>,
    /// As it is written in the accounts: "E25", "BAE250".
    pub cost_code: Option<String>,
}

/// What makes no sense of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    EndsBeforeItStarts,
    NoticeAfterTheEnd,
}

impl Refusal {
    /// The field that the sentence stands beside.
    pub fn field(self) -> &'static str {
        match self {
            Refusal::EndsBeforeItStarts => "ends",
            Refusal::NoticeAfterTheEnd => "notice",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::EndsBeforeItStarts => "The end must be after the start",
            Refusal::NoticeAfterTheEnd => "The notice date must not be after the end",
        })
    }
}

/// Checks the dates against each other.
pub fn check(terms: &Terms) -> Result<(), Refusal> {
    let after =
        |late: Option<NaiveDate>, early: Option<NaiveDate>| late.zip(early).is_none_or(|(late, early)| late > early);
    if !after(terms.ends_on, terms.starts_on) {
        return Err(Refusal::EndsBeforeItStarts);
    }
    if terms.notice_on.zip(terms.ends_on).is_some_and(|(notice, end)| notice > end) {
        return Err(Refusal::NoticeAfterTheEnd);
    }
    Ok(())
}

/// How near the notice date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    Unknown,
    Passed,
    /// Within [`NOTICE_DAYS`]: this many days are left.
    Soon(i64),
    Later,
}

/// How near a notice date is on `today`.
pub fn notice(notice_on: Option<NaiveDate>, today: NaiveDate) -> Notice {
    match notice_on.map(|day| (day - today).num_days()) {
        None => Notice::Unknown,
        Some(days) if days < 0 => Notice::Passed,
        Some(days) if days <= NOTICE_DAYS => Notice::Soon(days),
        Some(_) => Notice::Later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    fn terms(dates: [&str; 3]) -> Terms {
        let [starts_on, ends_on, notice_on] = dates.map(day);
        Terms {
            title: "Catering".to_owned(),
            category: None,
            provider_name: "A".to_owned(),
            starts_on,
            ends_on,
            notice_terms: None,
            notice_on,
            yearly_amount: None,
            how_bought: None,
            cost_source: CostSource::Unknown,
            responsible: None,
            cost_code: None,
        }
    }

    #[test]
    fn a_contract_ends_after_it_starts_and_notice_comes_no_later() {
        assert_eq!(check(&terms(["2026-09-01", "2027-08-31", "2027-08-31"])), Ok(()));
        assert_eq!(check(&terms(["", "2027-08-31", ""])), Ok(()));
        assert_eq!(check(&terms(["2027-08-31", "2027-08-31", ""])), Err(Refusal::EndsBeforeItStarts));
        assert_eq!(check(&terms(["", "2027-08-31", "2027-09-01"])), Err(Refusal::NoticeAfterTheEnd));
    }

    #[test]
    fn a_notice_date_is_near_for_the_120_days_before_it() {
        let of = |text: &str| notice(day(text), day("2026-11-23").unwrap());
        assert_eq!(of("2026-11-22"), Notice::Passed);
        assert_eq!(of("2026-11-23"), Notice::Soon(0));
        assert_eq!(of("2027-03-23"), Notice::Soon(120));
        assert_eq!(of("2027-03-24"), Notice::Later);
        assert_eq!(of(""), Notice::Unknown);
    }
}
