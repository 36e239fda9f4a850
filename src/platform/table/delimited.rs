//! Text with one row a line: the separator is found in the text itself.

use super::decode::Text;
use super::{Bytes, LONGEST_ROW, MOST_COLUMNS, Record, TableFault};
use std::io::{self, Cursor, Read};

/// As much of the beginning as is looked at to find the separator.
const LOOKED_AT: usize = 16 * 1024;

type Source = io::Chain<Cursor<Vec<u8>>, Text<Box<dyn Bytes>>>;

pub(super) struct Delimited {
    rows: csv::Reader<Metered>,
    /// Line ends inside cells so far: a spreadsheet shows those rows as one.
    breaks: u64,
    /// The row that is read next.
    next: u64,
}

impl Delimited {
    pub(super) fn open(bytes: Box<dyn Bytes>) -> io::Result<Self> {
        let mut text = Text::open(bytes)?;
        let mut start = vec![0; LOOKED_AT];
        let mut held = 0;
        while held < start.len() {
            match text.read(&mut start[held..])? {
                0 => break,
                count => held += count,
            }
        }
        start.truncate(held);
        let delimiter = delimiter(&mut start);
        let metered = Metered { text: Cursor::new(start).chain(text), since_row: 0 };
        let rows =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(metered);
        Ok(Delimited { rows, breaks: 0, next: 1 })
    }

    pub(super) fn read(&mut self, into: &mut Record) -> Result<Option<u64>, TableFault> {
        loop {
            self.rows.get_mut().since_row = 0;
            if !self.rows.read_record(into).map_err(|error| self.fault(error))? {
                return Ok(None);
            }
            self.breaks +=
                into.iter().map(|cell| cell.bytes().filter(|byte| *byte == b'\n').count() as u64).sum::<u64>();
            let ended_before = self.rows.position().line();
            self.next = ended_before.saturating_sub(self.breaks);
            let number = self.next.saturating_sub(1);
            if into.len() > MOST_COLUMNS {
                return Err(TableFault::TooWide(number));
            }
            if into.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(number));
            }
        }
    }

    fn fault(&self, error: csv::Error) -> TableFault {
        match error.into_kind() {
            csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => TableFault::TooLong(self.next),
            csv::ErrorKind::Io(error) => TableFault::Read(error),
            other => TableFault::Read(io::Error::other(format!("{other:?}"))),
        }
    }
}

/// The separator: as a first line `sep=;` says, which is taken off, or else what the first line that has any uses most.
/// A tab wins, because nobody types one inside a cell.
fn delimiter(start: &mut Vec<u8>) -> u8 {
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', named @ (b';' | b',' | b'\t'), b'\n', ..] = start.as_slice() {
        let named = *named;
        start.drain(..6);
        return named;
    }
    let mut quoted = false;
    let (mut commas, mut semicolons) = (0, 0);
    for byte in start.iter() {
        match byte {
            b'"' => quoted = !quoted,
            b'\t' if !quoted => return b'\t',
            b',' if !quoted => commas += 1,
            b';' if !quoted => semicolons += 1,
            b'\n' if !quoted && commas + semicolons > 0 => break,
            _ => {}
        }
    }
    if semicolons > commas { b';' } else { b',' }
}

/// Counts what was read since the last row, and refuses to read a row without end.
struct Metered {
    text: Source,
    since_row: usize,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since_row > LONGEST_ROW {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let count = self.text.read(buffer)?;
        self.since_row += count;
        Ok(count)
    }
}
