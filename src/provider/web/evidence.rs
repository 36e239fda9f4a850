//! An organisation's certificates and policies, kept once for every bid.

use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::files::LARGEST;
use crate::platform::http::download;
use crate::platform::http::fields::{Fields, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::provider::rules::evidence::standing;
use crate::provider::{self, NewEvidence};
use ::entity::ids::ProviderEvidenceId;
use ::entity::provider_evidence::Model;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

const EDITORS: Who = Who::May(&[Action::EditOrganisation]);
const READERS: Who = Who::May(&[Action::SeeOrganisation]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/organisation/evidence", READERS, show)
        .post_files("/organisation/evidence", EDITORS, LARGEST + 64 * 1024, keep)
        .post("/organisation/evidence/{id}/remove", EDITORS, remove)
        .get("/organisation/evidence/{id}/renew", EDITORS, show_renew)
        .post_files("/organisation/evidence/{id}/renew", EDITORS, LARGEST + 64 * 1024, renew)
        .get("/organisation/evidence/{id}", READERS, read)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<EvidencePage>(), PageSample::of::<RenewPage>()]
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    file: String,
    expires: Option<String>,
    /// "Expired", "Expires soon" or nothing.
    warning: Option<&'static str>,
}

#[derive(Serialize)]
struct EvidencePage {
    form: FormView,
    rows: Vec<Row>,
    may_edit: bool,
}

impl Page for EvidencePage {
    const TEMPLATE: &'static str = "provider/evidence.html";
    fn samples() -> Vec<Self> {
        let row = |expires: Option<&str>, warning| Row {
            id: "1".to_owned(),
            name: "Food hygiene".to_owned(),
            file: "rating.pdf".to_owned(),
            expires: expires.map(str::to_owned),
            warning,
        };
        let rows = vec![row(Some("1 June 2028"), None), row(Some("1 June 2026"), Some("Expired")), row(None, None)];
        let refused = FormView::default().refusing("name", "Enter what the document shows");
        vec![
            Self { form: refused, rows, may_edit: true },
            Self { form: FormView::default(), rows: Vec::new(), may_edit: false },
        ]
    }
}

fn row(held: &Model, today: NaiveDate) -> Row {
    Row {
        id: held.id.to_string(),
        name: held.name.clone(),
        file: held.file_name.clone(),
        expires: held.expires_on.map(words::short_date),
        warning: standing(held.expires_on, today).words(),
    }
}

async fn show(visit: Visit) -> Result<Response> {
    render(&visit, FormView::default()).await
}

async fn render(visit: &Visit, form: FormView) -> Result<Response> {
    let own = provider::own(visit).await?;
    let today = words::london_day(visit.now);
    let rows = provider::evidence(visit, own.id).await?.iter().map(|held| row(held, today)).collect();
    let may_edit = visit.actor.may(Action::EditOrganisation, &Place::provider(own.id));
    let head = frame("Certificates and policies")
        .back("/organisation", "Organisation")
        .seen_by(format!("{} staff; buyers see those that you attach to a bid, once bids are opened", own.name));
    visit.form_page(head, &form.clone(), &EvidencePage { form, rows, may_edit })
}

async fn keep(visit: Visit, upload: Upload) -> Result<Response> {
    let own = provider::own(&visit).await?;
    let read = upload.fields.read(|form| {
        let name = form.required("name", "Enter what the document shows, like Food hygiene");
        if upload.files.is_empty() {
            form.error("file", "Select a file");
        }
        (name, form.optional_date("expires_on", "Enter the day on which it expires"))
    });
    let kept = match (read, upload.files.first()) {
        (Ok((name, expires_on)), Some(file)) => {
            let new = NewEvidence { name, file_name: file.name.clone(), expires_on };
            provider::keep_evidence(&visit, own.id, new, &file.bytes).await
        }
        (Err(form), _) => return render(&visit, form).await,
        (Ok(_), None) => Err(Error::field("file", "Select a file")),
    };
    match kept {
        Ok(()) => visit.go_saying("/organisation/evidence", "The document is kept"),
        Err(error) => render(&visit, upload.fields.refused(error)?).await,
    }
}

fn id(text: &str) -> Result<ProviderEvidenceId> {
    text.parse().map_err(|_| Error::NotFound)
}

async fn remove(visit: Visit, Path(text): Path<String>, _: Fields) -> Result<Response> {
    let own = provider::own(&visit).await?;
    provider::remove_evidence(&visit, own.id, id(&text)?).await?;
    visit.go_saying("/organisation/evidence", "The document is taken out. Bids that used it keep their copy")
}

/// A newer document in place of one.
#[derive(Serialize)]
struct RenewPage {
    form: FormView,
    path: String,
    row: Row,
}

impl Page for RenewPage {
    const TEMPLATE: &'static str = "provider/renew.html";
    fn samples() -> Vec<Self> {
        let row = |expires: Option<&str>, warning| Row {
            id: "1".to_owned(),
            name: "Food hygiene".to_owned(),
            file: "rating.pdf".to_owned(),
            expires: expires.map(str::to_owned),
            warning,
        };
        let path = "/organisation/evidence/1/renew".to_owned();
        let refused = FormView::default().refusing("file", "Select a file");
        vec![
            Self { form: refused, path: path.clone(), row: row(Some("1 June 2026"), Some("Expired")) },
            Self { form: FormView::default(), path, row: row(None, None) },
        ]
    }
}

async fn render_renew(visit: &Visit, text: &str, form: FormView) -> Result<Response> {
    let own = provider::own(visit).await?;
    visit.actor.require(Action::EditOrganisation, &Place::provider(own.id))?;
    let held = provider::one_evidence(visit, own.id, id(text)?).await?;
    let row = row(&held, words::london_day(visit.now));
    let head = frame(format!("Renew {}", row.name)).back("/organisation/evidence", "Certificates and policies");
    let page = RenewPage { form: form.clone(), path: format!("/organisation/evidence/{text}/renew"), row };
    visit.form_page(head.seen_by(format!("{} staff", own.name)), &form, &page)
}

async fn show_renew(visit: Visit, Path(text): Path<String>) -> Result<Response> {
    render_renew(&visit, &text, FormView::default()).await
}

async fn renew(visit: Visit, Path(text): Path<String>, upload: Upload) -> Result<Response> {
    let own = provider::own(&visit).await?;
    let held = provider::one_evidence(&visit, own.id, id(&text)?).await?;
    let read = upload.fields.read(|form| {
        if upload.files.is_empty() {
            form.error("file", "Select a file");
        }
        form.optional_date("expires_on", "Enter the day on which it expires")
    });
    let renewed = match (read, upload.files.first()) {
        (Ok(expires_on), Some(file)) => {
            let new = NewEvidence { name: held.name, file_name: file.name.clone(), expires_on };
            provider::renew_evidence(&visit, own.id, held.id, new, &file.bytes).await
        }
        (Err(form), _) => return render_renew(&visit, &text, form).await,
        (Ok(_), None) => Err(Error::field("file", "Select a file")),
    };
    match renewed {
        Ok(()) => visit.go_saying("/organisation/evidence", "The document is renewed, everywhere it is shown"),
        Err(error) => render_renew(&visit, &text, upload.fields.refused(error)?).await,
    }
}

async fn read(visit: Visit, Path(text): Path<String>) -> Result<Response> {
    let own = provider::own(&visit).await?;
    let (held, bytes) = provider::read_evidence(&visit, own.id, id(&text)?).await?;
    Ok(download::attachment(&held.file_name, &held.media_type, bytes))
}
