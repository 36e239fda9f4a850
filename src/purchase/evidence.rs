//! Files that show what was quoted, why it was urgent, or what a framework's terms are.

use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::files;
use ::entity::ids::*;
use ::entity::{school, stored_file};
use sea_orm::EntityTrait;

/// A file as it was chosen.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Stores it, inside the change that refers to it.
pub(super) async fn keep(
    change: &Change,
    school: &school::Model,
    evidence: Option<Evidence>,
) -> Result<(Option<FileId>, Option<String>)> {
    let Some(evidence) = evidence else { return Ok((None, None)) };
    let owner = format!("school:{}", school.id);
    let stored = change.app().files.store(&owner, &evidence.name, &evidence.bytes, change.now()).await;
    let file = stored.map_err(beside_the_file)?;
    files::keep(change.tx(), &file).await?;
    Ok((Some(file.id), Some(evidence.name)))
}

fn beside_the_file(error: Error) -> Error {
    match error {
        Error::Refused { sentence, .. } => Error::field("file", sentence),
        other => other,
    }
}

/// The type and the content of a file that the caller may read.
pub async fn read_evidence(context: &Context, id: FileId) -> Result<(String, Vec<u8>)> {
    let row = stored_file::Entity::find_by_id(id).one(context.read()).await?.ok_or(Error::NotFound)?;
    Ok((row.media_type, context.app.files.read(id).await?))
}
