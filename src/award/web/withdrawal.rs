//! The winner withdrew: recorded by chair and clerk with evidence, then the next of the same ranking.

use super::outcome_of;
use crate::award;
use crate::award::LotAddress;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::{Visit, frame};
use ::entity::winner_withdrawal::{self, Ground};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

#[derive(Serialize)]
struct Recorded {
    at: DateTime<Utc>,
    reason: String,
    evidence: Option<String>,
    below_minimum: bool,
    confirmed_at: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
pub(super) struct WithdrawalPage {
    form: FormView,
    reference: String,
    lot: String,
    title: String,
    winner: String,
    recorded: Option<Recorded>,
    refusal: Option<String>,
    may_record: bool,
    may_confirm: bool,
    may_take_next: bool,
    next: Option<String>,
    no_next: Option<String>,
}

impl Page for WithdrawalPage {
    const TEMPLATE: &'static str = "award/withdrawal.html";
    fn samples() -> Vec<Self> {
        let recorded = |confirmed: bool| Recorded {
            at: DateTime::UNIX_EPOCH,
            reason: "We lost our kitchen".to_owned(),
            evidence: (!confirmed).then(|| "Letter of 3 December 2026".to_owned()),
            below_minimum: confirmed,
            confirmed_at: confirmed.then_some(DateTime::UNIX_EPOCH),
        };
        let page = |recorded: Option<Recorded>, refusal: Option<&str>, may: bool| Self {
            form: FormView::default(),
            reference: "DA-2027-001".to_owned(),
            lot: String::new(),
            title: "Catering".to_owned(),
            winner: "Alder Catering".to_owned(),
            may_record: may && recorded.is_none(),
            may_confirm: may,
            may_take_next: may,
            next: may.then(|| "Cedar Kitchens".to_owned()),
            no_next: (!may).then(|| "No other bid can be accepted".to_owned()),
            recorded,
            refusal: refusal.map(str::to_owned),
        };
        vec![
            page(None, None, true),
            page(Some(recorded(false)), None, true),
            page(Some(recorded(false)), None, false),
            page(Some(recorded(true)), None, true),
            page(Some(recorded(true)), None, false),
            page(None, Some("A challenge is not decided yet"), false),
        ]
    }
}

fn shown(row: winner_withdrawal::Model) -> Recorded {
    Recorded {
        at: row.recorded_at,
        reason: row.reason,
        evidence: row.evidence,
        below_minimum: row.ground == Ground::BelowMinimum,
        confirmed_at: row.confirmed_at,
    }
}

pub(super) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

async fn render(visit: &Visit, at: &LotAddress, form: FormView) -> Result<Response> {
    let facts = award::withdrawal(visit, at).await?;
    let of = facts.scene.of();
    let page = WithdrawalPage {
        form: form.clone(),
        reference: facts.scene.tender.reference.clone(),
        lot: at.keep(),
        title: of.title(),
        winner: facts.winner,
        recorded: facts.recorded.map(shown),
        refusal: facts.refusal.map(|refusal| refusal.to_string()),
        may_record: facts.may_record,
        may_confirm: facts.may_confirm,
        may_take_next: facts.may_take_next,
        no_next: facts.next.as_ref().err().map(ToString::to_string),
        next: facts.next.ok(),
    };
    let frame = frame("The winner withdraws")
        .beside(of.sections("withdrawal"))
        .back(at.page("decision"), "Back to the decision")
        .seen_by("the tender team");
    visit.form_page(frame, &form, &page)
}

pub(super) async fn record(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let reason = form.required("reason", "Enter the bidder's reason");
        (reason, form.required("evidence", "Enter what shows it, like the letter of 3 December 2026"))
    });
    let verb =
        async |(reason, evidence): (String, String)| award::record_withdrawal(&visit, &at, &reason, &evidence).await;
    match outcome_of(&fields, read, verb).await? {
        Ok(()) => visit.go_saying(at.page("withdrawal"), "It is recorded, and waits for the other of chair and clerk"),
        Err(form) => render(&visit, &at, form).await,
    }
}

pub(super) async fn confirm(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let confirms = fields.get("confirm") == Some("yes");
    match award::decide_withdrawal(&visit, &at, confirms).await {
        Ok(()) if confirms => visit.go_saying(at.page("withdrawal"), "The bid is withdrawn. Nothing is signed with it"),
        Ok(()) => visit.go_saying(at.page("withdrawal"), "The record of a withdrawal is taken back"),
        Err(error) => render(&visit, &at, fields.refused(error)?).await,
    }
}

pub(super) async fn next(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| form.required("reasons", "Enter the reasons, for every school to read"));
    let verb = async |reasons: String| award::take_next_ranked(&visit, &at, &reasons).await;
    match outcome_of(&fields, read, verb).await? {
        Ok(()) => visit.go_saying(at.page("decision"), "The next bid is before the schools. Open a vote on it"),
        Err(form) => render(&visit, &at, form).await,
    }
}
