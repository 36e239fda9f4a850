//! Tables that people have in files: text between commas, semicolons or tabs in any usual encoding, or an Excel workbook.
//!
//! [`Rows::open`] recognises which it is, or says in a sentence why it is not taken, and hands out one row at a time in
//! bounded memory. [`Sheet`] holds a small table whole and reads its cells by the headings that the file itself has.
//! Nothing is written here: who asks reads a table to its end before anything of it is kept.

mod cells;
mod decode;
mod delimited;
mod marked;
mod number;
mod sheet;
mod workbook;

#[cfg(test)]
mod tests;

pub use cells::Cells;
pub use csv::StringRecord as Record;
pub use decode::BROKEN;
pub use marked::marked;
pub use sheet::{Column, Sheet, column};

use delimited::Delimited;
use std::io::{self, Read, Seek, SeekFrom};
use workbook::{Limits, Workbook};

/// More columns than any table of ours has; one cell far to the right would ask for as many empty ones.
const MOST_COLUMNS: usize = 512;

/// A row longer than this has lost a quotation mark; reading on would swallow the rest of the file.
const LONGEST_ROW: usize = 1024 * 1024;

/// Text has no zero bytes but by mistake.
const MOST_ZEROS: usize = 8;

/// Bytes that can be gone back in.
pub trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

/// Why a file cannot be read as a table, as a sentence for whoever chose it.
#[derive(Debug, thiserror::Error)]
pub enum TableFault {
    #[error("This file is {0}. Save it as XLSX or CSV, then choose it again")]
    NoTable(&'static str),
    #[error("This workbook is damaged. Open it in your spreadsheet program, save it again, then choose it again")]
    Damaged,
    #[error("This workbook would unpack to more than {0} MB, so it was not opened. Save only the sheet as CSV")]
    TooLarge(u64),
    #[error("Row {0} is too long to be one row. Check its quotation marks")]
    TooLong(u64),
    #[error("Row {0} has more than {MOST_COLUMNS} columns. Remove those that are empty")]
    TooWide(u64),
    #[error(
        "Row {row}, column {column}: the formula has no value. Open the file in your spreadsheet program, save it, then \
         choose it again"
    )]
    NoValue { row: u64, column: String },
    #[error("The file could not be read to its end: {0}")]
    Read(#[source] io::Error),
}

/// The rows of a table, as they are read.
pub struct Rows(Kind);

enum Kind {
    Text(Box<Delimited>),
    Workbook(Box<Workbook>),
}

impl Rows {
    /// Recognises a file by its first bytes and begins to read it.
    pub fn open(bytes: impl Bytes + 'static) -> Result<Self, TableFault> {
        Self::within(bytes, Limits::default())
    }

    fn within(mut bytes: impl Bytes + 'static, limits: Limits) -> Result<Self, TableFault> {
        let start = first_bytes(&mut bytes).map_err(TableFault::Read)?;
        if let Some(kind) = what_is_no_table(&start) {
            return Err(TableFault::NoTable(kind));
        }
        let kind = if start.starts_with(b"PK") {
            Kind::Workbook(Box::new(Workbook::open(Box::new(bytes), limits)?))
        } else {
            Kind::Text(Box::new(Delimited::open(Box::new(bytes)).map_err(TableFault::Read)?))
        };
        Ok(Rows(kind))
    }

    /// Rows that were pasted.
    pub fn of_text(text: &str) -> Result<Self, TableFault> {
        let bytes = io::Cursor::new(text.as_bytes().to_vec());
        Delimited::open(Box::new(bytes)).map(|rows| Rows(Kind::Text(Box::new(rows)))).map_err(TableFault::Read)
    }

    /// Reads the next row that holds anything, and answers its number as a spreadsheet shows it: the first row is 1, and
    /// empty ones count. None at the end.
    pub fn read(&mut self, into: &mut Record) -> Result<Option<u64>, TableFault> {
        match &mut self.0 {
            Kind::Text(rows) => rows.read(into),
            Kind::Workbook(rows) => rows.read(into),
        }
    }
}

/// A chosen file as text with tabs, its rows where they were: what a form shows again to be put right or confirmed.
pub fn as_text(bytes: Vec<u8>, most_rows: usize) -> Result<String, TableFault> {
    let mut rows = Rows::open(io::Cursor::new(bytes))?;
    let mut writer = csv::WriterBuilder::new().delimiter(b'\t').flexible(true).from_writer(Vec::new());
    let (mut record, mut written, mut last) = (Record::new(), 0, 0);
    while let Some(number) = rows.read(&mut record)? {
        let gap = number.saturating_sub(last + 1).min(MOST_COLUMNS as u64);
        for _ in 0..gap {
            writer.write_record([" "]).map_err(|error| TableFault::Read(io::Error::other(error)))?;
        }
        writer.write_record(&record).map_err(|error| TableFault::Read(io::Error::other(error)))?;
        (written, last) = (written + 1, number);
        if written > most_rows {
            break;
        }
    }
    let bytes = writer.into_inner().map_err(|_| TableFault::Damaged)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn first_bytes(bytes: &mut impl Bytes) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    bytes.take(512).read_to_end(&mut start)?;
    bytes.seek(SeekFrom::Start(0))?;
    Ok(start)
}

/// A kind of file that holds no table we read, known by its first bytes.
fn what_is_no_table(start: &[u8]) -> Option<&'static str> {
    match start {
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some("an old Excel file, or a workbook with a password"),
        [b'%', b'P', b'D', b'F', ..] => Some("a PDF"),
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => Some("a picture"),
        [b'{', b'\\', b'r', b't', b'f', ..] => Some("a text document"),
        [0x1F, 0x8B, ..] | [b'7', b'z', 0xBC, 0xAF, ..] => Some("a compressed file"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => None,
        start if is_web_page(start) => Some("a web page"),
        [b'P', b'K', ..] => None,
        start if start.iter().filter(|byte| **byte == 0).count() > MOST_ZEROS => Some("no text and no workbook"),
        _ => None,
    }
}

fn is_web_page(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start).trim_start_matches('\u{feff}').trim_start().to_lowercase();
    ["<!doctype", "<html", "<table", "<?xml"].iter().any(|tag| text.starts_with(tag))
}
