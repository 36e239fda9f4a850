//! The tender lead recommends the bid ranked first.

use super::outcome_of;
use crate::award;
use crate::award::LotAddress;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::{Visit, frame};
use axum::response::Response;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct RecommendPage {
    form: FormView,
    reference: String,
    title: String,
    provider: String,
    total: Option<String>,
    refusal: Option<String>,
    is_first: bool,
    is_last: bool,
}

impl Page for RecommendPage {
    const TEMPLATE: &'static str = "award/recommend.html";
    fn samples() -> Vec<Self> {
        let page = |refusal: Option<&str>| Self {
            form: FormView::default(),
            reference: "DA-2027-001".to_owned(),
            title: "Catering".to_owned(),
            provider: "Alder Catering".to_owned(),
            total: refusal.is_none().then(|| "84.29".to_owned()),
            refusal: refusal.map(str::to_owned),
            is_first: refusal.is_none(),
            is_last: refusal.is_some(),
        };
        let together = Self { is_first: false, ..page(None) };
        vec![page(None), together, page(Some("Close the enquiry about the low price first: Birch Catering"))]
    }
}

pub(super) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

async fn render(visit: &Visit, at: &LotAddress, form: FormView) -> Result<Response> {
    let proposal = award::proposal(visit, at).await?;
    let page = RecommendPage {
        form: form.clone(),
        reference: proposal.of.tender.reference.clone(),
        title: proposal.of.title(),
        provider: proposal.provider,
        total: proposal.total,
        refusal: proposal.refusal,
        is_first: proposal.is_first,
        is_last: proposal.is_last,
    };
    let frame = frame("Recommend the award")
        .beside(proposal.of.sections("recommend"))
        .back(at.page("prices"), "Back to prices and ranking")
        .seen_by("the tender lead; what you write is shown to the member schools");
    visit.form_page(frame, &form, &page)
}

pub(super) async fn recommend(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| form.required("reasons", "Enter the reasons for the recommendation"));
    let verb = async |reasons: String| award::recommend(&visit, &at, &reasons).await;
    match outcome_of(&fields, read, verb).await? {
        Ok(()) => visit.go_saying(at.page("decision"), "The recommendation is before the schools"),
        Err(form) => render(&visit, &at, form).await,
    }
}

pub(super) async fn end(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| form.required("no_award", "Enter the reasons, as the public will read them"));
    let verb = async |reason: String| award::end_without_award(&visit, &at, &reason).await;
    match outcome_of(&fields, read, verb).await? {
        Ok(()) => visit.go_saying(format!("/tenders/{}", at.reference), "It has ended without an award"),
        Err(form) => render(&visit, &at, form).await,
    }
}
