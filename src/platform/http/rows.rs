//! Rows that a form takes pasted or in a file.

use super::fields::{Fields, Upload};
use super::page::FormView;
use crate::platform::error::{Error, Result};
use crate::platform::table;

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
