//! The opening: two key-holders confirm, and a reviewer decides on a single bid.

use crate::bid::LotAddress;
use crate::bid::{self, Confirmed, Declared, OpeningDesk, Proof};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};

use ::entity::tender::TenderState;
use axum::response::Response;
use serde::Serialize;

const TEAM: Who = Who::May(&[Action::SeeTenderTeam]);
const KEY_HOLDERS: Who = Who::May(&[Action::ConfirmOpening]);
const REVIEWERS: Who = Who::May(&[Action::ReviewTender]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/opening", TEAM, show)
        .post("/tenders/{reference}/opening", KEY_HOLDERS, confirm)
        .post("/tenders/{reference}/opening/one-bid", REVIEWERS, decide)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<OpeningPage>()]
}

#[derive(Clone, Serialize)]
struct ConfirmedRow {
    name: String,
    school: String,
    at: String,
}

#[derive(Clone, Serialize)]
struct OpeningPage {
    form: FormView,
    reference: String,
    title: String,
    deadline: Option<String>,
    /// "open", "sealed", "one", "opened", "none" or "ended".
    stage: &'static str,
    confirmed: Vec<ConfirmedRow>,
    may_confirm: bool,
    /// "missing", "conflict" or "clear".
    declared: &'static str,
    asks_password: bool,
    /// In split custody the key-holder's own recovery key.
    asks_recovery_key: bool,
    bids: Option<i64>,
    may_decide: bool,
    may_check: bool,
    choices: Vec<Choice>,
}

#[derive(Clone, Serialize)]
struct Choice {
    value: &'static str,
    text: &'static str,
}

impl Page for OpeningPage {
    const TEMPLATE: &'static str = "bid/opening.html";
    fn samples() -> Vec<Self> {
        let confirmed = ConfirmedRow {
            name: "Asha".to_owned(),
            school: "Canal Side Primary".to_owned(),
            at: "2027-03-17T10:42:00Z".to_owned(),
        };
        let page = |stage, declared, may: bool, bids| Self {
            form: FormView::default(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            deadline: Some("2027-03-16T12:00:00Z".to_owned()),
            stage,
            confirmed: if may { vec![confirmed.clone()] } else { Vec::new() },
            may_confirm: may,
            declared,
            asks_password: declared == "clear",
            asks_recovery_key: declared == "clear" && !may,
            bids,
            may_decide: may,
            may_check: may,
            choices: choices(),
        };
        let open = Self { deadline: None, ..page("open", "missing", false, None) };
        let states = [
            page("sealed", "missing", true, None),
            page("sealed", "conflict", true, None),
            page("sealed", "clear", true, None),
            page("sealed", "clear", false, None),
            Self { asks_password: false, asks_recovery_key: true, ..page("sealed", "clear", true, None) },
            page("one", "clear", true, Some(1)),
            page("one", "clear", false, Some(1)),
            page("opened", "clear", true, Some(3)),
            page("opened", "clear", false, Some(3)),
            page("none", "clear", false, None),
            page("ended", "clear", false, None),
        ];
        std::iter::once(open).chain(states).collect()
    }
}

fn choices() -> Vec<Choice> {
    vec![
        Choice { value: "go_on", text: "Go on: check and score this bid" },
        Choice { value: "stop", text: "End it without an award" },
    ]
}

async fn render(visit: &Visit, at: &LotAddress, form: FormView) -> Result<Response> {
    let desk = bid::opening(visit, at).await?;
    let back = format!("/tenders/{}", desk.of.tender.reference);
    let head = frame("Open the bids").back(back, desk.of.tender.title.clone()).seen_by("the tender's team");
    // One opening for all lots; after it each lot has its own bids and its own way.
    let head = if desk.of.tender.opened_at.is_some() { head.beside(desk.of.sections("opening")) } else { head };
    visit.form_page(head, &form.clone(), &page(visit, desk, form))
}

fn page(visit: &Visit, desk: OpeningDesk, form: FormView) -> OpeningPage {
    OpeningPage {
        form,
        stage: stage(&desk),
        deadline: desk.of.tender.deadline_at.map(|at| at.to_rfc3339()),
        confirmed: desk.confirmed.into_iter().map(row).collect(),
        may_confirm: desk.may_confirm,
        declared: match desk.declared {
            Declared::Missing => "missing",
            Declared::Conflict => "conflict",
            Declared::Clear => "clear",
        },
        asks_password: desk.asks_password,
        asks_recovery_key: desk.asks_recovery_key,
        bids: desk.bids.map(|bids| i64::try_from(bids).unwrap_or(i64::MAX)),
        may_decide: desk.may_decide,
        may_check: visit.actor.may_somewhere(Action::CheckCompliance),
        choices: choices(),
        title: if desk.of.tender.opened_at.is_some() { desk.of.title() } else { desk.of.tender.title.clone() },
        reference: desk.of.tender.reference,
    }
}

fn stage(desk: &OpeningDesk) -> &'static str {
    match (desk.phase, desk.bids) {
        (TenderState::Sealed, Some(_)) => "one",
        (TenderState::Sealed, None) => "sealed",
        (TenderState::Unsuccessful, None | Some(0)) => "none",
        (_, Some(_)) => "opened",
        (TenderState::Draft | TenderState::Pooling | TenderState::Review | TenderState::Open, None) => "open",
        (_, None) => "ended",
    }
}

fn row(confirmed: Confirmed) -> ConfirmedRow {
    ConfirmedRow { name: confirmed.name, school: confirmed.school, at: confirmed.at.to_rfc3339() }
}

async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

async fn confirm(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let (password, code) = (fields.get("password").unwrap_or_default(), fields.get("code").unwrap_or_default());
    let recovery_key = fields.get("recovery_key").unwrap_or_default();
    if let Err(form) = fields.read(|form| (form.text("password"), form.text("code"), form.text("recovery_key"))) {
        return render(&visit, &at, FormView { errors: form.errors, ..FormView::default() }).await;
    }
    let path = at.page("opening");
    match bid::confirm_opening_with(&visit, &at.reference, Proof { password, code, recovery_key }).await {
        Ok(true) => visit.go_saying(path, "The bids are open"),
        Ok(false) => visit.go_saying(path, "You have confirmed. A key-holder of another school must confirm too"),
        Err(error) => {
            let mut form = fields.refused(error)?;
            form.values.clear();
            render(&visit, &at, form).await
        }
    }
}

async fn decide(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let choice = form.required("decision", "Choose whether to go on with one bid");
        if !choice.is_empty() && !choices().iter().any(|each| each.value == choice) {
            form.error("decision", "Choose whether to go on with one bid");
        }
        (choice == "go_on", form.required("reason", "Enter the reason for your decision"))
    });
    let decided = match read {
        Ok((goes_on, reason)) => bid::decide_on_one_bid(&visit, &at, goes_on, &reason).await,
        Err(form) => return render(&visit, &at, form).await,
    };
    match decided {
        Ok(()) => visit.go_saying(at.page("opening"), "Your decision is recorded"),
        Err(error) => render(&visit, &at, fields.refused(error)?).await,
    }
}
