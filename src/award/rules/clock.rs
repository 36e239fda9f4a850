//! A standstill as a calendar: which of its working days today is, and why other days do not count.

use super::standstill::last_day;
use crate::platform::law::{BeyondCalendar, is_working_day};
use crate::platform::words;
use chrono::{DateTime, NaiveDate, Utc};
use entity::tender::Route;

/// Where a standstill is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    /// Working days in all, the notice's own among them.
    pub days: u32,
    /// How many of them have begun.
    pub begun: u32,
    pub over: bool,
}

/// The calendar of a standstill that began on this day.
pub fn clock(first_day: NaiveDate, ends_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<Clock, BeyondCalendar> {
    let (last_day, today) = (last_day(ends_at), words::london_day(now));
    let (mut days, mut begun) = (0, 0);
    for day in first_day.iter_days().take_while(|day| *day <= last_day) {
        let counts = u32::from(is_working_day(day)?);
        days += counts;
        begun += if day <= today { counts } else { 0 };
    }
    Ok(Clock { first_day, last_day, days, begun, over: now >= ends_at })
}

impl Clock {
    /// "Day 3 of 8 working days. …"
    pub fn words(&self) -> String {
        let (first, last) = (words::date(self.first_day), words::date(self.last_day));
        match self.over {
            true => format!("It ran from {first} to the end of {last}: {} working days.", self.days),
            false => format!(
                "Day {} of {} working days. It began on {first}, the day of the award notice, which counts, and runs until \
                 the end of {last}. Saturdays, Sundays and a bank holiday in any part of the UK do not count.",
                self.begun, self.days
            ),
        }
    }
}

/// Whether the law asks for this standstill (Procurement Act 2023, section 51): not for a light-touch contract, nor below the
/// threshold; one that is given all the same has 8 working days at least.
pub fn duty(route: Option<Route>) -> &'static str {
    match route {
        Some(Route::Covered) | None => "The law asks for a standstill of at least 8 working days before this contract.",
        Some(Route::LightTouch) => {
            "The law asks for no standstill before a light-touch contract. The schools give one, so it has at least 8 working \
             days."
        }
        Some(Route::BelowThreshold) => {
            "The law asks for no standstill before a contract of this value. The schools give one of 8 working days all the \
             same."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::standstill::standstill;
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// The calendar at an instant of a standstill that a notice at another began.
    fn clock_of(notice: &str, now: &str) -> Clock {
        let found = standstill(at(notice), 8).unwrap();
        clock(found.first_day, found.ends_at, at(now)).unwrap()
    }

    #[test]
    fn the_notices_own_day_is_the_first_of_eight_and_weekends_do_not_count() {
        let first = clock_of("2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z");
        assert_eq!((first.begun, first.days, first.over), (1, 8, false));
        let sunday = clock_of("2026-11-24T10:00:00Z", "2026-11-29T10:00:00Z");
        assert_eq!(sunday.begun, 4);
        assert!(sunday.words().starts_with("Day 4 of 8 working days. It began on Tuesday 24 November 2026"));
    }

    #[test]
    fn standstills_end_on_the_days_that_the_calendar_of_the_whole_uk_has() {
        let cases = [
            ("2026-11-24T10:00:00Z", "2026-12-04"),
            ("2026-12-21T10:00:00Z", "2027-01-05"),
            ("2026-06-10T10:00:00Z", "2026-06-22"),
            ("2027-07-05T10:00:00Z", "2027-07-15"),
            ("2026-10-06T17:31:00Z", "2026-10-15"),
        ];
        for (notice, last) in cases {
            let found = clock_of(notice, notice);
            assert_eq!((found.last_day.to_string().as_str(), found.days), (last, 8), "{notice}");
        }
    }

    #[test]
    fn a_standstill_that_is_over_says_when_it_ran() {
        let over = clock_of("2026-11-24T10:00:00Z", "2026-12-05T00:00:00Z");
        assert!(over.over && over.words().starts_with("It ran from Tuesday 24 November 2026"));
        assert!(duty(Some(Route::LightTouch)).contains("no standstill"));
    }
}
