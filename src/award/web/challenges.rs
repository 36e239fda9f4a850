//! Challenges of an award, and the reviewer's decision.

use super::outcome_of;
use crate::award;
use crate::award::LotAddress;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::{Visit, frame};
use ::entity::challenge::{self, ChallengeOutcome};
use ::entity::ids::ChallengeId;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

#[derive(Serialize)]
struct Challenge {
    id: String,
    provider: String,
    grounds: String,
    raised_at: DateTime<Utc>,
    decision: Option<&'static str>,
    reason: Option<String>,
    decided_at: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
pub(super) struct ChallengesPage {
    form: FormView,
    reference: String,
    title: String,
    /// The one to decide now.
    open: Option<Challenge>,
    others: Vec<Challenge>,
    may_decide: bool,
}

impl Page for ChallengesPage {
    const TEMPLATE: &'static str = "award/challenges.html";
    fn samples() -> Vec<Self> {
        let one = |decided: bool| Challenge {
            id: "0".to_owned(),
            provider: "Birch Catering".to_owned(),
            grounds: "The score for menus".to_owned(),
            raised_at: DateTime::UNIX_EPOCH,
            decision: decided.then_some("Dismissed"),
            reason: decided.then(|| "The score was given as published".to_owned()),
            decided_at: decided.then_some(DateTime::UNIX_EPOCH),
        };
        let page = |may_decide: bool, open: bool, others: Vec<Challenge>| Self {
            form: FormView::default(),
            reference: "DA-2027-001".to_owned(),
            title: "Catering".to_owned(),
            open: open.then(|| one(false)),
            others,
            may_decide,
        };
        vec![
            page(true, true, vec![one(true), one(false)]),
            page(false, true, Vec::new()),
            page(false, false, Vec::new()),
        ]
    }
}

fn words(outcome: ChallengeOutcome) -> &'static str {
    match outcome {
        ChallengeOutcome::Dismissed => "Dismissed",
        ChallengeOutcome::Rescore => "Upheld: the bids are scored again",
        ChallengeOutcome::Cancel => "Upheld: the tender is cancelled",
    }
}

fn shown((provider, row): (String, challenge::Model)) -> Challenge {
    Challenge {
        id: row.id.to_string(),
        provider,
        grounds: row.grounds,
        raised_at: row.raised_at,
        decision: row.outcome.map(words),
        reason: row.outcome_reason,
        decided_at: row.decided_at,
    }
}

pub(super) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

async fn render(visit: &Visit, at: &LotAddress, form: FormView) -> Result<Response> {
    let facts = award::challenges(visit, at).await?;
    let mut all: Vec<Challenge> = facts.all.into_iter().map(shown).collect();
    let open = all.iter().rposition(|one| one.decision.is_none()).map(|place| all.remove(place));
    let beside = facts.scene.of().sections("challenges");
    let page = ChallengesPage {
        form: form.clone(),
        reference: facts.scene.tender.reference,
        title: facts.title,
        open,
        others: all,
        may_decide: facts.may_decide,
    };
    let frame = frame("Challenges")
        .beside(beside)
        .back(at.page("decision"), "Back to the decision")
        .seen_by("the reviewer, the tender team and the challenger");
    visit.form_page(frame, &form, &page)
}

pub(super) async fn decide(
    visit: Visit,
    at: LotAddress,
    Path((_, id)): Path<(String, ChallengeId)>,
    fields: Fields,
) -> Result<Response> {
    let read = fields.read(|form| {
        let decision = form.choice("decision", ChallengeOutcome::ALL, "Choose what comes of the challenge");
        (decision, form.required("reason", "Enter the reasons for the decision"))
    });
    let verb = async |(decision, reason): (ChallengeOutcome, String)| {
        award::decide_challenge(&visit, &at, id, decision, &reason).await
    };
    match outcome_of(&fields, read, verb).await? {
        Ok(()) => visit.go_saying(at.page("challenges"), "The decision is recorded and the bidders are told"),
        Err(form) => render(&visit, &at, form).await,
    }
}
