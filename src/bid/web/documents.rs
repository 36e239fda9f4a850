//! Page 5: files, checked as they are uploaded, and what the bidder asks to keep confidential.

use super::OWN;
use super::evidence::{AskedRow, asked_rows, sample_rows};
use super::files::{attachment, size};
use super::wizard::{Sent, Strip, desk, id, keep, sample_strips, sent, show};
use crate::bid::rules::{Confidential, Document, Draft, Step};
use crate::bid::{self, Desk};
use crate::platform::error::{Error, Result};
use crate::platform::files::LARGEST;
use crate::platform::http::fields::{Fields, Reader, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

const STEP: Step = Step::Documents;
/// The file and the form around it.
const LARGEST_UPLOAD: usize = LARGEST + 64 * 1024;
/// The most parts that can be marked confidential.
const MOST_PARTS: usize = 10;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/bids/{id}/documents", OWN, open)
        .post("/bids/{id}/documents", OWN, save)
        .post_files("/bids/{id}/documents/upload", OWN, LARGEST_UPLOAD, upload)
        .post("/bids/{id}/documents/remove", OWN, remove)
        .get("/bids/{id}/documents/{file}", OWN, download)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<DocumentsPage>()]
}

#[derive(Clone, Serialize)]
struct DocumentRow {
    file: String,
    name: String,
    size: String,
}

#[derive(Serialize)]
struct DocumentsPage {
    strip: Strip,
    form: FormView,
    documents: Vec<DocumentRow>,
    /// What the conditions ask to be shown.
    asked: Vec<AskedRow>,
    /// Numbers of the rows for confidential parts.
    parts: Vec<usize>,
}

impl Page for DocumentsPage {
    const TEMPLATE: &'static str = "bid/documents.html";
    fn samples() -> Vec<Self> {
        let row = DocumentRow { file: "1".to_owned(), name: "Menus.pdf".to_owned(), size: "12 KB".to_owned() };
        let page = |(strip, documents)| Self {
            strip,
            form: FormView::default(),
            documents,
            asked: sample_rows(),
            parts: vec![1, 2],
        };
        let documents = [Vec::new(), vec![row.clone()], vec![row]];
        sample_strips(STEP).into_iter().zip(documents).map(page).collect()
    }
}

fn page(desk: &Desk) -> impl FnOnce(Strip, FormView) -> DocumentsPage + use<> {
    let row = |document: &Document| DocumentRow {
        file: document.file.to_string(),
        name: document.name.clone(),
        size: size(document.size),
    };
    let documents: Vec<DocumentRow> = desk.draft.documents.iter().map(row).collect();
    let stored = desk.draft.confidential.len();
    let asked = asked_rows(desk);
    move |strip, form| {
        let typed = (1..=MOST_PARTS).filter(|at| form.values.contains_key(&format!("part-{at}"))).count();
        let rows = typed.max(stored + 1).clamp(2, MOST_PARTS);
        DocumentsPage { strip, form, documents, asked, parts: (1..=rows).collect() }
    }
}

async fn open(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    show(&visit, &desk, STEP, filled(&desk.draft), page(&desk))
}

fn filled(draft: &Draft) -> FormView {
    (1..).zip(&draft.confidential).fold(FormView::default(), |form, (at, one)| {
        form.with(format!("part-{at}"), &one.part).with(format!("reason-{at}"), &one.reason)
    })
}

fn typed(form: &Reader) -> (Sent, Vec<Confidential>) {
    let part = |at: usize| Confidential {
        part: form.text_up_to(&format!("part-{at}"), 200),
        reason: form.text_up_to(&format!("reason-{at}"), 1_000),
    };
    let parts = (1..=MOST_PARTS).map(part).filter(|one| !one.part.is_empty() || !one.reason.is_empty()).collect();
    (sent(form), parts)
}

async fn save(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    match fields.read(typed) {
        Err(form) => show(&visit, &desk, STEP, form, page(&desk)),
        Ok((sent, parts)) => {
            let edit = |draft: &mut Draft| draft.confidential = parts;
            keep(&visit, &desk, STEP, &sent, &fields, edit, page(&desk)).await
        }
    }
}

async fn upload(visit: Visit, Path(id): Path<String>, upload: Upload) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    let added = match upload.files.first() {
        None => Err(Error::field("file", "Select a file")),
        Some(file) => bid::add_document(&visit, &desk, &file.name, &file.bytes).await,
    };
    match added {
        Ok(_) => visit.go_saying(format!("/bids/{}/documents", desk.bid.id), "Your file is added to the draft"),
        Err(error) => {
            let refused = upload.fields.refused(error)?;
            let form = FormView { errors: refused.errors, ..filled(&desk.draft) };
            show(&visit, &desk, STEP, form, page(&desk))
        }
    }
}

async fn remove(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    let file = fields.get("file").unwrap_or_default().parse().map_err(|_| Error::NotFound)?;
    bid::remove_document(&visit, &desk, file).await?;
    visit.go_saying(format!("/bids/{}/documents", desk.bid.id), "The file is taken out of the draft")
}

async fn download(visit: Visit, Path((text, file)): Path<(String, String)>) -> Result<Response> {
    let file = file.parse().map_err(|_| Error::NotFound)?;
    let (document, bytes) = bid::document(&visit, id(&text)?, file).await?;
    Ok(attachment(&document.name, &document.media_type, bytes))
}
