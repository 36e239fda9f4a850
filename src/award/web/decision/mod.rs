//! The decision on one page: the report, the vote, its result, who joins and what comes next.

mod build;
pub(super) mod pack;
mod report;
mod view;

pub(super) use view::DecisionPage;

use super::outcome_of;
use crate::award::LotAddress;
use crate::award::{self, JoinDecision, NewVote, Recording};
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::FormView;
use crate::platform::http::visit::{Visit, frame};
use ::entity::vote::Choice;
use axum::extract::Path;
use axum::response::Response;

pub(super) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

async fn render(visit: &Visit, at: &LotAddress, form: FormView) -> Result<Response> {
    let (of, page) = build::page(visit, at, form).await?;
    let frame = frame(page.heading.clone())
        .back("/decisions", "Back to decisions")
        .beside(of.sections("decision"))
        .seen_by("the member schools of the cluster, the tender team and the auditor; not the bidders");
    let form = page.form.clone();
    visit.form_page(frame, &form, &page)
}

fn done(at: &LotAddress) -> String {
    at.page("decision")
}

pub(super) async fn vote(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| NewVote {
        choice: form.choice("choice", Choice::ALL, "Choose For, Against or Abstain"),
        reason: form.optional("reason"),
    });
    let verb = async |new: NewVote| award::cast(&visit, &at, new).await;
    match outcome_of(&fields, read, verb).await? {
        Ok(true) => visit.go_saying(done(&at), "Your school's vote is changed"),
        Ok(false) => visit.go_saying(done(&at), "Your school's vote is cast. You can change it until voting closes"),
        Err(form) => render(&visit, &at, form).await,
    }
}

pub(super) async fn record(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| Recording {
        reason: form.required("minute_reason", "Enter the reason as it goes into the minute"),
        casting_vote: form.optional_parsed("casting_vote", "Choose the chair's casting vote"),
    });
    let verb = async |recording: Recording| award::record_vote(&visit, &at, recording).await;
    match outcome_of(&fields, read, verb).await? {
        Ok(counted) => visit.go_saying(done(&at), &format!("The decision is recorded: {}", counted.outcome)),
        Err(form) => render(&visit, &at, form).await,
    }
}

pub(super) async fn join(
    visit: Visit,
    at: LotAddress,
    Path((_, urn)): Path<(String, i32)>,
    fields: Fields,
) -> Result<Response> {
    let verb = async |decision: JoinDecision| award::decide_joining(&visit, &at, urn, decision).await;
    match outcome_of(&fields, fields.read(join_decision), verb).await? {
        Ok(()) => visit.go_saying(done(&at), "Your school's decision is recorded"),
        Err(form) => render(&visit, &at, form).await,
    }
}

fn join_decision(form: &Reader) -> JoinDecision {
    let sentence = "Enter the most a year that your body agrees to, like 1900";
    let joins = form.text("joins");
    let up_to = form.optional_money("up_to", sentence);
    if joins != "yes" && joins != "no" {
        form.error("joins", "Choose whether your school joins");
    }
    if joins == "yes" && up_to.is_none() {
        form.error("up_to", sentence);
    }
    JoinDecision {
        up_to: up_to.filter(|_| joins == "yes"),
        minute_reference: form
            .required("minute_reference", "Enter the minute of your body's decision, like FGB 14/2027"),
    }
}

pub(super) async fn contract(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    match award::start_contracting(&visit, &at).await {
        Ok(_) => visit.go_saying(done(&at), "The contract is drawn up. The provider and every body are asked to sign"),
        Err(error) => render(&visit, &at, fields.refused(error)?).await,
    }
}
