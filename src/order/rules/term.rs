//! For how many years an SLA can be bought, and the days of what is bought.

use super::notice_day;
use chrono::{Datelike, Duration, Months, NaiveDate};
use entity::listing_version;
use entity::price::{Condition, PriceSchedule};

/// First day, last day, and the last day on which notice can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub notice_on: Option<NaiveDate>,
}

/// The years that a price list names: its own term, and the longer ones that it gives a discount for.
pub fn years_offered(schedule: &PriceSchedule) -> Vec<u32> {
    let longer = schedule.discounts.iter().filter_map(|discount| match discount.condition {
        Condition::Years { from } if from > schedule.term_years => Some(from),
        _ => None,
    });
    let mut years: Vec<u32> = std::iter::once(schedule.term_years).chain(longer).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// The years for which an SLA is bought where so many are asked for: its own term where it does not name them.
pub fn years_bought(schedule: &PriceSchedule, asked: u32) -> u32 {
    if years_offered(schedule).contains(&asked) { asked } else { schedule.term_years }
}

/// The days of an SLA bought for so many years: no longer than until it is withdrawn.
pub fn term_of(version: &listing_version::Model, years: u32) -> Term {
    let starts_on = version.valid_from;
    let after = starts_on.checked_add_months(Months::new(12 * years)).unwrap_or(starts_on);
    let whole = after - Duration::days(1);
    let ends_on = version.withdraws_on.map_or(whole, |last| last.min(whole));
    Term { starts_on, ends_on, notice_on: notice_day(&version.notice, ends_on).filter(|notice| *notice >= starts_on) }
}

/// The year in which the financial year of a day starts: 1 April to 31 March.
pub fn financial_year(day: NaiveDate) -> i32 {
    if day.month() >= 4 { day.year() } else { day.year() - 1 }
}

/// The year that an authority's book opens at: from October on the next one, for which schools order.
pub fn book_year(today: NaiveDate) -> i32 {
    if (4..10).contains(&today.month()) { today.year() } else { financial_year(today) + 1 }
}

#[cfg(test)]
mod tests {
    use super::super::window::tests::{day, sla};
    use super::*;

    fn schedule() -> PriceSchedule {
        let json = r#"{"term_years":1,"discounts":[{"percent":"5","condition":{"years":{"from":3}}},
            {"percent":"8","condition":{"years":{"from":5}}},{"percent":"10","condition":"whole_package"}],"charges":[]}"#;
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn an_sla_is_bought_for_its_own_term_or_one_that_a_discount_names() {
        assert_eq!(years_offered(&schedule()), [1, 3, 5]);
        assert_eq!([1, 2, 3, 9].map(|asked| years_bought(&schedule(), asked)), [1, 1, 3, 1]);
    }

    #[test]
    fn an_order_runs_from_april_for_whole_years_unless_the_sla_is_withdrawn() {
        let mut version = sla("", "");
        version.notice = "Six months, to the end of a financial year".to_owned();
        let term = term_of(&version, 3);
        assert_eq!((term.starts_on, term.ends_on), (day("2027-04-01"), day("2030-03-31")));
        assert_eq!(term.notice_on, Some(day("2029-09-30")));
        version.withdraws_on = Some(day("2028-08-31"));
        assert_eq!(term_of(&version, 3).ends_on, day("2028-08-31"));
    }

    #[test]
    fn the_book_opens_at_the_year_that_schools_order_for() {
        let of = |text: &str| (financial_year(day(text)), book_year(day(text)));
        assert_eq!(of("2027-03-31"), (2026, 2027));
        assert_eq!(of("2027-04-01"), (2027, 2027));
        assert_eq!(of("2027-09-30"), (2027, 2027));
        assert_eq!(of("2027-10-01"), (2027, 2028));
    }
}
