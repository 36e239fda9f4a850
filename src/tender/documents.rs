//! The documents of a tender: specification, terms, staff list.

use super::amend::{self, Made};
use super::edit::is_editable;
use super::rules::readiness::Task;
use super::rules::states;
use super::steps::{begin, event};
use super::store;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::Event;
use crate::platform::files;
use ::entity::tender::{self, TenderState};
use ::entity::tender_amendment::AmendmentKind;
use ::entity::{ids::*, stored_file, tender_document};
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _, ModelTrait as _};
use serde_json::json;

/// A file and what the notice calls it.
#[derive(Clone, Debug)]
pub struct NewDocument {
    pub title: String,
    pub file_name: String,
    pub bytes: Vec<u8>,
}

/// Adds a document; after publication that is an amendment, sent to the providers that follow the tender.
pub async fn add_document(context: &Context, reference: &str, new: NewDocument) -> Result<()> {
    let (mut change, tender, _) = begin(context, reference, Action::EditTender).await?;
    let open = states::phase(&tender, context.now) == TenderState::Open;
    if !open && !is_editable(tender.state, Task::Documents) {
        return Err(Error::refused("Documents cannot be added now"));
    }
    let title = new.title.clone();
    let added = attach(&change, &tender, new).await?;
    if open {
        let text = format!("Document added: {title}");
        let made = Made { kind: AmendmentKind::Document, text: &text, deadline_at: None, material: false };
        amend::write(&mut change, &tender, made).await?;
    }
    change.commit(added).await?;
    Ok(())
}

/// Stores a file and puts it among the tender's documents, inside a change; answers the entry for the record.
pub(super) async fn attach(change: &Change, tender: &tender::Model, new: NewDocument) -> Result<Event> {
    let file = store_file(change, tender, &new.file_name, &new.bytes).await?;
    publish_file(change, tender, file.id, &new.file_name, new.title).await?;
    Ok(event(tender, "tender.document_added").with(json!({ "sha256": file.sha256, "size": file.size })))
}

/// Stores a file of the tender that is not among its documents yet.
pub(super) async fn store_file(
    change: &Change,
    tender: &tender::Model,
    name: &str,
    bytes: &[u8],
) -> Result<stored_file::Model> {
    let owner = format!("tender:{}", tender.id);
    let file = change.app().files.store(&owner, name, bytes, change.now()).await.map_err(beside_the_file)?;
    files::keep(change.tx(), &file).await?;
    Ok(file)
}

/// Puts a stored file among the tender's documents.
pub(super) async fn publish_file(
    change: &Change,
    tender: &tender::Model,
    file_id: FileId,
    name: &str,
    title: String,
) -> Result<()> {
    let row = tender_document::Model {
        id: TenderDocumentId::new(change.now()),
        tender_id: tender.id,
        file_id,
        name: safe_name(name),
        title,
        added_at: change.now(),
    };
    row.into_active_model().insert(change.tx()).await?;
    Ok(())
}

fn beside_the_file(error: Error) -> Error {
    match error {
        Error::Refused { sentence, .. } => Error::field("file", sentence),
        other => other,
    }
}

/// Takes a document out of a draft.
pub async fn remove_document(context: &Context, reference: &str, id: TenderDocumentId) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::EditTender).await?;
    if !is_editable(tender.state, Task::Documents) {
        return Err(Error::refused("A document that was published stays. Add another that replaces it"));
    }
    let document = store::document(change.tx(), tender.id, id).await?;
    document.delete(change.tx()).await?;
    change.commit(event(&tender, "tender.document_removed")).await?;
    Ok(())
}

/// A document to hand over: its name, its media type, its bytes.
pub struct Download {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// Reads a document for somebody who may know of the tender.
pub async fn read_document(context: &Context, reference: &str, id: TenderDocumentId) -> Result<Download> {
    let tender = store::by_reference(context.read(), reference).await?;
    super::sight::visible_to(context.read(), &context.actor, &tender).await?;
    let document = store::document(context.read(), tender.id, id).await?;
    read_file(context, document.file_id, &document.name).await
}

/// A stored file under the name it came with.
pub(super) async fn read_file(context: &Context, id: FileId, name: &str) -> Result<Download> {
    let file = stored_file::Entity::find_by_id(id).one(context.read()).await?.ok_or(Error::NotFound)?;
    let bytes = context.app.files.read(file.id).await?;
    Ok(Download { name: safe_name(name), media_type: file.media_type, bytes })
}

/// The file's own name without what a header or a folder would read differently.
pub(super) fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '-' })
        .take(100)
        .collect();
    if kept.trim_matches(['.', ' ', '-']).is_empty() { "document".to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::safe_name;

    #[test]
    fn a_file_name_cannot_leave_its_header_or_its_folder() {
        assert_eq!(safe_name("Menu plan.pdf"), "Menu plan.pdf");
        assert_eq!(safe_name("../../etc/x.pdf"), "x.pdf");
        assert_eq!(safe_name("a\"\r\nSet-Cookie: b.pdf"), "a---Set-Cookie- b.pdf");
        assert_eq!(safe_name("///"), "document");
    }
}
