//! Files that show what money was for: invoices, remittances, terms.

use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::files;
use ::entity::ids::*;

/// A file as it was chosen.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Stores it, inside the change that refers to it.
pub(super) async fn keep(
    change: &Change,
    cluster: ClusterId,
    evidence: Option<Evidence>,
) -> Result<(Option<FileId>, Option<String>)> {
    let Some(evidence) = evidence else { return Ok((None, None)) };
    let owner = format!("cluster:{cluster}");
    let stored = change.app().files.store(&owner, &evidence.name, &evidence.bytes, change.now()).await;
    let file = stored.map_err(|error| match error {
        Error::Refused { sentence, .. } => Error::field("file", sentence),
        other => other,
    })?;
    files::keep(change.tx(), &file).await?;
    Ok((Some(file.id), Some(evidence.name)))
}

/// The type and the content of a file that the caller may read.
pub async fn read_evidence(context: &Context, id: FileId) -> Result<(String, Vec<u8>)> {
    let row = super::store::file(context.read(), id).await?.ok_or(Error::NotFound)?;
    Ok((row.media_type, context.app.files.read(id).await?))
}
