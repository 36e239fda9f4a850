//! The compliance check: every opened bid without its prices, each condition pass or fail.

mod one;
mod window;

use crate::bid::LotAddress;
use crate::bid::{self, Checked, ComplianceDesk};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Frame, Visit, frame};
use ::entity::tender::TenderState;
use axum::response::Response;
use serde::Serialize;

const CHECKERS: Who = Who::May(&[Action::CheckCompliance]);
const LEADS: Who = Who::May(&[Action::FinishCompliance]);
const SEEN_BY: &str = "the tender lead and the clerk. No price is shown here";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/compliance", CHECKERS, show)
        .post("/tenders/{reference}/compliance", LEADS, finish)
        .merge(window::routes())
        .merge(one::routes())
}

pub(super) fn pages() -> Vec<PageSample> {
    [vec![PageSample::of::<CompliancePage>()], window::pages(), one::pages()].concat()
}

#[derive(Clone, Serialize)]
struct BidRow {
    label: String,
    provider: String,
    href: String,
    result: &'static str,
    kind: &'static str,
    reason: Option<String>,
    /// "2 of 3 corrected", "Notice given".
    note: Option<String>,
}

/// The correction window as the page tells it.
#[derive(Clone, Serialize)]
struct Opened {
    hours: i32,
    closes_at: String,
    is_open: bool,
    reason: String,
}

#[derive(Clone, Serialize)]
struct CompliancePage {
    form: FormView,
    reference: String,
    title: String,
    bids: Vec<BidRow>,
    is_going_on: bool,
    may_finish: bool,
    window: Option<Opened>,
    window_path: String,
}

impl Page for CompliancePage {
    const TEMPLATE: &'static str = "bid/compliance.html";
    fn samples() -> Vec<Self> {
        let row = |href: &str, reason: Option<&str>| BidRow {
            label: "Provider A".to_owned(),
            provider: "Larder".to_owned(),
            href: href.to_owned(),
            result: "Not checked",
            kind: "waiting",
            reason: reason.map(str::to_owned),
            note: reason.map(|_| "1 of 2 corrected".to_owned()),
        };
        let opened = |is_open| Opened {
            hours: 48,
            closes_at: "2027-03-19T10:00:00Z".to_owned(),
            is_open,
            reason: "Papers are missing".to_owned(),
        };
        let page = |is_going_on, may_finish, window| Self {
            form: FormView::default(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            bids: vec![row("/tenders/NG-2027-004/compliance/1", None), row("", Some("Insurance: lapsed"))],
            is_going_on,
            may_finish,
            window,
            window_path: "/tenders/NG-2027-004/compliance/window".to_owned(),
        };
        vec![page(true, true, None), page(true, false, Some(opened(true))), page(false, false, Some(opened(false)))]
    }
}

fn list_frame(desk: &ComplianceDesk) -> Frame {
    let back = format!("/tenders/{}", desk.of.tender.reference);
    let beside = desk.of.sections("compliance");
    frame("Check the bids").back(back, desk.of.tender.title.clone()).beside(beside).seen_by(SEEN_BY)
}

async fn render(visit: &Visit, at: &LotAddress, form: FormView) -> Result<Response> {
    let desk = bid::compliance(visit, at).await?;
    let address = desk.of.address();
    let read = desk.bids.iter().map(|bid| BidRow {
        label: bid.label.clone(),
        provider: bid.provider.clone(),
        href: address.page(&format!("compliance/{}", bid.bid)),
        result: result(bid.passed),
        kind: kind(bid.passed),
        reason: bid.failed_reason.clone(),
        note: note(bid),
    });
    let lost = desk.unreadable.iter().map(|bid| BidRow {
        label: bid.label.clone(),
        provider: String::new(),
        href: String::new(),
        result: result(Some(false)),
        kind: kind(Some(false)),
        reason: Some(bid.reason.clone()),
        note: None,
    });
    let page = CompliancePage {
        form: form.clone(),
        bids: read.chain(lost).collect(),
        reference: desk.of.tender.reference.clone(),
        title: desk.of.title(),
        is_going_on: desk.is_going_on,
        may_finish: desk.may_finish,
        window: desk.window.as_ref().map(|window| Opened {
            hours: window.hours,
            closes_at: window.closes_at.to_rfc3339(),
            is_open: visit.now < window.closes_at,
            reason: window.reason.clone(),
        }),
        window_path: address.page("compliance/window"),
    };
    visit.form_page(list_frame(&desk), &form, &page)
}

/// What goes on beside the check: corrections that came, a hearing.
fn note(bid: &Checked) -> Option<String> {
    let heard = bid.hearings.first().map(|hearing| match hearing.confirmed_at {
        None => "Hearing: notice given".to_owned(),
        Some(_) => "Hearing: decided".to_owned(),
    });
    let sent = bid.corrections.iter().filter(|item| item.answered_at.is_some()).count();
    let corrected = format!("{sent} of {} corrected", bid.corrections.len());
    heard.or_else(|| (!bid.corrections.is_empty()).then_some(corrected))
}

fn result(passed: Option<bool>) -> &'static str {
    match passed {
        None => "Not checked",
        Some(true) => "Passed",
        Some(false) => "Failed",
    }
}

fn kind(passed: Option<bool>) -> &'static str {
    match passed {
        None => "waiting",
        Some(true) => "done",
        Some(false) => "problem",
    }
}

async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

async fn finish(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    match bid::finish_compliance(&visit, &at).await {
        Ok(TenderState::Scoring) => {
            visit.go_saying(at.page("compliance"), "The check is finished. Evaluators can score now")
        }
        Ok(_) => {
            visit.go_saying(format!("/tenders/{}", at.reference), "No bid met every condition, so there is no award")
        }
        Err(error) => render(&visit, &at, fields.refused(error)?).await,
    }
}
