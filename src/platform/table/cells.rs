//! The cells of one row, read by column; what is wrong with them is said with row and column as the file names them.

use super::sheet::{Sheet, plain, shown};
use super::{BROKEN, Record};
use chrono::{Datelike, NaiveDate};
use entity::exact::Exact;
use entity::money::{Money, Quantity};
use std::fmt::Display;

const LONGEST_CELL: usize = 300;

/// One row being read.
pub struct Cells<'a> {
    sheet: &'a Sheet,
    pub number: u64,
    cells: &'a Record,
    /// "Row 7, Yearly cost: enter an amount such as 1,250.00".
    pub faults: Vec<String>,
}

impl<'a> Cells<'a> {
    pub(super) fn of(sheet: &'a Sheet, number: u64, cells: &'a Record) -> Self {
        Cells { sheet, number, cells, faults: Vec::new() }
    }

    /// What stands in a column, if anything does. An apostrophe that an export put before a formula's sign is taken off.
    pub fn text(&mut self, column: usize) -> Option<String> {
        self.text_up_to(column, LONGEST_CELL)
    }

    pub fn text_up_to(&mut self, column: usize, longest: usize) -> Option<String> {
        let cell = self.cells.get(self.sheet.places[column]?)?.trim();
        let bare = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell);
        let text: String = bare.chars().filter(|letter| !letter.is_control() || *letter == '\n').collect();
        if text.is_empty() {
            return None;
        }
        if text.contains(BROKEN) {
            self.wrong(column, "enter text in UTF-8 or Windows-1252, not a mixture");
        }
        if text.chars().count() > longest {
            self.wrong(column, format!("use {longest} characters or fewer"));
        }
        Some(text)
    }

    /// Something is wrong in this column.
    pub fn wrong(&mut self, column: usize, sentence: impl Display) {
        self.faults.push(format!("Row {}, {}: {sentence}", self.number, self.sheet.headings[column]));
    }

    /// Text that every row must have.
    pub fn required(&mut self, column: usize, sentence: &str) -> String {
        self.text(column).unwrap_or_else(|| {
            self.wrong(column, sentence);
            String::new()
        })
    }

    /// What `parse` makes of the cell; `wanted` says what to enter where it makes nothing.
    pub fn parsed<T>(
        &mut self,
        column: usize,
        wanted: impl Display,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let cell = self.text(column)?;
        let value = parse(&cell);
        if value.is_none() {
            self.wrong(column, format!("{wanted}. We found \"{}\"", shown(&cell)));
        }
        value
    }

    pub fn date(&mut self, column: usize) -> Option<NaiveDate> {
        self.parsed(column, "enter a date such as 31/08/2027", date)
    }

    /// Pounds and pence, 0 or more.
    pub fn money(&mut self, column: usize) -> Option<Money> {
        self.parsed(column, "enter an amount such as 1,250.00", |cell| {
            digits(cell).parse::<Money>().ok().filter(|amount| !amount.is_negative())
        })
    }

    /// A price, which may have parts of a penny.
    pub fn price(&mut self, column: usize) -> Option<Exact> {
        self.parsed(column, "enter an amount such as 1,250.00", |cell| {
            digits(cell).parse::<Money>().ok().filter(|amount| !amount.is_negative()).map(|amount| amount.exact())
        })
    }

    pub fn quantity(&mut self, column: usize) -> Option<Exact> {
        self.parsed(column, "enter a number such as 150", |cell| {
            let quantity = digits(cell).parse::<Quantity>().ok().filter(|quantity| !quantity.is_negative());
            quantity.map(|quantity| quantity.exact())
        })
    }

    /// With or without its sign: `5%` and `5` are the same.
    pub fn percent(&mut self, column: usize) -> Option<Exact> {
        self.parsed(column, "enter a percentage such as 5", |cell| {
            let percent: Exact = cell.trim_end_matches('%').trim().parse().ok()?;
            (Exact::zero()..=Exact::from(100)).contains(&percent).then_some(percent)
        })
    }

    pub fn whole(&mut self, column: usize) -> Option<u32> {
        self.parsed(column, "enter a whole number", |cell| cell.replace(',', "").parse().ok())
    }

    /// One of the words, whatever their case and spacing; each choice is known by its words.
    pub fn one_of<T: Clone>(&mut self, column: usize, choices: &[(&str, T)], wanted: impl Display) -> Option<T> {
        self.parsed(column, wanted, |cell| {
            let written = plain(cell);
            choices.iter().find(|(word, _)| plain(word) == written).map(|(_, value)| value.clone())
        })
    }
}

fn digits(cell: &str) -> String {
    cell.replace(['£', ',', ' ', '\u{a0}'], "")
}

/// 31/08/2027 or 2027-08-31, with or without a time behind it, in this, the last or the next century.
fn date(text: &str) -> Option<NaiveDate> {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let parsed = ["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d-%b-%Y"]
        .iter()
        .find_map(|shape| NaiveDate::parse_from_str(if shape.contains(' ') { text } else { day }, shape).ok());
    parsed.filter(|day| (1900..2200).contains(&day.year()))
}
