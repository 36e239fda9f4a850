//! A school file row by row: one pass, bounded memory, every row accounted for.

use std::collections::HashMap;
use std::io;

use super::cell::RowFault;
use super::layout::{Header, Layout, LayoutFault};
use super::row::{self, SchoolRow};
use crate::platform::table::{Bytes, Record, Rows, TableFault};

/// Why reading stops altogether.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    #[error(transparent)]
    Layout(#[from] LayoutFault),
    #[error(transparent)]
    Table(TableFault),
    #[error("The file could not be read to its end: {0}")]
    Read(#[source] io::Error),
}

impl From<TableFault> for FileFault {
    fn from(fault: TableFault) -> Self {
        match fault {
            TableFault::Read(error) => FileFault::Read(error),
            fault => FileFault::Table(fault),
        }
    }
}

/// Rows of one of the accepted layouts.
pub struct SchoolFile {
    rows: Rows,
    record: Record,
    header: Header,
    seen: HashMap<i32, u64>,
}

impl SchoolFile {
    /// Reads the headings; refuses, by name, a file whose rows we do not take.
    pub fn open(bytes: impl Bytes + 'static) -> Result<Self, FileFault> {
        let mut rows = Rows::open(bytes)?;
        let mut record = Record::new();
        if rows.read(&mut record)?.is_none() {
            return Err(LayoutFault::Empty.into());
        }
        let header = Header::recognise(record.iter())?;
        Ok(SchoolFile { rows, record, header, seen: HashMap::new() })
    }

    pub fn layout(&self) -> Layout {
        self.header.layout
    }

    /// The next school, or what is wrong with its row; `None` at the end.
    pub fn next_row(&mut self) -> Result<Option<Result<SchoolRow, Vec<RowFault>>>, FileFault> {
        let Some(number) = self.rows.read(&mut self.record)? else { return Ok(None) };
        let row = SchoolRow::read(&self.header, &self.record, number);
        Ok(Some(self.unless_seen(row, number)))
    }

    /// A school stands in a file once: which of two rows is right nobody can tell.
    fn unless_seen(&mut self, row: Result<SchoolRow, Vec<RowFault>>, number: u64) -> Result<SchoolRow, Vec<RowFault>> {
        let Some(urn) = row::urn(&self.header, &self.record) else { return row };
        let first = *self.seen.entry(urn).or_insert(number);
        if first == number {
            return row;
        }
        let sentence = format!("{urn} is already in row {first}. Keep one of them");
        let column = Some("URN".to_owned());
        let mut faults = row.err().unwrap_or_default();
        faults.push(RowFault { row: number, column, sentence });
        Err(faults)
    }
}
