//! `clusterbuy import schools FILE`: progress and faults on standard error, the counts on standard output.

use std::fs::File;
use std::io::{BufReader, Write as _, stderr, stdout};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use entity::import_run::ImportState;

use super::{Asked, Counts, Source, Step, ask, run};
use crate::platform::app::App;
use crate::platform::context::Context;
use crate::platform::error::Error;

/// The input was refused.
const REFUSED: u8 = 2;

/// Imports a file; exit status 2 says that it, or a row of it, was refused and nothing was written.
pub async fn schools(app: &App, path: &Path, asked: Asked) -> anyhow::Result<ExitCode> {
    let context = Context::platform(app);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if let Err(error) = File::open(path) {
        writeln!(stderr(), "{} cannot be read: {error}", path.display())?;
        return Ok(ExitCode::from(REFUSED));
    }
    let id = ask(&context, &name, asked).await?;
    match run(&context, id, &source(path), &mut tell).await {
        Ok(done) => {
            writeln!(stdout(), "{}", Counts::of(&done))?;
            Ok(if done.state == ImportState::Done { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
        }
        Err(Error::Refused { sentence, .. }) => {
            writeln!(stderr(), "{sentence}")?;
            Ok(ExitCode::from(REFUSED))
        }
        Err(error) => Err(error.into()),
    }
}

fn source(path: &Path) -> Source {
    let path = path.to_owned();
    Arc::new(move || Ok(Box::new(BufReader::new(File::open(&path)?))))
}

/// A closed standard error stops no import.
fn tell(step: Step<'_>) {
    let _ = match step {
        Step::Fault(fault) => writeln!(stderr(), "{fault}"),
        Step::Checked { rows } => writeln!(stderr(), "{rows} rows checked"),
        Step::Written { rows } => writeln!(stderr(), "{rows} rows compared and written"),
    };
}
