//! Rows that a form takes pasted or in a file, and how those that are wrong are given back.
//!
//! What is wrong is a sentence for each fault, which begins with its row: "Row 12, Yearly amount: enter …".

use super::download;
use super::fields::{Fields, Upload};
use super::page::FormView;
use crate::platform::csv_out::Cell;
use crate::platform::error::{Error, Result};
use crate::platform::export::{Form, Sheet};
use crate::platform::table;
use axum::response::Response;

/// The most faults that are listed at once; the file has all of them.
const MOST_FAULTS: usize = 30;

/// The form with its first faults beside a field.
pub fn refusing(form: FormView, field: &str, faults: Vec<String>) -> FormView {
    let more = faults.len().saturating_sub(MOST_FAULTS);
    let rest = (more > 0).then(|| format!("{more} more are wrong: put these right first"));
    faults.into_iter().take(MOST_FAULTS).chain(rest).fold(form, |form, fault| form.refusing(field, fault))
}

/// The rows of the field `rows` as a file, with a column that says what is wrong with each. The form asks for `csv` or
/// `xlsx` in the field `as`; `columns` are those that the reader takes.
pub fn error_file(name: &str, fields: &Fields, rows: &str, faults: &[String], columns: usize) -> Result<Response> {
    let form = if fields.get("as") == Some("xlsx") { Form::Xlsx } else { Form::Csv };
    let text = fields.get(rows).unwrap_or_default();
    let mut marked = table::marked(text, faults, columns).map_err(Error::refused)?.into_iter();
    let sheet = Sheet {
        name: format!("{name}-errors"),
        columns: marked.next().unwrap_or_default(),
        rows: marked.map(|cells| cells.into_iter().map(Cell::text).collect()).collect(),
        notes: vec!["Put right what the last column says, then send the file again".to_owned()],
    };
    download::sheet(form, &sheet)
}

/// The form with the rows of its file in the field `into`, in the place of what was pasted there; or the form to show
/// again with why the file is not taken. One row more than `most` is read, so that a longer file is told from a full one.
pub async fn rows_of(
    mut upload: Upload,
    into: &str,
    file: &str,
    most: usize,
) -> Result<std::result::Result<Fields, FormView>> {
    let Some(at) = upload.files.iter().position(|chosen| chosen.field == file) else { return Ok(Ok(upload.fields)) };
    let bytes = upload.files.swap_remove(at).bytes;
    let read = tokio::task::spawn_blocking(move || table::as_text(bytes, most));
    let mut fields = upload.fields;
    match read.await.map_err(|error| Error::internal(error.to_string()))? {
        Ok(text) => {
            fields.set(into, text);
            Ok(Ok(fields))
        }
        Err(fault) => Ok(Err(fields.view().refusing(file, fault.to_string()))),
    }
}
