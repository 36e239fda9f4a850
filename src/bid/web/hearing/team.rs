//! The buyers' page: notice, what the bidder says, and the decision of two people.

use super::{Told, decision_words};
use crate::bid::hearing::{self, Hearings};
use crate::bid::name_of;
use crate::bid::rules::hearing::ground_words;
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::exclusion::{Decision, Ground, Model};
use ::entity::ids::BidId;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

const READERS: Who = Who::May(&[Action::HearBidder, Action::ConfirmExclusion]);
const HEARERS: Who = Who::May(&[Action::HearBidder]);
const SECONDS: Who = Who::May(&[Action::ConfirmExclusion]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/compliance/{bid}/hearing", READERS, show)
        .post("/tenders/{reference}/compliance/{bid}/hearing", HEARERS, give_notice)
        .post("/tenders/{reference}/compliance/{bid}/hearing/decision", HEARERS, propose)
        .post("/tenders/{reference}/compliance/{bid}/hearing/confirm", SECONDS, confirm)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<HearingPage>()]
}

#[derive(Clone, Serialize)]
struct Choice {
    value: &'static str,
    text: &'static str,
}

/// A decision that waits for a second person.
#[derive(Clone, Serialize)]
struct Proposed {
    by: String,
    decision: &'static str,
    reason: String,
}

#[derive(Serialize)]
struct HearingPage {
    form: FormView,
    path: String,
    label: String,
    provider: String,
    told: Vec<Told>,
    proposed: Option<Proposed>,
    may_notify: bool,
    may_propose: bool,
    may_confirm: bool,
    grounds: Vec<Choice>,
    decisions: Vec<Choice>,
}

fn grounds() -> Vec<Choice> {
    Ground::ALL.iter().map(|ground| Choice { value: ground.as_str(), text: ground_words(*ground) }).collect()
}

fn decisions() -> Vec<Choice> {
    Decision::ALL.iter().map(|one| Choice { value: one.as_str(), text: decision_words(*one) }).collect()
}

impl Page for HearingPage {
    const TEMPLATE: &'static str = "bid/hearing.html";
    fn samples() -> Vec<Self> {
        let proposed = Proposed { by: "A".to_owned(), decision: "The bidder stays in", reason: "Shown".to_owned() };
        let page = |told, proposed, (may_notify, may_propose, may_confirm)| Self {
            form: FormView::default().refusing("reason", "Enter the reason"),
            path: "/tenders/NG-2027-004/compliance/1".to_owned(),
            label: "Provider A".to_owned(),
            provider: "Larder".to_owned(),
            told,
            proposed,
            may_notify,
            may_propose,
            may_confirm,
            grounds: grounds(),
            decisions: decisions(),
        };
        vec![
            page(Vec::new(), None, (true, false, false)),
            page(vec![Told::sample(false)], None, (false, true, false)),
            page(vec![Told::sample(false), Told::sample(true)], Some(proposed.clone()), (false, false, true)),
            page(vec![Told::sample(false)], Some(proposed), (false, false, false)),
        ]
    }
}

fn bid_id(text: &str) -> Result<BidId> {
    text.parse().map_err(|_| Error::NotFound)
}

async fn show(visit: Visit, Path((reference, bid)): Path<(String, String)>) -> Result<Response> {
    render(&visit, &reference, &bid, FormView::default()).await
}

async fn render(visit: &Visit, reference: &str, bid: &str, form: FormView) -> Result<Response> {
    let held = hearing::of_bid(visit, reference, bid_id(bid)?).await?;
    let path = format!("/tenders/{reference}/compliance/{bid}");
    let page = HearingPage {
        form: form.clone(),
        path: path.clone(),
        label: held.bid.label.clone().unwrap_or_default(),
        provider: held.provider.clone(),
        told: held.all.iter().map(Told::of).collect(),
        proposed: proposed(visit, &held).await?,
        may_notify: held.may_notify,
        may_propose: held.may_propose,
        may_confirm: held.may_confirm,
        grounds: grounds(),
        decisions: decisions(),
    };
    let head = frame("Hearing of a bidder")
        .back(format!("/tenders/{reference}"), held.tender.title.clone())
        .seen_by("the tender lead, the clerk and the reviewer; the bidder reads the notice and the decision");
    visit.form_page(head, &form, &page)
}

async fn proposed(visit: &Visit, held: &Hearings) -> Result<Option<Proposed>> {
    let waits = |hearing: &&Model| hearing.confirmed_at.is_none() && hearing.proposed_by.is_some();
    let Some(hearing) = held.all.iter().find(waits) else { return Ok(None) };
    let (Some(by), Some(decision)) = (hearing.proposed_by, hearing.decision) else { return Ok(None) };
    Ok(Some(Proposed {
        by: name_of(visit, by).await?,
        decision: decision_words(decision),
        reason: hearing.decision_reason.clone().unwrap_or_default(),
    }))
}

async fn finish(
    visit: &Visit,
    (reference, bid): (&str, &str),
    fields: &Fields,
    done: Result<&'static str>,
) -> Result<Response> {
    match done {
        Ok(said) => visit.go_saying(format!("/tenders/{reference}/compliance/{bid}/hearing"), said),
        Err(error) => render(visit, reference, bid, fields.refused(error)?).await,
    }
}

async fn give_notice(visit: Visit, Path((reference, bid)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let ground = form.choice("ground", Ground::ALL, "Choose the ground");
        let reason = form.required("reason", "Enter what the ground rests on");
        (ground, reason, form.date("answer_until", "Enter the last day on which the bidder can answer"))
    });
    let done = match read {
        Ok((ground, reason, until)) => {
            let id = bid_id(&bid)?;
            hearing::give_notice(&visit, &reference, id, ground, &reason, until).await.map(|()| "The bidder has notice")
        }
        Err(form) => return render(&visit, &reference, &bid, form).await,
    };
    finish(&visit, (&reference, &bid), &fields, done).await
}

async fn propose(visit: Visit, Path((reference, bid)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let decision = form.choice("decision", Decision::ALL, "Choose what is decided");
        (decision, form.required("decision_reason", "Enter the reasons, with what the bidder said"))
    });
    let done = match read {
        Ok((decision, reason)) => {
            let proposed = hearing::propose(&visit, &reference, bid_id(&bid)?, decision, &reason).await;
            proposed.map(|()| "Proposed. Another person must confirm it")
        }
        Err(form) => return render(&visit, &reference, &bid, form).await,
    };
    finish(&visit, (&reference, &bid), &fields, done).await
}

async fn confirm(visit: Visit, Path((reference, bid)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let done = hearing::confirm(&visit, &reference, bid_id(&bid)?).await;
    let done = done.map(|_| "Decided. The bidder is told");
    finish(&visit, (&reference, &bid), &fields, done).await
}
