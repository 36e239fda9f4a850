//! The rows of one sheet, cell by cell.

use super::super::number::Format;
use super::super::{MOST_COLUMNS, Record, TableFault};
use super::text::{Attributes as _, Xml};
use quick_xml::events::{BytesStart, Event};
use std::io::Read;

pub(super) struct SheetRows {
    xml: Xml<Box<dyn Read + Send>>,
    words: Vec<String>,
    formats: Vec<Format>,
    from_1904: bool,
    /// The row read last.
    row: u64,
}

/// How a cell is kept: its type, and the format of its style.
struct Kept {
    kind: String,
    format: Format,
}

impl SheetRows {
    pub(super) fn of(
        xml: Xml<Box<dyn Read + Send>>,
        words: Vec<String>,
        formats: Vec<Format>,
        from_1904: bool,
    ) -> Self {
        SheetRows { xml, words, formats, from_1904, row: 0 }
    }

    /// The next row that holds anything.
    pub(super) fn read(&mut self, into: &mut Record) -> Result<Option<u64>, TableFault> {
        while let Some(event) = self.xml.next()? {
            match event {
                Event::Start(tag) if tag.local_name().as_ref() == "row" => {
                    self.row = row_number(&tag)?.unwrap_or(self.row + 1);
                    let cells = self.cells()?;
                    if cells.iter().any(|cell| !cell.trim().is_empty()) {
                        into.clear();
                        cells.iter().for_each(|cell| into.push_field(cell));
                        return Ok(Some(self.row));
                    }
                }
                Event::Empty(tag) if tag.local_name().as_ref() == "row" => {
                    self.row = row_number(&tag)?.unwrap_or(self.row + 1);
                }
                Event::End(tag) if tag.local_name().as_ref() == "sheetData" => return Ok(None),
                _ => {}
            }
        }
        Ok(None)
    }

    /// The cells up to the end of the row; those left out are empty.
    fn cells(&mut self) -> Result<Vec<String>, TableFault> {
        let mut cells: Vec<String> = Vec::new();
        let mut next = 0;
        loop {
            match self.xml.next()?.ok_or(TableFault::Damaged)? {
                Event::End(tag) if tag.local_name().as_ref() == "row" => return Ok(cells),
                Event::Start(tag) if tag.local_name().as_ref() == "c" => {
                    let at = column_of(&tag)?.unwrap_or(next);
                    let kept = self.kept(&tag)?;
                    let value = self.value(&kept, at)?;
                    next = at + 1;
                    if value.is_empty() {
                        continue;
                    }
                    if at >= MOST_COLUMNS {
                        return Err(TableFault::TooWide(self.row));
                    }
                    cells.resize(cells.len().max(at + 1), String::new());
                    cells[at] = value;
                }
                Event::Empty(tag) if tag.local_name().as_ref() == "c" => next = column_of(&tag)?.unwrap_or(next) + 1,
                _ => {}
            }
        }
    }

    fn kept(&self, tag: &BytesStart<'_>) -> Result<Kept, TableFault> {
        let style = tag.value_of("s")?.and_then(|style| style.parse::<usize>().ok()).unwrap_or_default();
        let format = self.formats.get(style).copied().unwrap_or_default();
        Ok(Kept { kind: tag.value_of("t")?.unwrap_or_default(), format })
    }

    /// What the cell shows; of a formula, what it came to.
    fn value(&mut self, kept: &Kept, column: usize) -> Result<String, TableFault> {
        let (mut value, mut has_formula) = (None, false);
        loop {
            match self.xml.next()?.ok_or(TableFault::Damaged)? {
                Event::End(tag) if tag.local_name().as_ref() == "c" => break,
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "v" => value = Some(self.xml.words_until("v")?),
                    "is" => value = Some(self.xml.words_until("is")?),
                    "f" => {
                        self.xml.words_until("f")?;
                        has_formula = true;
                    }
                    _ => {}
                },
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "v" => value = Some(String::new()),
                    "f" => has_formula = true,
                    _ => {}
                },
                _ => {}
            }
        }
        match value {
            Some(raw) => self.shown(kept, &raw),
            None if has_formula => Err(TableFault::NoValue { row: self.row, column: letters(column) }),
            None => Ok(String::new()),
        }
    }

    fn shown(&self, kept: &Kept, raw: &str) -> Result<String, TableFault> {
        Ok(match kept.kind.as_str() {
            "s" => {
                let at: usize = raw.trim().parse().map_err(|_| TableFault::Damaged)?;
                self.words.get(at).cloned().ok_or(TableFault::Damaged)?
            }
            "b" => if raw.trim() == "1" { "yes" } else { "no" }.to_owned(),
            "d" => raw.split('T').next().unwrap_or_default().to_owned(),
            "" | "n" => kept.format.shown(raw.trim(), self.from_1904),
            _ => raw.to_owned(),
        })
    }
}

fn row_number(tag: &BytesStart<'_>) -> Result<Option<u64>, TableFault> {
    tag.value_of("r")?.map(|number| number.parse().map_err(|_| TableFault::Damaged)).transpose()
}

/// "AB12" stands in the 28th column, which is number 27.
fn column_of(tag: &BytesStart<'_>) -> Result<Option<usize>, TableFault> {
    let Some(place) = tag.value_of("r")? else { return Ok(None) };
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let number = letters.fold(0, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1).map(Some).ok_or(TableFault::Damaged)
}

/// The letters of a column: 27 is "AB".
fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    let before = if column >= 26 { letters(column / 26 - 1) } else { String::new() };
    format!("{before}{last}")
}
