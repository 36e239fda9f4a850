//! Once a year each body says again that it stays, by a day that the agreement sets, or it gives notice.

use chrono::{Days, Months, NaiveDate};

/// How long before the set day a body may say it. What it said later than that many days before one set day counts until the
/// next.
pub const OPENS_DAYS: u64 = 90;
/// Letters go out so many days before the set day.
pub const TOLD_BEFORE: [i64; 3] = [60, 30, 7];
/// The longest notice that an agreement may ask for, in months.
pub const LONGEST_NOTICE: i32 = 24;

/// A day of every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetDay {
    pub month: u32,
    pub day: u32,
}

impl SetDay {
    /// As the table keeps it.
    pub fn stored(month: i32, day: i32) -> Self {
        Self { month: u32::try_from(month).unwrap_or(1), day: u32::try_from(day).unwrap_or(1) }
    }

    /// Is it there in every year?
    pub fn is_real(self) -> bool {
        NaiveDate::from_ymd_opt(2027, self.month, self.day).is_some()
    }

    /// "31 March".
    pub fn words(self) -> String {
        self.in_year(2027).format("%-d %B").to_string()
    }

    fn in_year(self, year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, self.month, self.day).unwrap_or_default()
    }

    /// The day by which a body has to say it again that last said it on `last`: the first set day more than
    /// [`OPENS_DAYS`] later.
    pub fn due_after(self, last: NaiveDate) -> NaiveDate {
        let after = last + Days::new(OPENS_DAYS);
        let year = chrono::Datelike::year(&after);
        let this = self.in_year(year);
        if this > after { this } else { self.in_year(year + 1) }
    }
}

/// How a body stands with its yearly word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not to be said yet.
    Settled,
    Open,
    Overdue,
}

pub fn standing(due: NaiveDate, today: NaiveDate) -> Standing {
    match due {
        due if due < today => Standing::Overdue,
        due if due <= today + Days::new(OPENS_DAYS) => Standing::Open,
        _ => Standing::Settled,
    }
}

/// The letter that is due today: the latest whose time has come. None before the first and after the day.
pub fn reminder(due: NaiveDate, today: NaiveDate) -> Option<i64> {
    let left = (due - today).num_days();
    TOLD_BEFORE.into_iter().filter(|days| (0..=*days).contains(&left)).min()
}

/// The last day of a school in the cluster whose body gave notice on a day.
pub fn notice_ends(given: NaiveDate, months: i32) -> NaiveDate {
    given.checked_add_months(Months::new(u32::try_from(months).unwrap_or_default())).unwrap_or(given)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARCH: SetDay = SetDay { month: 3, day: 31 };

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_word_given_shortly_before_the_day_counts_for_it_and_holds_until_the_next() {
        assert_eq!(MARCH.due_after(day(2025, 10, 2)), day(2026, 3, 31));
        assert_eq!(MARCH.due_after(day(2026, 1, 15)), day(2027, 3, 31));
        assert_eq!(MARCH.due_after(day(2026, 4, 20)), day(2027, 3, 31));
        assert_eq!(MARCH.due_after(day(2025, 12, 30)), day(2026, 3, 31), "91 days before is too early to count");
        assert_eq!(MARCH.due_after(day(2025, 12, 31)), day(2027, 3, 31));
    }

    #[test]
    fn the_time_to_say_it_opens_and_passes() {
        let due = day(2027, 3, 31);
        assert_eq!(standing(due, day(2026, 12, 30)), Standing::Settled);
        assert_eq!(standing(due, day(2026, 12, 31)), Standing::Open);
        assert_eq!(standing(due, due), Standing::Open);
        assert_eq!(standing(due, day(2027, 4, 1)), Standing::Overdue);
    }

    #[test]
    fn letters_go_60_30_and_7_days_before() {
        let due = day(2027, 3, 31);
        let told = |today| reminder(due, today);
        assert_eq!(told(day(2027, 1, 29)), None);
        assert_eq!(told(day(2027, 1, 30)), Some(60));
        assert_eq!(told(day(2027, 3, 1)), Some(30));
        assert_eq!(told(day(2027, 3, 24)), Some(7));
        assert_eq!(told(due), Some(7));
        assert_eq!(told(day(2027, 4, 1)), None);
    }

    #[test]
    fn notice_runs_in_whole_months_and_the_day_is_there_in_every_year() {
        assert_eq!(notice_ends(day(2026, 8, 31), 6), day(2027, 2, 28));
        assert_eq!(notice_ends(day(2026, 11, 22), 12), day(2027, 11, 22));
        assert!(MARCH.is_real() && !SetDay { month: 2, day: 29 }.is_real() && !SetDay { month: 13, day: 1 }.is_real());
        assert_eq!(MARCH.words(), "31 March");
    }
}
