//! The administrator's import: choose a file, watch it being read, see what came of it.

use std::io::BufReader;
use std::sync::Arc;

use ::entity::ids::ImportRunId;
use ::entity::import_run::{self, ImportState};
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde::{Deserialize, Serialize};

use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::spool::{Spool, SpooledFile};
use crate::platform::http::visit::{Frame, Visit, frame};
use crate::platform::table::Bytes;
use crate::school::import::{self, Asked, FileFault, SchoolFile, Source};

/// The whole register of England in full is about 60 MB.
const LARGEST_FILE: usize = 200 * 1024 * 1024;
const RUNS_SHOWN: u64 = 10;
const ADMINISTRATORS: Who = Who::May(&[Action::ManagePlatform]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/admin/import", ADMINISTRATORS, show_form)
        .post_files("/admin/import", ADMINISTRATORS, LARGEST_FILE, start)
        .get("/admin/import/{id}", ADMINISTRATORS, show_run)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ImportPage>(), PageSample::of::<ImportRunPage>()]
}

/// Choose a file; the latest imports.
#[derive(Serialize)]
struct ImportPage {
    form: FormView,
    runs: Vec<Run>,
}

impl Page for ImportPage {
    const TEMPLATE: &'static str = "school/import.html";
    fn samples() -> Vec<Self> {
        let refused = FormView::default().refusing("file", "This file is empty");
        vec![
            ImportPage { form: FormView::default(), runs: vec![] },
            ImportPage { form: refused, runs: ImportRunPage::samples().into_iter().map(|page| page.run).collect() },
        ]
    }
}

/// How far one import is, and what came of it.
#[derive(Serialize)]
struct ImportRunPage {
    run: Run,
    /// What could not be read, each with its row.
    sentences: Vec<String>,
    /// Faulty rows beyond those listed may exist; this says so.
    more_refused: bool,
    /// The page asks for itself again until the import has ended, unless the reader stopped that (WCAG 2.2.1).
    renews: bool,
}

impl Page for ImportRunPage {
    const TEMPLATE: &'static str = "school/import_run.html";
    fn samples() -> Vec<Self> {
        let fault = "Row 12, URN: enter a whole number. We found \"two hundred\"".to_owned();
        let page = |state, sentences: Vec<String>| {
            let run = sample(state);
            let more_refused = !sentences.is_empty();
            let renews = state == ImportState::Running;
            ImportRunPage { run: Run::of(&run), sentences, more_refused, renews }
        };
        let states = [ImportState::Waiting, ImportState::Running, ImportState::Done, ImportState::Failed];
        let quiet = states.into_iter().map(|state| page(state, vec![]));
        quiet.chain([page(ImportState::Refused, vec![fault])]).collect()
    }
}

/// An import in words.
#[derive(Serialize)]
struct Run {
    href: String,
    file_name: String,
    started_at: chrono::DateTime<chrono::Utc>,
    /// "Reading", "Imported", "Checked"…
    state: &'static str,
    /// Of the tag component.
    kind: &'static str,
    is_under_way: bool,
    is_done: bool,
    was_refused: bool,
    check_only: bool,
    rows_read: i64,
    created: i64,
    updated: i64,
    unchanged: i64,
    refused: i64,
}

impl Run {
    fn of(run: &import_run::Model) -> Self {
        let (state, kind) = match run.state {
            ImportState::Waiting | ImportState::Running => ("Reading", "progress"),
            ImportState::Done if run.check_only => ("Checked", "done"),
            ImportState::Done => ("Imported", "done"),
            ImportState::Refused => ("Refused", "problem"),
            ImportState::Failed => ("Stopped", "problem"),
        };
        Run {
            href: format!("/admin/import/{}", run.id),
            file_name: run.file_name.clone(),
            started_at: run.started_at,
            state,
            kind,
            is_under_way: kind == "progress",
            is_done: run.state == ImportState::Done,
            was_refused: run.state == ImportState::Refused,
            check_only: run.check_only,
            rows_read: run.rows_read,
            created: run.created,
            updated: run.updated,
            unchanged: run.unchanged,
            refused: run.refused,
        }
    }
}

async fn form_page(visit: &Visit, form: FormView) -> Result<Response> {
    let runs = import::latest(visit.read(), RUNS_SHOWN).await?.iter().map(Run::of).collect();
    let page = ImportPage { form: form.clone(), runs };
    visit.form_page(frame("Import schools").seen_by("administrators of the platform"), &form, &page)
}

async fn show_form(visit: Visit) -> Result<Response> {
    form_page(&visit, FormView::default()).await
}

async fn start(visit: Visit, spool: Spool) -> Result<Response> {
    visit.actor.require(Action::ManagePlatform, &Place::platform())?;
    let Spool { fields, file } = spool;
    let asked = fields.read(|form| Asked { skip_bad: form.ticked("skip_bad"), check_only: form.ticked("check_only") });
    let asked = match asked {
        Ok(asked) => asked,
        Err(form) => return form_page(&visit, form).await,
    };
    let Some(file) = file else {
        return form_page(&visit, fields.view().refusing("file", "Choose a file")).await;
    };
    let (name, source) = (file.name.clone(), source(file));
    if let Err(fault) = recognise(&source).await {
        return form_page(&visit, fields.refused(fault)?).await;
    }
    let id = import::ask(&visit, &name, asked).await?;
    let context = visit.context().clone();
    tokio::spawn(async move {
        if let Err(error) = import::run(&context, id, &source, &mut |_| {}).await {
            tracing::warn!("import {id}: {error}");
        }
    });
    visit.go(format!("/admin/import/{id}"))
}

fn source(file: SpooledFile) -> Source {
    Arc::new(move || Ok(Box::new(BufReader::new(file.open()?)) as Box<dyn Bytes>))
}

/// A file that is none of ours is refused at once, beside the field.
async fn recognise(source: &Source) -> Result<()> {
    let source = Arc::clone(source);
    let opened = tokio::task::spawn_blocking(move || {
        SchoolFile::open(source().map_err(FileFault::Read)?).map(|file| file.layout())
    });
    let layout = opened.await.map_err(|error| Error::internal(error.to_string()))?;
    layout.map(drop).map_err(import::refusal)
}

#[derive(Deserialize)]
struct Renewal {
    renew: Option<String>,
}

async fn show_run(visit: Visit, Path(id): Path<String>, Query(asked): Query<Renewal>) -> Result<Response> {
    visit.actor.require(Action::ManagePlatform, &Place::platform())?;
    let id: ImportRunId = id.parse().map_err(|_| Error::NotFound)?;
    let run = import::find(visit.read(), id).await?;
    let sentences: Vec<String> = serde_json::from_value(run.faults.clone())?;
    let more_refused = run.refused > i64::try_from(sentences.len()).unwrap_or(i64::MAX);
    let run = Run::of(&run);
    let renews = run.is_under_way && asked.renew.as_deref() != Some("no");
    let mut response = visit.page(run_frame(&run), &ImportRunPage { run, sentences, more_refused, renews })?;
    if renews {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("2"));
    }
    Ok(response)
}

fn run_frame(run: &Run) -> Frame {
    let title = format!("Import of {}", run.file_name);
    frame(title).back("/admin/import", "Import schools").seen_by("administrators of the platform")
}

/// An import to render the pages' samples with.
fn sample(state: ImportState) -> import_run::Model {
    import_run::Model {
        id: ImportRunId::new(chrono::DateTime::UNIX_EPOCH),
        state,
        file_name: "census.csv".to_owned(),
        file_id: None,
        skip_bad: false,
        check_only: state == ImportState::Done,
        rows_read: 24_442,
        created: 24_000,
        updated: 440,
        unchanged: 1,
        refused: 1,
        faults: serde_json::json!([]),
        started_at: chrono::DateTime::UNIX_EPOCH,
        started_by: None,
        finished_at: None,
    }
}
