//! The import itself: the file is checked to its end, then written in one transaction with one audit event.

use std::fmt;

use chrono::{DateTime, Utc};
use entity::ids::ImportRunId;
use entity::import_run::{self, ImportState};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait};
use serde_json::json;

use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};

use super::batch::{Source, batches};
use super::record::{self, counted, ending, keep, progress};
use super::stored;
use super::{FileFault, RowFault};

/// So many faults a run keeps for its page; a file with more is better mended first.
const FAULTS_KEPT: usize = 200;
const ROWS_BETWEEN_REPORTS: i64 = 5_000;

/// What an import is asked to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Write the good rows of a file that has bad ones; otherwise a bad row stops the import before it writes.
    pub skip_bad: bool,
    /// Say what would happen, and write nothing.
    pub check_only: bool,
}

/// What came of it; printed as `created=1 updated=0 unchanged=0 refused=0`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub refused: i64,
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { created, updated, unchanged, refused } = self;
        write!(out, "created={created} updated={updated} unchanged={unchanged} refused={refused}")
    }
}

/// What an import tells while it runs.
pub enum Step<'a> {
    Fault(&'a RowFault),
    Checked { rows: i64 },
    Written { rows: i64 },
}

/// Tells whoever watches; a command line prints it.
pub type Watch<'a> = &'a mut (dyn FnMut(Step<'_>) + Send);

/// Runs an import that was asked for, and keeps in its row what came of it, whatever that is.
pub async fn run(context: &Context, id: ImportRunId, source: &Source, watch: Watch<'_>) -> Result<import_run::Model> {
    let result = check_and_write(context, id, source, watch).await;
    if let Err(error) = &result {
        let (state, sentence) = match error {
            Error::Refused { sentence, .. } => (ImportState::Refused, sentence.clone()),
            _ => (ImportState::Failed, "The import stopped before it wrote anything. Try again".to_owned()),
        };
        let ended =
            import_run::ActiveModel { state: Set(state), faults: Set(json!([sentence])), ..ending(context, id) };
        keep(context, ended).await?;
    }
    result?;
    record::find(context.read(), id).await
}

async fn check_and_write(context: &Context, id: ImportRunId, source: &Source, watch: Watch<'_>) -> Result<()> {
    let run = record::find(context.read(), id).await?;
    let asked = Asked { skip_bad: run.skip_bad, check_only: run.check_only };
    let checked = check(context, id, source, watch).await?;
    let mut ended = import_run::ActiveModel {
        rows_read: Set(checked.rows),
        refused: Set(checked.refused),
        faults: Set(json!(checked.faults)),
        ..ending(context, id)
    };
    if checked.refused > 0 && !asked.skip_bad {
        ended.state = Set(ImportState::Refused);
        return keep(context, ended).await;
    }
    ended.state = Set(ImportState::Done);
    if asked.check_only {
        let counts = compare(context.read(), source, asked, context.now, false, watch).await?;
        return keep(context, counted(ended, counts)).await;
    }
    let change = Change::begin(context).await?;
    let counts = compare(change.tx(), source, asked, change.now(), true, watch).await?;
    counted(ended, counts).update(change.tx()).await?;
    change.commit(imported(id, asked, counts)).await?;
    Ok(())
}

fn imported(id: ImportRunId, asked: Asked, counts: Counts) -> Event {
    let Counts { created, updated, unchanged, refused } = counts;
    Event::new(Chain::Platform, "schools.imported", format!("import_run:{id}")).with(json!({
        "created": created, "updated": updated, "unchanged": unchanged, "refused": refused, "skip_bad": asked.skip_bad,
    }))
}

#[derive(Default)]
struct Checked {
    rows: i64,
    refused: i64,
    faults: Vec<String>,
}

/// Reads the file to its end without writing any school.
async fn check(context: &Context, id: ImportRunId, source: &Source, watch: Watch<'_>) -> Result<Checked> {
    let mut checked = Checked::default();
    let mut batches = batches(source);
    progress(context, id, 0).await?;
    while let Some(batch) = batches.recv().await {
        let batch = batch.map_err(refusal)?;
        for fault in &batch.faults {
            watch(Step::Fault(fault));
        }
        let room = FAULTS_KEPT - checked.faults.len();
        checked.faults.extend(batch.faults.iter().take(room).map(ToString::to_string));
        checked.refused += batch.refused;
        let before = checked.rows;
        checked.rows += i64::try_from(batch.rows.len()).unwrap_or(i64::MAX) + batch.refused;
        if before / ROWS_BETWEEN_REPORTS < checked.rows / ROWS_BETWEEN_REPORTS {
            watch(Step::Checked { rows: checked.rows });
            progress(context, id, checked.rows).await?;
        }
    }
    Ok(checked)
}

/// Reads the file again, compares it with what is stored, and writes the difference if `write` says so.
async fn compare(
    connection: &impl ConnectionTrait,
    source: &Source,
    asked: Asked,
    now: DateTime<Utc>,
    write: bool,
    watch: Watch<'_>,
) -> Result<Counts> {
    let mut counts = Counts::default();
    let mut batches = batches(source);
    while let Some(batch) = batches.recv().await {
        let batch = batch.map_err(refusal)?;
        if batch.refused > 0 && !asked.skip_bad {
            return Err(Error::field("file", "The file was changed while it was read. Choose it again"));
        }
        let weighed = stored::weigh(connection, batch.rows, now).await?;
        let before = counts.rows();
        counts.created += weighed.created;
        counts.updated += weighed.updated;
        counts.unchanged += weighed.unchanged;
        counts.refused += batch.refused;
        if write {
            stored::write(connection, weighed).await?;
            if before / ROWS_BETWEEN_REPORTS < counts.rows() / ROWS_BETWEEN_REPORTS {
                watch(Step::Written { rows: counts.rows() });
            }
        }
    }
    Ok(counts)
}

impl Counts {
    fn rows(&self) -> i64 {
        self.created + self.updated + self.unchanged + self.refused
    }

    /// What a run came to.
    pub fn of(run: &import_run::Model) -> Self {
        Counts { created: run.created, updated: run.updated, unchanged: run.unchanged, refused: run.refused }
    }
}

/// A fault of the file is the chooser's to mend; one of the disk is ours.
pub fn refusal(fault: FileFault) -> Error {
    match fault {
        FileFault::Read(error) => error.into(),
        fault => Error::field("file", fault),
    }
}
