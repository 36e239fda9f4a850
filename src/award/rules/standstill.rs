//! How long nothing may be signed (Procurement Act 2023, section 51).

use super::calendar::end_of;
use crate::platform::law::{BeyondCalendar, is_working_day, standstill_end_after};
use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Europe::London;

/// From the day of the notice to the end of its last working day, which is the eighth while the law asks for eight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standstill {
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    /// The first instant at which a contract may be made.
    pub ends_at: DateTime<Utc>,
}

fn london_day(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&London).date_naive()
}

/// The standstill of so many working days that an award notice given at this instant starts.
pub fn standstill(notice: DateTime<Utc>, days: u32) -> Result<Standstill, BeyondCalendar> {
    let last_day = standstill_end_after(notice, days)?;
    Ok(Standstill { first_day: london_day(notice), last_day, ends_at: end_of(last_day) })
}

/// The last day of a standstill that is over at `ends_at`.
pub fn last_day(ends_at: DateTime<Utc>) -> NaiveDate {
    let after = london_day(ends_at);
    after.checked_sub_days(Days::new(1)).unwrap_or(after)
}

/// When a standstill that a challenge interrupted is over: as many working days are left from the decision on as there were
/// when the challenge was raised, that day among them; never earlier than before.
pub fn resumed(
    ends_at: DateTime<Utc>,
    raised: DateTime<Utc>,
    decided: DateTime<Utc>,
) -> Result<DateTime<Utc>, BeyondCalendar> {
    let last = last_day(ends_at);
    let mut left = 0;
    for day in london_day(raised).iter_days().take_while(|day| *day <= last) {
        left += u32::from(is_working_day(day)?);
    }
    Ok(end_of(standstill_end_after(decided, left)?).max(ends_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn the_day_of_the_notice_counts_and_signing_is_free_from_the_midnight_after_the_eighth_working_day() {
        let found = standstill(at("2027-04-16T09:30:00Z"), 8).unwrap();
        assert_eq!((found.first_day, found.last_day), (day(2027, 4, 16), day(2027, 4, 27)));
        assert_eq!(found.ends_at, at("2027-04-27T23:00:00Z"), "midnight in London is 11pm by Greenwich in April");
        assert_eq!(last_day(found.ends_at), day(2027, 4, 27));
    }

    #[test]
    fn a_challenge_stops_the_days_and_its_dismissal_lets_the_rest_run() {
        let ends = standstill(at("2027-04-16T09:30:00Z"), 8).unwrap().ends_at;
        let raised = at("2027-04-22T10:00:00Z");
        let same_day = resumed(ends, raised, at("2027-04-22T15:00:00Z")).unwrap();
        assert_eq!(same_day, ends, "decided the same day nothing is lost");
        let later = resumed(ends, raised, at("2027-04-29T10:00:00Z")).unwrap();
        assert_eq!(last_day(later), day(2027, 5, 5), "four days were left on the 22nd; 3 May is a holiday");
    }

    #[test]
    fn days_that_nobody_has_published_yet_are_refused() {
        assert!(standstill(at("2028-12-29T10:00:00Z"), 8).is_err());
    }
}
