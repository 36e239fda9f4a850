//! Figures, dates and times in the words of the pages: "£4,587 less", "10p", "midday GMT on Tuesday 16 March 2027".
//!
//! Nothing here rounds or estimates: an amount arrives exact and is shown with every digit it has. Rounding is done once,
//! in `entity::exact`, before an amount comes here. Times are shown in Europe/London, whatever zone stores them.

use chrono::{DateTime, NaiveDate, Timelike, Utc};
use chrono_tz::{Europe::London, Tz};
use rust_decimal::Decimal;

/// Pounds and pence, always with pence: "£1,234.50".
pub fn money(amount: Decimal) -> String {
    signed(amount, |size| format!("£{}", grouped(size, 2)))
}

/// Pounds for yearly costs: "£1,234", with pence only where there are any: "£1,234.50".
pub fn pounds(amount: Decimal) -> String {
    let pence = if amount.fract().is_zero() { 0 } else { 2 };
    signed(amount, |size| format!("£{}", grouped(size, pence)))
}

/// A price for one unit: pence under £1 ("10p", "78.5p"), otherwise pounds and pence ("£2.42").
pub fn per_unit(amount: Decimal) -> String {
    if amount.abs() < Decimal::ONE {
        return signed(amount, |size| format!("{}p", (size * Decimal::ONE_HUNDRED).normalize()));
    }
    money(amount)
}

/// What changed, after minus before, for a yearly cost: "£310 more", "£4,587 less", "no change".
pub fn difference(change: Decimal) -> String {
    compared(change, pounds)
}

/// What changed, after minus before, for one unit: "7p more", "£1.20 less", "no change".
pub fn difference_per_unit(change: Decimal) -> String {
    compared(change, per_unit)
}

/// Which way a change goes: "more", "less" or "same".
pub fn direction(change: Decimal) -> &'static str {
    match change {
        change if change.is_zero() => "same",
        change if change.is_sign_negative() => "less",
        _ => "more",
    }
}

/// A quantity with thousands separators: "39,900", "1,234.5".
pub fn number(value: Decimal) -> String {
    signed(value, |size| grouped(size, 0))
}

/// A share in hundredths, as given: "30%", "12.5%".
pub fn percent(hundredths: Decimal) -> String {
    signed(hundredths, |size| format!("{}%", grouped(size, 0)))
}

/// A count with its noun: "1 school", "9 schools", "2 bodies".
pub fn plural(count: i64, one: &str, many: &str) -> String {
    format!("{} {}", number(count.into()), if count == 1 { one } else { many })
}

/// "A", "A and B", "A, B and C".
pub fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A name inside a sentence: "catering" for "Catering", while "HR" stays as it is.
pub fn in_sentence(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}

/// A sentence begins with a capital: "Meals a year".
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// "Tuesday 16 March 2027".
pub fn date(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// "16 March 2027".
pub fn short_date(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// "midday", "5pm", "10:42am": the time in London.
pub fn time(instant: DateTime<Utc>) -> String {
    let local = in_london(instant);
    match (local.hour(), local.minute()) {
        (12, 0) => "midday".to_owned(),
        (hour, 0) if hour != 0 => local.format("%-I%P").to_string(),
        _ => local.format("%-I:%M%P").to_string(),
    }
}

/// A deadline: "midday GMT on Tuesday 16 March 2027", "5pm BST on Thursday 15 April 2027".
pub fn deadline(instant: DateTime<Utc>) -> String {
    let local = in_london(instant);
    format!("{} {} on {}", time(instant), local.format("%Z"), date(local.date_naive()))
}

/// When something happened: "16 March 2027 at 10:42am".
pub fn moment(instant: DateTime<Utc>) -> String {
    format!("{} at {}", short_date(london_day(instant)), time(instant))
}

/// The day it is in London at that instant.
pub fn london_day(instant: DateTime<Utc>) -> NaiveDate {
    in_london(instant).date_naive()
}

fn in_london(instant: DateTime<Utc>) -> DateTime<Tz> {
    instant.with_timezone(&London)
}

fn compared(change: Decimal, words: fn(Decimal) -> String) -> String {
    match direction(change) {
        "same" => "no change".to_owned(),
        way => format!("{} {way}", words(change.abs())),
    }
}

/// A balance can be below nothing; it says so with a true minus sign.
fn signed(amount: Decimal, words: impl Fn(Decimal) -> String) -> String {
    let minus = if amount < Decimal::ZERO { "−" } else { "" };
    format!("{minus}{}", words(amount.abs()))
}

/// Digits in groups of three, at least `places` decimals and never fewer than the value needs.
fn grouped(size: Decimal, places: usize) -> String {
    let plain = size.normalize().to_string();
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    match decimals.len().max(places) {
        0 => text,
        width => format!("{text}.{decimals:0<width$}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_inside_a_sentence_keeps_its_capitals_only_where_it_is_an_abbreviation() {
        for (name, inside) in [("Catering", "catering"), ("HR", "HR"), ("A", "a"), ("", "")] {
            assert_eq!(in_sentence(name), inside);
        }
    }

    #[test]
    fn names_are_listed_with_commas_and_an_and_before_the_last() {
        let none: [&str; 0] = [];
        assert_eq!([listed(&none), listed(&["A"]), listed(&["A", "B"])], ["", "A", "A and B"]);
        assert_eq!(listed(&["A".to_owned(), "B".to_owned(), "C".to_owned()]), "A, B and C");
    }

    fn amount(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn money_always_shows_pence_and_groups_thousands() {
        let shown = ["0", "1234.5", "1234567.8901", "-310"].map(|text| money(amount(text)));
        assert_eq!(shown, ["£0.00", "£1,234.50", "£1,234,567.8901", "−£310.00"]);
    }

    #[test]
    fn a_yearly_cost_is_whole_pounds_unless_it_has_pence() {
        let shown = ["105735.0000", "999", "1000", "1234.5"].map(|text| pounds(amount(text)));
        assert_eq!(shown, ["£105,735", "£999", "£1,000", "£1,234.50"]);
    }

    #[test]
    fn a_unit_price_under_a_pound_is_in_pence() {
        let shown = ["0.10", "0.785", "2.42", "2.4", "1", "0"].map(|text| per_unit(amount(text)));
        assert_eq!(shown, ["10p", "78.5p", "£2.42", "£2.40", "£1.00", "0p"]);
    }

    #[test]
    fn a_difference_says_more_or_less_and_never_a_minus_sign() {
        let shown = ["310", "-4587", "0.00"].map(|text| difference(amount(text)));
        assert_eq!(shown, ["£310 more", "£4,587 less", "no change"]);
        let shown = ["0.07", "-0.11", "1.2"].map(|text| difference_per_unit(amount(text)));
        assert_eq!(shown, ["7p more", "11p less", "£1.20 more"]);
    }

    #[test]
    fn quantities_and_shares_keep_the_digits_they_need() {
        let shown = ["39900", "1234.50", "12"].map(|text| number(amount(text)));
        assert_eq!(shown, ["39,900", "1,234.5", "12"]);
        assert_eq!(percent(amount("12.50")), "12.5%");
        assert_eq!([plural(1, "body", "bodies"), plural(2100, "body", "bodies")], ["1 body", "2,100 bodies"]);
    }

    #[test]
    fn midday_and_whole_hours_are_said_as_people_say_them() {
        let times = ["2027-03-16T12:00:00Z", "2027-04-15T16:00:00Z", "2027-03-15T10:42:00Z", "2027-01-05T00:00:00Z"];
        assert_eq!(times.map(|text| time(at(text))), ["midday", "5pm", "10:42am", "12:00am"]);
    }

    #[test]
    fn a_deadline_names_the_zone_in_force_in_london_that_day() {
        assert_eq!(deadline(at("2027-03-16T12:00:00Z")), "midday GMT on Tuesday 16 March 2027");
        assert_eq!(deadline(at("2027-04-15T16:00:00Z")), "5pm BST on Thursday 15 April 2027");
        assert_eq!(moment(at("2027-06-30T23:30:00Z")), "1 July 2027 at 12:30am");
    }
}
