//! A wrong score put right after the outcomes were sent: proposed by one person, confirmed by another.

use super::outcome_of;
use crate::award::LotAddress;
use crate::award::{self, Corrected, CorrectionFacts, NewCorrection};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::{Visit, frame};
use ::entity::award_correction;
use ::entity::ids::{BidId, CorrectionId, CriterionId};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct Proposed {
    id: String,
    provider: String,
    criterion: String,
    from_score: i32,
    to_score: i32,
    to_reason: String,
    because: String,
    at: DateTime<Utc>,
    /// Why this reader cannot confirm it.
    hindrance: Option<String>,
}

#[derive(Serialize)]
pub(super) struct CorrectionPage {
    form: FormView,
    reference: String,
    lot: String,
    title: String,
    answers: Vec<Choice>,
    open: Option<Proposed>,
    refusal: Option<String>,
}

impl Page for CorrectionPage {
    const TEMPLATE: &'static str = "award/correction.html";
    fn samples() -> Vec<Self> {
        let open = |hindrance: Option<&str>| Proposed {
            id: "0".to_owned(),
            provider: "Cedar Kitchens".to_owned(),
            criterion: "Menus".to_owned(),
            from_score: 3,
            to_score: 5,
            to_reason: "Every allergen is named".to_owned(),
            because: "A 3 was typed for the 5 in the minutes".to_owned(),
            at: DateTime::UNIX_EPOCH,
            hindrance: hindrance.map(str::to_owned),
        };
        let page = |open: Option<Proposed>, refusal: Option<&str>| Self {
            form: FormView::default(),
            reference: "DA-2027-001".to_owned(),
            lot: String::new(),
            title: "Catering".to_owned(),
            answers: vec![Choice { value: "0 0".to_owned(), text: "Menus, Cedar Kitchens: 3 of 5".to_owned() }],
            open,
            refusal: refusal.map(str::to_owned),
        };
        let waits = Some("A correction waits for a second person already");
        vec![
            page(None, None),
            page(Some(open(None)), waits),
            page(Some(open(Some("Another person"))), waits),
            page(None, waits),
        ]
    }
}

fn proposed(facts: &CorrectionFacts, open: &award_correction::Model) -> Proposed {
    let criterion = facts.priced.sheet.criteria.iter().find(|one| one.id == open.criterion_id);
    Proposed {
        id: open.id.to_string(),
        provider: facts.priced.provider(&open.bid_id.to_string()),
        criterion: criterion.map(|one| one.name.clone()).unwrap_or_default(),
        from_score: open.from_score,
        to_score: open.to_score,
        to_reason: open.to_reason.clone(),
        because: open.because.clone(),
        at: open.proposed_at,
        hindrance: facts.cannot_confirm.as_ref().map(ToString::to_string),
    }
}

/// Every agreed score, to choose the wrong one from.
fn answers(facts: &CorrectionFacts) -> Vec<Choice> {
    let choice = |(bid, criterion): (&crate::award::OpenedBid, &::entity::criterion::Model)| {
        let agreed = facts.priced.sheet.agreed_of(bid.bid, criterion.id)?;
        let text = format!("{}, {}: {} of {}", criterion.name, bid.provider_name, agreed.score, criterion.scale_max);
        Some(Choice { value: format!("{} {}", bid.bid, criterion.id), text })
    };
    facts.priced.sheet.cells().filter_map(choice).collect()
}

pub(super) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

async fn render(visit: &Visit, at: &LotAddress, form: FormView) -> Result<Response> {
    let facts = award::correction(visit, at).await?;
    let of = facts.scene.of();
    let page = CorrectionPage {
        form: form.clone(),
        reference: facts.scene.tender.reference.clone(),
        lot: at.keep(),
        title: of.title(),
        answers: answers(&facts),
        open: facts.open.as_ref().map(|open| proposed(&facts, open)),
        refusal: facts.refusal.map(|refusal| refusal.to_string()),
    };
    let frame = frame("Correct a wrong score")
        .beside(of.sections("correction"))
        .back(at.page("decision"), "Back to the decision")
        .seen_by("the chair, the vice-chair, the clerk, the tender lead and the reviewers");
    visit.form_page(frame, &form, &page)
}

fn answer(text: &str) -> Option<(BidId, CriterionId)> {
    let (bid, criterion) = text.split_once(' ')?;
    Some((bid.parse().ok()?, criterion.parse().ok()?))
}

pub(super) async fn propose(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let which = answer(&form.text("answer"));
        if which.is_none() {
            form.error("answer", "Choose the score that is wrong");
        }
        let score = form.parsed("score", "Enter the score as it should be, like 4", 0);
        let reason = form.required("reason", "Enter the reason that the bidder reads");
        let because = form.required("because", "Enter what the error was, and what shows it");
        which.map(|(bid, criterion)| NewCorrection { bid, criterion, score, reason, because })
    });
    let verb = async |new: Option<NewCorrection>| match new {
        Some(new) => award::propose_correction(&visit, &at, new).await,
        None => Ok(()),
    };
    match outcome_of(&fields, read, verb).await? {
        Ok(()) => visit.go_saying(at.page("correction"), "The correction waits for a second person of another school"),
        Err(form) => render(&visit, &at, form).await,
    }
}

pub(super) async fn decide(
    visit: Visit,
    at: LotAddress,
    Path((_, id)): Path<(String, CorrectionId)>,
    fields: Fields,
) -> Result<Response> {
    let confirms = fields.get("confirm") == Some("yes");
    match award::decide_correction(&visit, &at, id, confirms).await {
        Ok(done) => visit.go_saying(at.page("decision"), words(done)),
        Err(error) => render(&visit, &at, fields.refused(error)?).await,
    }
}

fn words(done: Corrected) -> &'static str {
    match done {
        Corrected::SameWinner => {
            "The score is corrected. The same bid wins: send the corrected outcomes to every bidder"
        }
        Corrected::AnotherWinner => "The score is corrected. Another bid is ranked first now: open a vote on it",
        Corrected::Dropped => "The correction is not made",
    }
}
