//! The rows of a file in batches, read on a thread of their own so that a slow disk holds nobody up.

use std::io;
use std::sync::Arc;

use tokio::sync::mpsc;

use crate::platform::table::Bytes;

use super::{FileFault, RowFault, SchoolFile, SchoolRow};

/// As many rows as one statement may write: SQLite and PostgreSQL both limit its parameters.
pub(super) const ROWS: usize = 500;

/// Where the bytes come from, and can come from again: a file is read once to check it and once to write it.
pub type Source = Arc<dyn Fn() -> io::Result<Box<dyn Bytes>> + Send + Sync>;

/// Up to [`ROWS`] rows of a file.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) rows: Vec<SchoolRow>,
    pub(super) faults: Vec<RowFault>,
    /// Rows with at least one fault.
    pub(super) refused: i64,
}

impl Batch {
    fn count(&self) -> usize {
        self.rows.len() + usize::try_from(self.refused).unwrap_or(usize::MAX)
    }
}

/// Starts reading; at most two batches wait to be taken, however long the file is.
pub(super) fn batches(source: &Source) -> mpsc::Receiver<Result<Batch, FileFault>> {
    let (send, receive) = mpsc::channel(2);
    let source = Arc::clone(source);
    tokio::task::spawn_blocking(move || {
        if let Err(fault) = read(&source, &send) {
            // Nobody waits for the fault when the import was given up meanwhile.
            let _ = send.blocking_send(Err(fault));
        }
    });
    receive
}

fn read(source: &Source, send: &mpsc::Sender<Result<Batch, FileFault>>) -> Result<(), FileFault> {
    let mut file = SchoolFile::open(source().map_err(FileFault::Read)?)?;
    let mut batch = Batch::default();
    while let Some(row) = file.next_row()? {
        match row {
            Ok(row) => batch.rows.push(row),
            Err(faults) => {
                batch.faults.extend(faults);
                batch.refused += 1;
            }
        }
        if batch.count() == ROWS && send.blocking_send(Ok(std::mem::take(&mut batch))).is_err() {
            return Ok(());
        }
    }
    // As above: whoever gave up needs no last batch.
    let _ = send.blocking_send(Ok(batch));
    Ok(())
}
