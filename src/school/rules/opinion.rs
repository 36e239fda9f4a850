//! What a school thinks of a contract, term by term, and when it is reminded of a notice date.

use chrono::{Datelike, Duration, NaiveDate};
use entity::contract_rating::Term;

/// How many days before a notice date a reminder goes out, the earliest first.
pub const REMINDERS: [i64; 3] = [120, 90, 30];

/// The term of a day and the year in which its school year starts: autumn from September, spring from January, summer from
/// April.
pub fn term_of(day: NaiveDate) -> (i32, Term) {
    match day.month() {
        9..=12 => (day.year(), Term::Autumn),
        1..=3 => (day.year() - 1, Term::Spring),
        _ => (day.year() - 1, Term::Summer),
    }
}

/// "Autumn term 2026".
pub fn term_words(year: i32, term: Term) -> String {
    match term {
        Term::Autumn => format!("Autumn term {year}"),
        Term::Spring => format!("Spring term {}", year + 1),
        Term::Summer => format!("Summer term {}", year + 1),
    }
}

/// The words of a score of 1 to 5.
pub fn score_words(score: i32) -> &'static str {
    match score {
        1 => "1, poor",
        2 => "2, limited",
        3 => "3, satisfactory",
        4 => "4, good",
        _ => "5, excellent",
    }
}

/// The notice dates for which the reminder of so many days is due on `today`: from after the next reminder's to its own.
/// A reminder that was missed is not sent once the next one is due.
pub fn due_for(days_before: i64, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let next = REMINDERS.iter().copied().filter(|days| *days < days_before).max();
    let first = next.map_or(today, |days| today + Duration::days(days + 1));
    (first, today + Duration::days(days_before))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_day_is_in_one_term_of_its_school_year() {
        let of = |text: &str| {
            let (year, term) = term_of(day(text));
            term_words(year, term)
        };
        assert_eq!(of("2026-09-01"), "Autumn term 2026");
        assert_eq!(of("2027-01-01"), "Spring term 2027");
        assert_eq!(
            (of("2027-04-01"), of("2027-08-31")),
            ("Summer term 2027".to_owned(), "Summer term 2027".to_owned())
        );
    }

    #[test]
    fn the_three_reminders_share_out_the_120_days_before_a_notice_date() {
        let today = day("2026-11-22");
        assert_eq!(due_for(120, today), (day("2027-02-21"), day("2027-03-22")));
        assert_eq!(due_for(90, today), (day("2026-12-23"), day("2027-02-20")));
        assert_eq!(due_for(30, today), (today, day("2026-12-22")));
    }
}
