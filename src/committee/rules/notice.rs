//! Clear days of notice.
//!
//! School Governance (Roles, Procedures and Allowances) (England) Regulations 2013, regulation 13(4) and (5): written notice,
//! agenda and papers at least seven clear days in advance, less where the chair directs it for urgent matters and the notice
//! says so. Clear days are days of the calendar: neither the day of sending nor the day of the meeting counts.

use chrono::{Duration, NaiveDate};

/// The whole days between the day of sending and the day of the meeting.
pub fn clear_days(sent: NaiveDate, meeting: NaiveDate) -> i64 {
    (meeting - sent).num_days() - 1
}

/// The last day on which a meeting can be called with so many clear days.
pub fn last_day_to_call(meeting: NaiveDate, days: i32) -> NaiveDate {
    meeting - Duration::days(i64::from(days) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_the_day_of_sending_nor_the_day_of_the_meeting_counts() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
        assert_eq!(clear_days(day(1), day(9)), 7);
        assert_eq!(clear_days(day(2), day(9)), 6);
        assert_eq!(clear_days(day(1), day(2)), 0);
        assert_eq!(clear_days(day(1), day(1)), -1);
        assert_eq!(last_day_to_call(day(9), 7), day(1));
        assert_eq!(clear_days(last_day_to_call(day(9), 7), day(9)), 7);
    }
}
