//! The last day for notice, from the words of a price list: "Six months, to the end of a financial year".

use chrono::{Datelike, Duration, Months, NaiveDate};

const NUMBERS: [&str; 13] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// The last day on which notice can be given of what ends on a day; none where the words name no number of days, weeks,
/// months or terms that can be counted. Six months before the last day of a month is the last day of a month.
pub fn notice_day(notice: &str, ends_on: NaiveDate) -> Option<NaiveDate> {
    let text = notice.to_lowercase();
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let (count, unit) = words.windows(2).find_map(|pair| Some((number(pair[0])?, unit(pair[1])?)))?;
    match unit {
        Unit::Days => ends_on.checked_sub_signed(Duration::days(count.into())),
        Unit::Weeks => ends_on.checked_sub_signed(Duration::weeks(count.into())),
        Unit::Months => months_before(ends_on, count),
        Unit::Years => months_before(ends_on, count * 12),
    }
}

#[derive(Clone, Copy)]
enum Unit {
    Days,
    Weeks,
    Months,
    Years,
}

fn number(word: &str) -> Option<u32> {
    let written = || NUMBERS.iter().position(|number| *number == word).and_then(|at| u32::try_from(at).ok());
    word.parse().ok().or_else(written).filter(|count| (1..=366).contains(count))
}

fn unit(word: &str) -> Option<Unit> {
    match word.trim_end_matches('s') {
        "day" => Some(Unit::Days),
        "week" => Some(Unit::Weeks),
        "month" => Some(Unit::Months),
        "year" => Some(Unit::Years),
        _ => None,
    }
}

/// From the last day of a month to the last day of another.
fn months_before(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    let next = day.succ_opt()?;
    let before = |day: NaiveDate| day.checked_sub_months(Months::new(months));
    if next.day() == 1 { before(next)?.pred_opt() } else { before(day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_price_list_are_counted_back_from_the_end() {
        let of = |words: &str| {
            notice_day(words, "2028-03-31".parse().unwrap()).map(|day| day.to_string()).unwrap_or_default()
        };
        assert_eq!(of("Six months, to the end of a financial year"), "2027-09-30");
        assert_eq!(of("3 months' notice in writing"), "2027-12-31");
        assert_eq!(of("at least 90 days"), "2028-01-01");
        assert_eq!(of("twelve weeks"), "2028-01-07");
        assert_eq!(of("1 year"), "2027-03-31");
        assert_eq!(["", "a term", "none", "0 months"].map(of), ["", "", "", ""]);
    }
}
