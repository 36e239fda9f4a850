//! Working days of the Procurement Act 2023: no Saturday, Sunday or bank holiday in any part of the United Kingdom.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Europe::London;

use super::figures::current;

/// What a page says of a deadline outside [`deadline_ok`].
pub const DEADLINE_SENTENCE: &str = "Deadline must be on a working day between 9am and 5pm";

/// A date in a year whose bank holidays nobody has published yet, or before those we hold: refused, never guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Bank holidays are known for {first} to {last}, so working days around {} cannot be counted",
    date.format("%-d %B %Y")
)]
pub struct BeyondCalendar {
    pub date: NaiveDate,
    pub first: i32,
    pub last: i32,
}

/// The last day whose being a working day is known.
pub fn last_known_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(current().last_year, 12, 31).unwrap_or_default()
}

/// Whether `date` is a working day: section 123 of the Procurement Act 2023 leaves out bank holidays in any part of
/// the United Kingdom, so all three divisions of the calendar count everywhere.
pub fn is_working_day(date: NaiveDate) -> Result<bool, BeyondCalendar> {
    let law = current();
    if !law.knows_year(date.year()) {
        return Err(BeyondCalendar { date, first: law.first_year, last: law.last_year });
    }
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    Ok(!weekend && !law.holidays.contains(&date))
}

/// The `count`th working day after `from`, which itself is not counted; `from` when `count` is 0.
pub fn add_working_days(from: NaiveDate, count: u32) -> Result<NaiveDate, BeyondCalendar> {
    (0..count).try_fold(from, |day, _| first_working_day(next(day)?))
}

/// The last day of the standstill that an award notice published at `notice` starts: the last of so many working days, the
/// day of the notice (in London) being the first if it is a working day. The contract may be signed from the next day on.
/// Procurement Act 2023, section 51.
pub fn standstill_end_after(notice: DateTime<Utc>, days: u32) -> Result<NaiveDate, BeyondCalendar> {
    let first_counted = first_working_day(notice.with_timezone(&London).date_naive())?;
    add_working_days(first_counted, days.saturating_sub(1))
}

/// Whether a deadline may fall on this instant: a working day from 9am to 5pm in London, both included.
pub fn deadline_ok(deadline: DateTime<Utc>) -> Result<bool, BeyondCalendar> {
    let local = deadline.with_timezone(&London);
    let hour = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap_or_default();
    Ok(is_working_day(local.date_naive())? && (hour(9)..=hour(17)).contains(&local.time()))
}

fn first_working_day(mut day: NaiveDate) -> Result<NaiveDate, BeyondCalendar> {
    while !is_working_day(day)? {
        day = next(day)?;
    }
    Ok(day)
}

fn next(day: NaiveDate) -> Result<NaiveDate, BeyondCalendar> {
    let beyond = || BeyondCalendar { date: day, first: current().first_year, last: current().last_year };
    day.checked_add_days(Days::new(1)).ok_or_else(beyond)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::law::standstill_days;
    use chrono::TimeZone;

    /// By the days that are law on the day of the notice.
    fn standstill_end(notice: DateTime<Utc>) -> Result<NaiveDate, BeyondCalendar> {
        standstill_end_after(notice, standstill_days(notice.with_timezone(&London).date_naive()))
    }

    fn date(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn london(day: NaiveDate, hour: u32, minute: u32, second: u32) -> DateTime<Utc> {
        let local = day.and_hms_opt(hour, minute, second).unwrap();
        London.from_local_datetime(&local).unwrap().with_timezone(&Utc)
    }

    #[test]
    fn a_standstill_is_eight_working_days_with_the_day_of_the_notice_as_the_first() {
        let at = |y, m, d| standstill_end(london(date(y, m, d), 12, 0, 0));
        assert_eq!(at(2026, 11, 24), Ok(date(2026, 12, 4)), "30 November is a holiday in Scotland");
        assert_eq!(at(2026, 12, 21), Ok(date(2027, 1, 5)), "Christmas, New Year and 4 January in Scotland");
        assert_eq!(at(2026, 6, 10), Ok(date(2026, 6, 22)), "15 June 2026 is a holiday in Scotland");
        assert_eq!(at(2027, 7, 5), Ok(date(2027, 7, 15)), "12 July is a holiday in Northern Ireland");
        assert_eq!(standstill_end(london(date(2026, 10, 6), 18, 31, 0)), Ok(date(2026, 10, 15)));
    }

    #[test]
    fn a_notice_at_the_weekend_counts_from_the_next_working_day() {
        assert_eq!(standstill_end(london(date(2026, 10, 10), 12, 0, 0)), Ok(date(2026, 10, 21)));
    }

    #[test]
    fn the_day_of_a_notice_is_the_day_in_london() {
        let just_after_midnight = Utc.with_ymd_and_hms(2026, 10, 5, 23, 30, 0).unwrap();
        assert_eq!(standstill_end(just_after_midnight), Ok(date(2026, 10, 15)));
    }

    #[test]
    fn a_date_after_the_last_published_year_is_refused_in_a_sentence() {
        let beyond = is_working_day(date(2029, 1, 2)).unwrap_err();
        assert_eq!(
            beyond.to_string(),
            "Bank holidays are known for 2019 to 2028, so working days around 2 January 2029 cannot be counted"
        );
        assert!(standstill_end(london(date(2028, 12, 27), 9, 0, 0)).is_err());
        assert!(is_working_day(date(2018, 12, 31)).is_err());
        assert!(add_working_days(NaiveDate::MAX, 1).is_err());
        assert_eq!(last_known_day(), date(2028, 12, 31));
    }

    #[test]
    fn counting_leaves_out_the_day_it_starts_from() {
        assert_eq!(add_working_days(date(2026, 11, 27), 0), Ok(date(2026, 11, 27)));
        assert_eq!(add_working_days(date(2026, 11, 27), 1), Ok(date(2026, 12, 1)));
        assert_eq!(add_working_days(date(2026, 11, 28), 1), Ok(date(2026, 12, 1)));
    }

    #[test]
    fn a_holiday_in_one_part_of_the_kingdom_is_no_working_day_anywhere() {
        for (y, m, d) in [(2026, 1, 2), (2026, 3, 17), (2026, 7, 13), (2026, 8, 3), (2026, 11, 30), (2026, 6, 15)] {
            assert_eq!(is_working_day(date(y, m, d)), Ok(false), "{y}-{m}-{d}");
        }
        assert_eq!(is_working_day(date(2026, 12, 1)), Ok(true));
    }

    #[test]
    fn a_deadline_falls_on_a_working_day_from_nine_to_five_in_london() {
        let summer = date(2026, 6, 9);
        assert_eq!(deadline_ok(london(summer, 9, 0, 0)), Ok(true));
        assert_eq!(deadline_ok(london(summer, 8, 59, 59)), Ok(false));
        assert_eq!(deadline_ok(london(summer, 17, 0, 0)), Ok(true));
        assert_eq!(deadline_ok(london(summer, 17, 0, 1)), Ok(false));
        assert_eq!(deadline_ok(london(date(2026, 6, 13), 12, 0, 0)), Ok(false));
        assert!(deadline_ok(london(date(2031, 6, 13), 12, 0, 0)).is_err());
    }

    #[test]
    fn the_calendar_holds_every_division_for_ten_years() {
        for year in 2019..=2028 {
            for (division, least) in [("england-and-wales", 8), ("scotland", 9), ("northern-ireland", 10)] {
                let law = current();
                let of = |row: &&super::super::Figure| row.valid_from.year() == year && row.name == division;
                let held = law.rows(::entity::law_figure::Topic::Holiday).filter(of).count();
                assert!(held >= least, "{division} {year} holds {held}");
            }
        }
    }
}
