//! The panel's pages: one's own scores, moderation, then prices.

mod disagreement;
mod explain;
mod moderation;
mod prices;
mod scoring;
mod signals;

use crate::platform::access::Action;
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::{Routes, Who};
use serde::Serialize;

pub fn routes() -> Routes {
    const SCORE: Who = Who::May(&[Action::Score]);
    const PANEL: Who = Who::May(&[Action::Moderate]);
    const SECONDS: Who = Who::May(&[Action::ConfirmExclusion]);
    const LEAD: Who = Who::May(&[Action::Recommend]);
    Routes::new()
        .get("/tenders/{reference}/evaluation", SCORE, scoring::show)
        .post("/tenders/{reference}/evaluation", SCORE, scoring::submit)
        .get("/tenders/{reference}/evaluation/{bid}/{criterion}", SCORE, scoring::show_one)
        .post("/tenders/{reference}/evaluation/{bid}/{criterion}", SCORE, scoring::save)
        .get("/tenders/{reference}/moderation", PANEL, moderation::show)
        .get("/tenders/{reference}/moderation/{bid}/{criterion}", PANEL, moderation::show_one)
        .post("/tenders/{reference}/moderation/{bid}/{criterion}", PANEL, moderation::agree)
        .get("/tenders/{reference}/disagreement", PANEL, disagreement::show)
        .get("/tenders/{reference}/moderation/prices", PANEL, moderation::show_confirm)
        .post("/tenders/{reference}/moderation/prices", PANEL, moderation::confirm)
        .get("/tenders/{reference}/prices", Who::May(&[Action::SeePrices]), prices::show)
        .post("/tenders/{reference}/prices/{bid}/enquiry", LEAD, prices::ask)
        .post("/tenders/{reference}/prices/{bid}/enquiry/outcome", LEAD, prices::close)
        .post("/tenders/{reference}/prices/{bid}/enquiry/confirm", SECONDS, prices::confirm)
        .get("/bids/{id}/price-explanation", Who::May(&[Action::Bid]), explain::show)
        .post("/bids/{id}/price-explanation", Who::May(&[Action::Bid]), explain::answer)
}

pub fn pages() -> Vec<PageSample> {
    vec![
        PageSample::of::<scoring::ScoringPage>(),
        PageSample::of::<scoring::ScorePage>(),
        PageSample::of::<moderation::ModerationPage>(),
        PageSample::of::<disagreement::DisagreementPage>(),
        PageSample::of::<moderation::AgreePage>(),
        PageSample::of::<moderation::ConfirmPage>(),
        PageSample::of::<prices::PricesPage>(),
        PageSample::of::<explain::ExplainPage>(),
    ]
}

/// One value of a scale, for radios.
#[derive(Clone, Debug, Serialize)]
struct Choice {
    value: String,
    text: String,
    hint: Option<String>,
}

/// 0 to the top of the scale, with its words.
fn scale(scale_max: i32) -> Vec<Choice> {
    let choice = |score: i32| Choice {
        value: score.to_string(),
        text: format!("{score} – {}", super::rules::panel::scale_words(score, scale_max)),
        hint: None,
    };
    (0..=scale_max).map(choice).collect()
}
