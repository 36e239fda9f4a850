//! A bidder reads how its bid was assessed, and may challenge.

use super::outcome_of;
use crate::award;
use crate::award::rules::{self, Line, PriceLine, Summary};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::{Visit, frame};
use ::entity::challenge;
use ::entity::ids::BidId;
use ::entity::tender::TenderState;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

#[derive(Serialize)]
struct Raised {
    at: DateTime<Utc>,
    grounds: String,
    decision: Option<String>,
}

#[derive(Serialize)]
pub(super) struct OutcomePage {
    form: FormView,
    action: String,
    reference: String,
    title: String,
    summary: Summary,
    sent_at: DateTime<Utc>,
    acknowledged_at: Option<DateTime<Utc>>,
    /// Where the standstill is, as a calendar, and whether the law asks for it.
    standstill: Option<String>,
    duty: &'static str,
    again: bool,
    /// The winner may withdraw; fewer schools joined than its bid is binding for.
    may_withdraw: bool,
    below: Option<i32>,
    withdraw_open: bool,
    withdrawn_at: Option<DateTime<Utc>>,
    others: Vec<Raised>,
    may_challenge: bool,
    /// The standstill is over.
    over: bool,
    /// A challenge stops its clock.
    paused: bool,
    /// The cluster's clerks with their addresses.
    clerks: Vec<String>,
    /// The form is unfolded: it has an error.
    challenge_open: bool,
    raised: Option<Raised>,
}

impl Page for OutcomePage {
    const TEMPLATE: &'static str = "award/outcome.html";
    fn samples() -> Vec<Self> {
        let lost = Summary { won: false, excluded: None, ..sample_summary() };
        let out = Summary { lines: Vec::new(), price: None, total: None, rank: None, ..lost.clone() };
        let out = Summary { excluded: Some("No insurance".to_owned()), winner_total: None, ..out };
        let gone = Summary { withdrew: true, ..lost.clone() };
        let page = |summary: Summary, fresh: bool, raised: Option<Option<&str>>| Self {
            form: FormView::default(),
            action: "/bids/0/outcome".to_owned(),
            reference: "DA-2027-001".to_owned(),
            title: "Catering".to_owned(),
            sent_at: DateTime::UNIX_EPOCH,
            acknowledged_at: (!fresh).then_some(DateTime::UNIX_EPOCH),
            standstill: fresh.then(|| "Day 3 of 8 working days.".to_owned()),
            duty: "The law asks for it.",
            again: !fresh,
            may_withdraw: fresh && summary.won,
            below: fresh.then_some(7),
            withdraw_open: false,
            withdrawn_at: (!fresh).then_some(DateTime::UNIX_EPOCH),
            others: if fresh { Vec::new() } else { vec![sample_raised(Some("Dismissed. As published"))] },
            may_challenge: fresh,
            over: !fresh,
            paused: fresh,
            clerks: if fresh { vec!["Cleo Clerk, cleo@example.org".to_owned()] } else { Vec::new() },
            challenge_open: false,
            raised: raised.map(sample_raised),
            summary,
        };
        vec![
            page(sample_summary(), true, None),
            page(lost.clone(), true, None),
            page(lost, false, Some(None)),
            page(out, false, Some(Some("Dismissed: as published"))),
            page(gone, true, None),
        ]
    }
}

fn sample_raised(decision: Option<&str>) -> Raised {
    Raised {
        at: DateTime::UNIX_EPOCH,
        grounds: "The score for menus".to_owned(),
        decision: decision.map(str::to_owned),
    }
}

fn sample_summary() -> Summary {
    let mark = || award::rules::Mark { score: 5, mark: "20.00".to_owned() };
    Summary {
        won: true,
        withdrew: false,
        rank: Some(1),
        excluded: None,
        lines: vec![Line {
            criterion: "Menus".to_owned(),
            question: "How?".to_owned(),
            weight: "20".to_owned(),
            scale_max: 5,
            own: mark(),
            reason: "Clear".to_owned(),
            higher: Some("Name every allergen".to_owned()),
            winner: Some(mark()),
        }],
        price: Some(PriceLine { weight: "40".to_owned(), own: "34.29".to_owned(), winner: Some("34.29".to_owned()) }),
        total: Some("84.29".to_owned()),
        whole_life: Some("36000.00".to_owned()),
        winner_name: "Alder Catering".to_owned(),
        winner_total: Some("84.29".to_owned()),
        contract_value: "36000.00".to_owned(),
        schools: 8,
    }
}

pub(super) async fn show(visit: Visit, Path(id): Path<BidId>) -> Result<Response> {
    render(&visit, id, FormView::default()).await
}

async fn render(visit: &Visit, id: BidId, form: FormView) -> Result<Response> {
    use TenderState::{Moderation, Priced, Ratified, Recommended, Scoring};
    let facts = award::outcome(visit, id).await?;
    let shown = |raised: challenge::Model| Raised {
        at: raised.raised_at,
        decision: raised.outcome.map(|outcome| decided(outcome, raised.outcome_reason)),
        grounds: raised.grounds,
    };
    let clock = facts.lot.standstill_from.zip(facts.lot.standstill_ends_at);
    let clock = clock.and_then(|(from, ends)| rules::clock(from, ends, visit.now).ok());
    let joined = i32::try_from(facts.summary.schools).unwrap_or(i32::MAX);
    let typed_reason = form.values.contains_key("reason");
    let won = facts.summary.won;
    let page = OutcomePage {
        form: form.clone(),
        action: format!("/bids/{id}/outcome"),
        reference: facts.tender.reference.clone(),
        title: facts.title.clone(),
        summary: facts.summary,
        sent_at: facts.outcome.sent_at,
        acknowledged_at: facts.outcome.acknowledged_at,
        standstill: clock.map(|clock| clock.words()),
        duty: rules::duty(facts.tender.route),
        again: matches!(facts.lot.state, Scoring | Moderation | Priced | Recommended | Ratified),
        may_withdraw: facts.may_withdraw,
        below: (joined < facts.tender.minimum_schools).then_some(facts.tender.minimum_schools),
        withdraw_open: !form.is_sound() && typed_reason,
        withdrawn_at: facts.withdrawal.and_then(|one| one.confirmed_at),
        others: facts.others.into_iter().map(shown).collect(),
        may_challenge: facts.may_challenge && !won,
        over: facts.lot.standstill_ends_at.is_some_and(|ends| ends <= visit.now),
        paused: facts.lot.state == TenderState::Challenged,
        clerks: facts.clerks,
        challenge_open: !form.is_sound() && !typed_reason,
        raised: facts.challenge.map(shown),
    };
    let frame = frame(format!("Outcome of {}", facts.tender.reference))
        .back("/bids", "Back to your bids")
        .seen_by("your organisation. Other bidders see their own");
    visit.form_page(frame, &form, &page)
}

fn decided(outcome: ::entity::challenge::ChallengeOutcome, reason: Option<String>) -> String {
    use ::entity::challenge::ChallengeOutcome::{Cancel, Dismissed, Rescore};
    let words = match outcome {
        Dismissed => "Dismissed",
        Rescore => "Upheld: the bids are scored again",
        Cancel => "Upheld: the tender is cancelled",
    };
    format!("{words}. {}", reason.unwrap_or_default())
}

pub(super) async fn acknowledge(visit: Visit, Path(id): Path<BidId>, fields: Fields) -> Result<Response> {
    match award::acknowledge(&visit, id).await {
        Ok(()) => {
            visit.go_saying(format!("/bids/{id}/outcome"), "Thank you. It is recorded that you have read the outcome")
        }
        Err(error) => render(&visit, id, fields.refused(error)?).await,
    }
}

pub(super) async fn challenge(visit: Visit, Path(id): Path<BidId>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| form.required("grounds", "Enter what was wrong, and with which score or rule"));
    let verb = async |grounds: String| award::challenge(&visit, id, &grounds).await;
    match outcome_of(&fields, read, verb).await? {
        Ok(()) => visit.go_saying(
            format!("/bids/{id}/outcome"),
            "Your challenge is with the reviewer. Nothing is signed until it is decided",
        ),
        Err(form) => render(&visit, id, form).await,
    }
}

pub(super) async fn withdraw(visit: Visit, Path(id): Path<BidId>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| form.required("reason", "Enter why you withdraw"));
    let verb = async |reason: String| award::withdraw_won_bid(&visit, id, &reason).await;
    match outcome_of(&fields, read, verb).await? {
        Ok(()) => visit.go_saying(format!("/bids/{id}/outcome"), "Your bid is withdrawn. The buyers are told"),
        Err(form) => render(&visit, id, form).await,
    }
}
