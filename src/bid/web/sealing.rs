//! What sealing protects against, in plain words, and the page where anybody checks a receipt.

use crate::bid::{self, Verified};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use axum::response::Response;
use serde::Serialize;

/// No receipt is longer.
const LONGEST_RECEIPT: usize = 20_000;

pub(super) fn routes() -> Routes {
    Routes::new().get("/sealing", Who::Public, explain).get("/receipts", Who::Public, show).post(
        "/receipts",
        Who::Public,
        check,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<SealingPage>(), PageSample::of::<ReceiptsPage>()]
}

/// How bids are sealed, what that protects against and what not, and how to open them without this service.
#[derive(Serialize)]
struct SealingPage {}

impl Page for SealingPage {
    const TEMPLATE: &'static str = "bid/sealing.html";
    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}

#[derive(Serialize)]
struct ReceiptsPage {
    form: FormView,
    /// The public key of receipts, hex.
    key: String,
    /// The lines of a receipt that was found genuine.
    genuine: Vec<String>,
}

impl Page for ReceiptsPage {
    const TEMPLATE: &'static str = "bid/receipts.html";
    fn samples() -> Vec<Self> {
        let page = |form, genuine: &[&str]| Self {
            form,
            key: "ab".repeat(32),
            genuine: genuine.iter().map(|line| (*line).to_owned()).collect(),
        };
        vec![
            page(FormView::default(), &[]),
            page(FormView::default(), &["Receipt: R-8K2F4M", "Tender: NG-2027-004, version 2"]),
            page(FormView::default().refusing("receipt", "This is not a receipt"), &[]),
        ]
    }
}

async fn explain(visit: Visit) -> Result<Response> {
    visit.page(frame("How bids are sealed"), &SealingPage {})
}

fn render(visit: &Visit, form: FormView, genuine: Vec<String>) -> Result<Response> {
    let page = ReceiptsPage { form: form.clone(), key: visit.app.key.signing_public(), genuine };
    visit.form_page(frame("Check a receipt").back("/sealing", "How bids are sealed"), &form, &page)
}

async fn show(visit: Visit) -> Result<Response> {
    render(&visit, FormView::default(), Vec::new())
}

async fn check(visit: Visit, fields: Fields) -> Result<Response> {
    let text = match fields.read(|form| form.text_up_to("receipt", LONGEST_RECEIPT)) {
        Ok(text) => text,
        Err(form) => return render(&visit, form, Vec::new()),
    };
    let refused = |sentence: &str| render(&visit, fields.view().refusing("receipt", sentence), Vec::new());
    match bid::verify_receipt(&text, &visit.app.key.signing_public()) {
        Verified::Genuine(handed) => {
            let lines = handed.text.lines().map(str::to_owned).collect();
            render(&visit, fields.view(), lines)
        }
        Verified::Forged => refused("This is not a receipt of this service: it was changed, or signed by another key"),
        Verified::NoReceipt => refused("Paste the whole receipt, from \"Receipt:\" to \"Signed by the key:\""),
    }
}
