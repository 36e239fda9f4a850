//! Until when bids can be accepted: the buyers ask for longer, and each bidder answers for its own.

use super::outcome_of;
use crate::award::{self, LotAddress};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::ids::BidId;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    bidder: String,
    until: NaiveDate,
    lapsed: bool,
}

#[derive(Serialize)]
pub(super) struct ValidityPage {
    form: FormView,
    reference: String,
    title: String,
    rows: Vec<Row>,
    asked_until: Option<NaiveDate>,
    refusal: Option<String>,
    may_ask: bool,
}

impl Page for ValidityPage {
    const TEMPLATE: &'static str = "award/validity.html";
    fn samples() -> Vec<Self> {
        let row = |lapsed| Row { bidder: "Alder Catering".to_owned(), until: NaiveDate::default(), lapsed };
        let page = |asked: bool, refusal: Option<&str>, may_ask| Self {
            form: FormView::default(),
            reference: "DA-2027-001".to_owned(),
            title: "Catering".to_owned(),
            rows: vec![row(false), row(true)],
            asked_until: asked.then(NaiveDate::default),
            refusal: refusal.map(str::to_owned),
            may_ask,
        };
        vec![
            page(false, None, true),
            page(true, None, false),
            Self { rows: Vec::new(), ..page(false, Some("Bids are sealed"), true) },
        ]
    }
}

pub(super) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

async fn render(visit: &Visit, at: &LotAddress, form: FormView) -> Result<Response> {
    let facts = award::validity(visit, at).await?;
    let today = words::london_day(visit.now);
    let row = |(bidder, until): (String, NaiveDate)| Row { bidder, until, lapsed: until < today };
    let page = ValidityPage {
        form: form.clone(),
        reference: facts.of.tender.reference.clone(),
        title: facts.of.title(),
        rows: facts.bids.into_iter().map(row).collect(),
        asked_until: facts.of.lot.asked_until,
        refusal: facts.refusal.map(|refusal| refusal.to_string()),
        may_ask: facts.may_ask,
    };
    let frame = frame("How long the bids stand")
        .beside(facts.of.sections("validity"))
        .back(format!("/tenders/{}", at.reference), "Back to the tender")
        .seen_by("the tender team");
    visit.form_page(frame, &form, &page)
}

pub(super) async fn ask(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| form.date("until", "Enter the day until which the bids should stand"));
    let verb = async |until: NaiveDate| award::ask_to_keep_open(&visit, &at, until).await;
    match outcome_of(&fields, read, verb).await? {
        Ok(()) => visit.go_saying(at.page("validity"), "The bidders are asked. Each answers for its own bid"),
        Err(form) => render(&visit, &at, form).await,
    }
}

#[derive(Serialize)]
pub(super) struct KeepOpenPage {
    form: FormView,
    action: String,
    reference: String,
    title: String,
    valid_until: NaiveDate,
    asked_until: NaiveDate,
    refusal: Option<String>,
}

impl Page for KeepOpenPage {
    const TEMPLATE: &'static str = "award/keep_open.html";
    fn samples() -> Vec<Self> {
        let page = |refusal: Option<&str>| Self {
            form: FormView::default(),
            action: "/bids/a/validity".to_owned(),
            reference: "DA-2027-001".to_owned(),
            title: "Catering".to_owned(),
            valid_until: NaiveDate::default(),
            asked_until: NaiveDate::default(),
            refusal: refusal.map(str::to_owned),
        };
        vec![page(None), page(Some("Your bid is kept open"))]
    }
}

pub(super) async fn show_own(visit: Visit, Path(id): Path<BidId>) -> Result<Response> {
    render_own(&visit, id, FormView::default()).await
}

async fn render_own(visit: &Visit, id: BidId, form: FormView) -> Result<Response> {
    let facts = award::keep_open_asked(visit, id).await?;
    let page = KeepOpenPage {
        form: form.clone(),
        action: format!("/bids/{id}/validity"),
        reference: facts.of.tender.reference.clone(),
        title: facts.of.title(),
        valid_until: facts.valid_until,
        asked_until: facts.asked_until,
        refusal: facts.refusal.map(|refusal| refusal.to_string()),
    };
    let frame = frame("Keep your bid open").back("/bids", "Your bids").seen_by("your organisation and the buyers");
    visit.form_page(frame, &form, &page)
}

pub(super) async fn keep_open(visit: Visit, Path(id): Path<BidId>, fields: Fields) -> Result<Response> {
    match award::keep_open(&visit, id).await {
        Ok(until) => {
            let said = format!("Your bid can be accepted until {}", words::date(until));
            visit.go_saying(format!("/bids/{id}/validity"), &said)
        }
        Err(error) => render_own(&visit, id, fields.refused(error)?).await,
    }
}
