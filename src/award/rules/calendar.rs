//! Instants of London days: when a vote closes, when a standstill is over.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::London;

/// The hours at which a vote may close.
pub const HOURS: std::ops::RangeInclusive<u32> = 9..=17;

/// The full hour of a London day.
pub fn closing(day: NaiveDate, hour: u32) -> Option<DateTime<Utc>> {
    let local = day.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?);
    Some(London.from_local_datetime(&local).earliest()?.to_utc())
}

/// The first instant after a London day.
pub(super) fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    closing(next, 0).unwrap_or_else(|| next.and_time(NaiveTime::MIN).and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_in_the_afternoon_is_four_by_greenwich_in_summer() {
        let on = |month, day| closing(NaiveDate::from_ymd_opt(2027, month, day).unwrap(), 17).unwrap().to_string();
        assert_eq!(on(4, 15), "2027-04-15 16:00:00 UTC");
        assert_eq!(on(1, 15), "2027-01-15 17:00:00 UTC");
    }
}
