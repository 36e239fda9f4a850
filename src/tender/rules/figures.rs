//! What may be added to the law's figures: later rows only, and bank holidays a whole year at a time.

use crate::platform::law::{Figure, Law};
use ::entity::law_figure::Topic;
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The parts of the United Kingdom, and the fewest bank holidays of a year in each.
pub const DIVISIONS: [(&str, usize); 3] = [("england-and-wales", 8), ("scotland", 9), ("northern-ireland", 10)];

/// Why a row is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    InThePast,
    NotLater(NaiveDate),
    Line(String),
    NoLine,
    YearIncomplete { year: i32, division: &'static str, least: usize, given: usize },
    YearNotNext(i32),
}

impl Refusal {
    /// The field that the sentence stands beside.
    pub fn field(&self) -> &'static str {
        match self {
            Self::InThePast | Self::NotLater(_) => "valid-day",
            _ => "days",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InThePast => f.write_str(
                "A figure applies from today at the earliest. What was published keeps the figures of its day",
            ),
            Self::NotLater(day) => write!(
                f,
                "The newest figure applies from {}. Enter a later day: figures are never edited in place",
                day.format("%-d %B %Y")
            ),
            Self::Line(line) => write!(f, "Each line is a day and a part of the country. We found \"{line}\""),
            Self::NoLine => f.write_str("Enter a line for each bank holiday, like 2029-01-01, scotland"),
            Self::YearIncomplete { year, division, least, given } => write!(
                f,
                "{year} needs {least} bank holidays or more of {division}. There are {given}. Enter the whole year"
            ),
            Self::YearNotNext(year) => write!(f, "Enter the bank holidays of {year} first, so that no year is missing"),
        }
    }
}

/// A figure may apply from today on, and later than every row of its name.
pub fn may_add(law: &Law, row: &Figure, today: NaiveDate) -> Result<(), Refusal> {
    if row.valid_from < today {
        return Err(Refusal::InThePast);
    }
    match law.newest(row.topic, &row.name) {
        Some(newest) if newest.valid_from >= row.valid_from => Err(Refusal::NotLater(newest.valid_from)),
        _ => Ok(()),
    }
}

/// Bank holidays as typed, one a line: "2029-01-01, scotland". A year that is not known yet comes whole; in a known one
/// a single day may be added, as a proclamation does.
pub fn holidays(law: &Law, text: &str, source: &str) -> Result<Vec<Figure>, Refusal> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let read: Vec<(NaiveDate, &'static str)> = lines.map(line).collect::<Result<_, _>>()?;
    let days: BTreeSet<_> = read.into_iter().collect();
    if days.is_empty() {
        return Err(Refusal::NoLine);
    }
    let mut counts: BTreeMap<(i32, &str), usize> = BTreeMap::new();
    for (day, division) in &days {
        *counts.entry((day.year(), division)).or_default() += 1;
    }
    let new_years: BTreeSet<i32> =
        days.iter().map(|(day, _)| day.year()).filter(|year| !law.knows_year(*year)).collect();
    for (year, expected) in new_years.iter().zip(law.last_year() + 1..) {
        if *year != expected {
            return Err(Refusal::YearNotNext(expected));
        }
        for (division, least) in DIVISIONS {
            let given = counts.get(&(*year, division)).copied().unwrap_or_default();
            if given < least {
                return Err(Refusal::YearIncomplete { year: *year, division, least, given });
            }
        }
    }
    Ok(days.into_iter().map(|(day, division)| holiday(day, division, source)).collect())
}

fn line(text: &str) -> Result<(NaiveDate, &'static str), Refusal> {
    let wrong = || Refusal::Line(text.to_owned());
    let (day, division) = text.split_once(|each: char| each == ',' || each.is_whitespace()).ok_or_else(wrong)?;
    let division = division.trim().to_lowercase();
    let (division, _) = DIVISIONS.into_iter().find(|(name, _)| *name == division).ok_or_else(wrong)?;
    Ok((day.trim().parse().map_err(|_| wrong())?, division))
}

fn holiday(day: NaiveDate, division: &str, source: &str) -> Figure {
    Figure {
        topic: Topic::Holiday,
        name: division.to_owned(),
        valid_from: day,
        number: None,
        title: None,
        detail: None,
        exception: None,
        source: source.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::law;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn threshold(valid_from: &str) -> Figure {
        Figure {
            topic: Topic::Threshold,
            name: "services".to_owned(),
            number: Some(1),
            ..holiday(day(valid_from), "", "x")
        }
    }

    #[test]
    fn a_figure_is_added_after_the_newest_and_never_for_a_day_that_has_passed() {
        let (law, today) = (law::current(), day("2026-11-22"));
        assert_eq!(may_add(&law, &threshold("2028-01-01"), today), Ok(()));
        assert_eq!(may_add(&law, &threshold("2026-11-21"), today), Err(Refusal::InThePast));
        assert_eq!(
            may_add(&law, &threshold("2026-01-01"), day("2025-12-01")),
            Err(Refusal::NotLater(day("2026-01-01")))
        );
    }

    #[test]
    fn a_year_of_bank_holidays_is_taken_whole_and_in_turn() {
        let law = law::current();
        let year = |year: i32| -> String {
            let mut lines = String::new();
            for (division, least) in DIVISIONS {
                (1..=least).for_each(|day| lines.push_str(&format!("{year}-05-{day:02}, {division}\n")));
            }
            lines
        };
        assert_eq!(holidays(&law, &year(2029), "x").unwrap().len(), 27);
        assert_eq!(holidays(&law, &year(2030), "x"), Err(Refusal::YearNotNext(2029)));
        assert_eq!(holidays(&law, "2028-06-02 scotland", "x").unwrap().len(), 1);
        assert_eq!(holidays(&law, "", "x"), Err(Refusal::NoLine));
        let partly = holidays(&law, "2029-01-01, scotland", "x").unwrap_err().to_string();
        assert_eq!(
            partly,
            "2029 needs 8 bank holidays or more of england-and-wales. There are 0. Enter the whole year"
        );
        let wrong = holidays(&law, "New Year, wales", "x").unwrap_err().to_string();
        assert_eq!(wrong, "Each line is a day and a part of the country. We found \"New Year, wales\"");
    }
}
