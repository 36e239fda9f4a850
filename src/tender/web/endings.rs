//! Withdrawing an open tender, and cancelling one by two people.

use super::shared::download;
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::files;
use crate::platform::http::fields::{Fields, Upload, UploadedFile};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender::rules::states::{self, BEFORE_A_CONTRACT};
use crate::tender::{self, Evidence};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

const CHAIR: Who = Who::May(&[Action::RunTender]);
const OFFICERS: Who = Who::May(&[Action::CancelTender]);
/// One file and the fields around it.
const LARGEST_UPLOAD: usize = files::LARGEST + 1024 * 1024;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/withdraw", CHAIR, show_withdraw)
        .post_files("/tenders/{reference}/withdraw", CHAIR, LARGEST_UPLOAD, withdraw)
        .get("/tenders/{reference}/cancel", OFFICERS, show_cancel)
        .post_files("/tenders/{reference}/cancel", OFFICERS, LARGEST_UPLOAD, propose)
        .get("/tenders/{reference}/cancel/document", OFFICERS, document)
        .post("/tenders/{reference}/cancel/confirm", OFFICERS, confirm)
        .post("/tenders/{reference}/cancel/drop", OFFICERS, drop_proposal)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<WithdrawPage>(), PageSample::of::<CancelPage>()]
}

#[derive(Serialize)]
struct WithdrawPage {
    form: FormView,
    reference: String,
    title: String,
}

impl Page for WithdrawPage {
    const TEMPLATE: &'static str = "tender/withdraw.html";
    fn samples() -> Vec<Self> {
        let form = FormView::default().refusing("reason", "Enter the reason that the public will read");
        vec![Self { form, reference: "NG-2027-004".to_owned(), title: "Catering".to_owned() }]
    }
}

async fn show_withdraw(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    render_withdraw(&visit, &reference, FormView::default()).await
}

async fn render_withdraw(visit: &Visit, reference: &str, form: FormView) -> Result<Response> {
    let (dossier, place) = tender::open_dossier(visit, reference).await?;
    visit.actor.require(Action::RunTender, &place)?;
    let title = dossier.tender.title;
    let page = WithdrawPage { form: form.clone(), reference: reference.to_owned(), title };
    let frame = frame(format!("Withdraw {reference}")).back(format!("/tenders/{reference}/edit"), "All tasks");
    visit.form_page(frame.seen_by("The cluster's chair"), &form, &page)
}

async fn withdraw(visit: Visit, Path(reference): Path<String>, upload: Upload) -> Result<Response> {
    let evidence = evidence(upload.files);
    let fields = upload.fields;
    match fields.read(|form| form.required("reason", "Enter the reason that the public will read")) {
        Ok(reason) => match tender::withdraw(&visit, &reference, &reason, evidence).await {
            Ok(()) => visit.go_saying(format!("/tenders/{reference}"), "Withdrawn. The reason stays on the notice"),
            Err(error) => render_withdraw(&visit, &reference, fields.refused(error)?).await,
        },
        Err(form) => render_withdraw(&visit, &reference, form).await,
    }
}

fn evidence(files: Vec<UploadedFile>) -> Option<Evidence> {
    let file = files.into_iter().find(|file| file.field == "file")?;
    Some(Evidence { file_name: file.name, bytes: file.bytes })
}

/// What one officer has proposed.
#[derive(Serialize)]
struct Proposed {
    by: String,
    at: DateTime<Utc>,
    reason: String,
    /// The name of its document.
    document: String,
    /// The reader proposed it, so somebody else confirms.
    is_own: bool,
}

#[derive(Serialize)]
struct CancelPage {
    form: FormView,
    reference: String,
    title: String,
    may_cancel: bool,
    proposed: Option<Proposed>,
}

impl Page for CancelPage {
    const TEMPLATE: &'static str = "tender/cancel.html";
    fn samples() -> Vec<Self> {
        let page = |form, may_cancel, own: Option<bool>| Self {
            form,
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            may_cancel,
            proposed: own.map(|is_own| Proposed {
                by: "A".to_owned(),
                at: DateTime::UNIX_EPOCH,
                reason: "No money".to_owned(),
                document: "minute.pdf".to_owned(),
                is_own,
            }),
        };
        let refused = FormView::default().refusing("reason", "Enter the reason");
        vec![
            page(refused, true, None),
            page(FormView::default(), true, Some(true)),
            page(FormView::default(), true, Some(false)),
            page(FormView::default(), false, None),
        ]
    }
}

async fn show_cancel(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    render_cancel(&visit, &reference, FormView::default()).await
}

async fn render_cancel(visit: &Visit, reference: &str, form: FormView) -> Result<Response> {
    let (dossier, place) = tender::open_dossier(visit, reference).await?;
    visit.actor.require(Action::CancelTender, &place)?;
    let proposed = match dossier.cancellation {
        None => None,
        Some(proposal) => Some(Proposed {
            by: tender::name_of(visit, proposal.proposed_by).await?,
            at: proposal.proposed_at,
            reason: proposal.reason,
            document: proposal.file_name,
            is_own: Some(proposal.proposed_by) == visit.actor.account,
        }),
    };
    let phase = states::phase(&dossier.tender, visit.now);
    let page = CancelPage {
        form: form.clone(),
        reference: reference.to_owned(),
        title: dossier.tender.title,
        may_cancel: BEFORE_A_CONTRACT.contains(&phase),
        proposed,
    };
    let frame = frame(format!("Cancel {reference}")).back(format!("/tenders/{reference}/edit"), "All tasks");
    visit.form_page(frame.seen_by("The cluster's chair, vice-chair and clerk"), &form, &page)
}

async fn propose(visit: Visit, Path(reference): Path<String>, upload: Upload) -> Result<Response> {
    let evidence = evidence(upload.files);
    let fields = upload.fields;
    let read = fields.read(|form| {
        if evidence.is_none() {
            form.error("file", "Choose the document that records the decision");
        }
        form.required("reason", "Enter the reason")
    });
    let form = match (read, evidence) {
        (Ok(reason), Some(evidence)) => match tender::propose_cancellation(&visit, &reference, &reason, evidence).await
        {
            Ok(()) => {
                return visit
                    .go_saying(format!("/tenders/{reference}/cancel"), "Proposed. Another officer must confirm");
            }
            Err(error) => fields.refused(error)?,
        },
        (Err(form), _) => form,
        (Ok(_), None) => fields.view(),
    };
    render_cancel(&visit, &reference, form).await
}

async fn document(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    download(tender::read_evidence(&visit, &reference).await?)
}

async fn confirm(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    match tender::confirm_cancellation(&visit, &reference).await {
        Ok(()) => visit.go_saying(format!("/tenders/{reference}/cancel"), "The tender is cancelled"),
        Err(error) => render_cancel(&visit, &reference, fields.refused(error)?).await,
    }
}

async fn drop_proposal(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    match tender::drop_cancellation(&visit, &reference).await {
        Ok(()) => visit.go_saying(format!("/tenders/{reference}/edit"), "The tender goes on"),
        Err(error) => render_cancel(&visit, &reference, fields.refused(error)?).await,
    }
}
