//! A school file row by row: one pass, bounded memory, every line accounted for.

use std::collections::HashMap;
use std::io::{self, Read};

use csv::StringRecord;

use super::cell::RowFault;
use super::decode::Text;
use super::layout::{Header, Layout, LayoutFault};
use super::row::{self, SchoolRow};

/// A row longer than this has lost a quotation mark; reading on would swallow the rest of the file.
const LONGEST_ROW: usize = 1024 * 1024;

/// Why reading stops altogether.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    #[error(transparent)]
    Layout(#[from] LayoutFault),
    #[error("The row that starts on line {line} is too long to be one school. Check its quotation marks")]
    TooLong { line: u64 },
    #[error("The file could not be read to its end: {0}")]
    Read(#[source] io::Error),
}

/// Rows of one of the accepted layouts.
pub struct SchoolFile<R> {
    rows: csv::Reader<Metered<R>>,
    record: StringRecord,
    header: Header,
    lines: Lines,
    seen: HashMap<i32, u64>,
}

impl<R: Read> SchoolFile<R> {
    /// Reads the headings; refuses, by name, a file whose rows we do not take.
    pub fn open(bytes: R) -> Result<Self, FileFault> {
        let (text, no_text) = Text::open(bytes).map_err(FileFault::Read)?;
        if let Some(kind) = no_text {
            return Err(LayoutFault::NoText(kind).into());
        }
        let metered = Metered { text, since_row: 0 };
        let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(metered);
        let mut record = StringRecord::new();
        let mut lines = Lines { next: 1 };
        if !read_record(&mut rows, &mut record, &lines)? {
            return Err(LayoutFault::Empty.into());
        }
        lines.start_of(&record, rows.position().line());
        let header = Header::recognise(record.iter())?;
        Ok(SchoolFile { rows, record, header, lines, seen: HashMap::new() })
    }

    pub fn layout(&self) -> Layout {
        self.header.layout
    }

    /// The next school, or what is wrong with its line; `None` at the end.
    pub fn next_row(&mut self) -> Result<Option<Result<SchoolRow, Vec<RowFault>>>, FileFault> {
        if !read_record(&mut self.rows, &mut self.record, &self.lines)? {
            return Ok(None);
        }
        let line = self.lines.start_of(&self.record, self.rows.position().line());
        let row = SchoolRow::read(&self.header, &self.record, line);
        Ok(Some(self.unless_seen(row, line)))
    }

    /// A school stands in a file once: which of two rows is right nobody can tell.
    fn unless_seen(&mut self, row: Result<SchoolRow, Vec<RowFault>>, line: u64) -> Result<SchoolRow, Vec<RowFault>> {
        let Some(urn) = row::urn(&self.header, &self.record) else { return row };
        let first = *self.seen.entry(urn).or_insert(line);
        if first == line {
            return row;
        }
        let sentence = format!("{urn} is already on line {first}. Keep one of them");
        let column = Some("URN".to_owned());
        let mut faults = row.err().unwrap_or_default();
        faults.push(RowFault { line, column, sentence });
        Err(faults)
    }
}

fn read_record<R: Read>(
    rows: &mut csv::Reader<Metered<R>>,
    record: &mut StringRecord,
    lines: &Lines,
) -> Result<bool, FileFault> {
    rows.get_mut().since_row = 0;
    rows.read_record(record).map_err(|error| match error.into_kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            FileFault::TooLong { line: lines.next }
        }
        csv::ErrorKind::Io(error) => FileFault::Read(error),
        other => FileFault::Read(io::Error::other(format!("{other:?}"))),
    })
}

/// Where rows start. The CSV reader counts the blank lines before a row as part of it, so starts are counted back from
/// where the row ended.
struct Lines {
    next: u64,
}

impl Lines {
    fn start_of(&mut self, record: &StringRecord, ended_before: u64) -> u64 {
        self.next = ended_before;
        let breaks = record.iter().map(|cell| cell.bytes().filter(|byte| *byte == b'\n').count() as u64).sum::<u64>();
        ended_before.saturating_sub(breaks + 1)
    }
}

/// Counts what was read since the last row, and refuses to read a row without end.
struct Metered<R> {
    text: Text<R>,
    since_row: usize,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since_row > LONGEST_ROW {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let count = self.text.read(buffer)?;
        self.since_row += count;
        Ok(count)
    }
}
