//! The documents of the tender: added here, downloaded from the notice.

use super::{Builder, EDITORS, TEAM, open, task_frame};
use crate::platform::error::{Error, Result};
use crate::platform::files;
use crate::platform::http::fields::{Fields, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::tender::rules::readiness::Task;
use crate::tender::rules::states;
use crate::tender::{self, NewDocument, store};
use ::entity::tender::TenderState;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

/// One file and the fields around it.
const LARGEST_UPLOAD: usize = files::LARGEST + 1024 * 1024;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/edit/documents", TEAM, show)
        .post_files("/tenders/{reference}/edit/documents", EDITORS, LARGEST_UPLOAD, add)
        .post("/tenders/{reference}/edit/documents/{id}/remove", EDITORS, remove)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<DocumentsPage>()]
}

#[derive(Serialize)]
struct Row {
    id: String,
    title: String,
    name: String,
}

#[derive(Serialize)]
struct DocumentsPage {
    form: FormView,
    builder: Builder,
    rows: Vec<Row>,
    may_add: bool,
    /// The tender is open: adding is an amendment.
    is_open: bool,
}

impl Page for DocumentsPage {
    const TEMPLATE: &'static str = "tender/edit/documents.html";
    fn samples() -> Vec<Self> {
        let row = Row { id: "1".to_owned(), title: "Specification".to_owned(), name: "spec.pdf".to_owned() };
        let page = |form, editable, rows, may_add, is_open| Self {
            form,
            builder: Builder::sample(editable),
            rows,
            may_add,
            is_open,
        };
        let refused = FormView::default().refusing("file", "The selected file must be a PDF, DOCX, XLSX or CSV");
        vec![
            page(refused, true, vec![row], true, false),
            page(FormView::default(), false, vec![], true, true),
            page(FormView::default(), false, vec![], false, false),
        ]
    }
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    render(&visit, &reference, FormView::default()).await
}

async fn render(visit: &Visit, reference: &str, form: FormView) -> Result<Response> {
    let (dossier, place) = open(visit, reference).await?;
    let builder = Builder::of(visit, &dossier, &place, Task::Documents);
    let is_open = states::phase(&dossier.tender, visit.now) == TenderState::Open;
    let may_edit = visit.actor.may(crate::platform::access::Action::EditTender, &place);
    let row = |document: ::entity::tender_document::Model| Row {
        id: document.id.to_string(),
        title: document.title,
        name: document.name,
    };
    let documents = store::documents(visit.read(), dossier.tender.id).await?;
    let page = DocumentsPage {
        form: form.clone(),
        rows: documents.into_iter().map(row).collect(),
        may_add: builder.editable || is_open && may_edit,
        is_open,
        builder,
    };
    visit.form_page(task_frame(&dossier, Task::Documents.title()), &form, &page)
}

const UNSAID: &str = "Say whether it changes what bidders must offer or what it costs them";
const IS_MATERIAL: &str =
    "Add it under Change a published tender then: it becomes a new version, with the time that bidders need for it";

/// Published, with bids still coming in.
async fn is_open(visit: &Visit, reference: &str) -> Result<bool> {
    let tender = tender::by_reference(visit.read(), reference).await?;
    Ok(states::phase(&tender, visit.now) == TenderState::Open)
}

async fn add(visit: Visit, Path(reference): Path<String>, upload: Upload) -> Result<Response> {
    let file = upload.files.into_iter().find(|file| file.field == "file");
    let read = upload.fields.read(|form| {
        if file.is_none() {
            form.error("file", "Choose a file");
        }
        (form.required("title", "Enter the document's title, like Specification"), form.text("material"))
    });
    let open = is_open(&visit, &reference).await?;
    let form = match (read, file) {
        (Ok((_, material)), Some(_)) if open && material != "no" => {
            upload.fields.view().refusing("material", if material == "yes" { IS_MATERIAL } else { UNSAID })
        }
        (Ok((title, _)), Some(file)) => {
            let new = NewDocument { title, file_name: file.name, bytes: file.bytes };
            match tender::add_document(&visit, &reference, new).await {
                Ok(()) => return visit.go_saying(format!("/tenders/{reference}/edit/documents"), "Document added"),
                Err(error) => upload.fields.refused(error)?,
            }
        }
        (Err(form), _) => form,
        (Ok(_), None) => upload.fields.view(),
    };
    render(&visit, &reference, form).await
}

async fn remove(visit: Visit, Path((reference, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    match fields.read(|_| ()) {
        Ok(()) => match tender::remove_document(&visit, &reference, id).await {
            Ok(()) => visit.go_saying(format!("/tenders/{reference}/edit/documents"), "Document removed"),
            Err(error) => render(&visit, &reference, fields.refused(error)?).await,
        },
        Err(form) => render(&visit, &reference, form).await,
    }
}
