//! Single cells: a missing column, an empty cell and a value are three different things, and a wrong value is a
//! sentence that names its row and column.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::layout::{Field, Header, Layout};
use crate::platform::table::{BROKEN, Record};

/// `None`: the file has no such column, so an import leaves it alone. `Some(None)`: the file says there is none.
pub type Column<T> = Option<Option<T>>;

/// One thing wrong with one row; its `Display` is the whole sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// As a spreadsheet counts it, the headings being row 1.
    pub row: u64,
    /// As the file names it; `None` when the whole row is wrong.
    pub column: Option<String>,
    pub sentence: String,
}

impl fmt::Display for RowFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(out, "Row {}, {column}: {}", self.row, self.sentence),
            None => write!(out, "Row {}: {}", self.row, self.sentence),
        }
    }
}

/// The cells of one row, gathering what is wrong with them.
pub(super) struct Cells<'a> {
    header: &'a Header,
    record: &'a Record,
    row: u64,
    pub(super) faults: Vec<RowFault>,
}

impl<'a> Cells<'a> {
    pub(super) fn of(header: &'a Header, record: &'a Record, row: u64) -> Self {
        Cells { header, record, row, faults: Vec::new() }
    }

    /// The cell as it stands, without the blanks around it.
    pub(super) fn raw(&self, field: Field) -> Column<&'a str> {
        let place = self.header.place(field)?;
        let cell = self.record.get(place.index).unwrap_or_default().trim();
        Some((!cell.is_empty()).then_some(cell))
    }

    pub(super) fn wrong(&mut self, field: Field, sentence: String) {
        let column = self.header.place(field).map(|place| place.heading.clone());
        self.faults.push(RowFault { row: self.row, column, sentence });
    }

    fn wrong_value(&mut self, field: Field, wanted: &str, found: &str) {
        self.wrong(field, format!("enter {wanted}. We found \"{}\"", shown(found)));
    }

    /// A value that every school has: an empty cell is a fault.
    pub(super) fn needed<T>(&mut self, field: Field, read: impl FnOnce(&mut Self) -> Column<T>) -> Option<T> {
        let empty = self.raw(field).flatten().is_none();
        if empty {
            self.wrong(field, "enter a value. The cell is empty".to_owned());
        }
        read(self).flatten()
    }

    /// Text that every school has.
    pub(super) fn needed_text(&mut self, field: Field, longest: usize) -> String {
        self.needed(field, |cells| cells.text(field, longest)).unwrap_or_default()
    }

    /// One line of text: line breaks and repeated spaces become one space.
    pub(super) fn text(&mut self, field: Field, longest: usize) -> Column<String> {
        let Some(cell) = self.raw(field)? else { return Some(None) };
        let text = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.contains(BROKEN) {
            self.wrong_value(field, "text in UTF-8 or Windows-1252, not a mixture", &text);
        } else if text.chars().any(char::is_control) {
            self.wrong_value(field, "text without control characters", &text);
        } else if text.chars().count() > longest {
            self.wrong_value(field, &format!("{longest} characters or fewer"), &text);
        } else {
            return Some(Some(text));
        }
        Some(None)
    }

    /// A whole number; the census writes `z` where a figure does not apply.
    pub(super) fn whole(&mut self, field: Field, range: RangeInclusive<i32>) -> Column<i32> {
        let Some(cell) = self.raw(field)? else { return Some(None) };
        if self.header.layout == Layout::Census && cell == "z" {
            return Some(None);
        }
        let digits = cell.bytes().all(|byte| byte.is_ascii_digit());
        match cell.parse::<i32>() {
            Ok(number) if digits && range.contains(&number) => return Some(Some(number)),
            Ok(_) if digits => {
                let wanted = format!("a whole number from {} to {}", range.start(), range.end());
                self.wrong_value(field, &wanted, cell);
            }
            _ => self.wrong_value(field, "a whole number", cell),
        }
        Some(None)
    }

    /// Digits that are a code, kept as text and padded with zeros: a spreadsheet may have eaten the leading ones.
    pub(super) fn code(&mut self, field: Field, length: usize) -> Column<String> {
        let Some(cell) = self.raw(field)? else { return Some(None) };
        if cell.len() <= length && cell.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Some(format!("{cell:0>length$}")));
        }
        self.wrong_value(field, &format!("a code of {length} digits"), cell);
        Some(None)
    }

    /// A date as DD-MM-YYYY or DD/MM/YYYY.
    pub(super) fn date(&mut self, field: Field) -> Column<NaiveDate> {
        let Some(cell) = self.raw(field)? else { return Some(None) };
        let date = day_month_year(cell);
        if date.is_none() {
            self.wrong_value(field, "a date like 31/08/2016", cell);
        }
        Some(date)
    }

    /// One of the words the Department uses.
    pub(super) fn words<T>(&mut self, field: Field, read: impl Fn(&str) -> Option<T>, accepted: &str) -> Column<T> {
        let Some(cell) = self.raw(field)? else { return Some(None) };
        let value = read(cell);
        if value.is_none() {
            self.wrong_value(field, accepted, cell);
        }
        Some(value)
    }
}

fn day_month_year(cell: &str) -> Option<NaiveDate> {
    let bytes = cell.as_bytes();
    let separator = *bytes.get(2)?;
    let shaped = bytes.len() == 10 && matches!(separator, b'-' | b'/') && bytes[5] == separator;
    let number = |range| cell.get(range).filter(|part: &&str| part.bytes().all(|byte| byte.is_ascii_digit()));
    let (day, month, year) = (number(0..2)?, number(3..5)?, number(6..10)?);
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    shaped.then_some(date)
}

/// What was found, short and harmless enough to repeat in a message.
fn shown(found: &str) -> String {
    let clean = found.chars().map(|letter| if letter.is_control() { BROKEN } else { letter });
    let short: String = clean.clone().take(60).collect();
    if clean.count() > 60 { format!("{short}…") } else { short }
}
