//! Pages of the decision: recommendation, vote, joining, outcomes, challenges, and each bidder's own outcome.

mod ballot;
mod challenges;
mod combination;
mod correction;
mod decision;
mod firmness;
mod list;
mod outcome;
mod outcomes;
mod recommend;
mod repeat;
mod validity;
mod withdrawal;

use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, PageSample};
use crate::platform::http::routes::{Routes, Who};

pub fn routes() -> Routes {
    const REPORT: Who = Who::May(&[Action::SeeReport]);
    const BID: Who = Who::May(&[Action::Bid]);
    const CORRECT: Who = Who::May(&[Action::CorrectAward]);
    const WITHDRAW: Who = Who::May(&[Action::RecordWithdrawal]);
    Routes::new()
        .get("/tenders/{reference}/recommend", Who::May(&[Action::Recommend]), recommend::show)
        .post("/tenders/{reference}/recommend", Who::May(&[Action::Recommend]), recommend::recommend)
        .post("/tenders/{reference}/recommend/none", Who::May(&[Action::Recommend]), recommend::end)
        .get("/tenders/{reference}/combination", Who::May(&[Action::SeePrices]), combination::show)
        .get("/tenders/{reference}/firmness", REPORT, firmness::show)
        .get("/tenders/{reference}/decision", REPORT, decision::show)
        .get("/tenders/{reference}/decision/pack", REPORT, decision::pack::show)
        .get("/tenders/{reference}/decision/pack.pdf", REPORT, decision::pack::download)
        .post("/tenders/{reference}/decision/vote", Who::May(&[Action::Vote]), decision::vote)
        .post("/tenders/{reference}/decision/record", Who::May(&[Action::RecordVote]), decision::record)
        .post("/tenders/{reference}/decision/joining/{urn}", Who::May(&[Action::RecordMandate]), decision::join)
        .post("/tenders/{reference}/decision/contract", Who::May(&[Action::StartContracting]), decision::contract)
        .get("/tenders/{reference}/ballot", Who::May(&[Action::OpenBallot]), ballot::show)
        .post("/tenders/{reference}/ballot", Who::May(&[Action::OpenBallot]), ballot::open)
        .get("/tenders/{reference}/outcomes", Who::May(&[Action::StartStandstill]), outcomes::show)
        .post("/tenders/{reference}/outcomes", Who::May(&[Action::StartStandstill]), outcomes::send)
        .get("/tenders/{reference}/challenges", Who::May(&[Action::SeeTenderTeam]), challenges::show)
        .post("/tenders/{reference}/challenges/{id}", Who::May(&[Action::DecideChallenge]), challenges::decide)
        .get("/tenders/{reference}/correction", CORRECT, correction::show)
        .post("/tenders/{reference}/correction", CORRECT, correction::propose)
        .post("/tenders/{reference}/correction/{id}", CORRECT, correction::decide)
        .get("/tenders/{reference}/validity", Who::May(&[Action::SeeTenderTeam]), validity::show)
        .post("/tenders/{reference}/validity", Who::May(&[Action::EditTender]), validity::ask)
        .get("/tenders/{reference}/withdrawal", Who::May(&[Action::SeeTenderTeam]), withdrawal::show)
        .post("/tenders/{reference}/withdrawal", WITHDRAW, withdrawal::record)
        .post("/tenders/{reference}/withdrawal/confirm", WITHDRAW, withdrawal::confirm)
        .post("/tenders/{reference}/withdrawal/next", Who::May(&[Action::Recommend]), withdrawal::next)
        .get("/tenders/{reference}/repeat", Who::Public, repeat::show)
        .get("/tenders/{reference}/evaluation.jsonl", REPORT, repeat::download)
        .get("/tenders/{reference}/evaluation-public.jsonl", Who::Public, repeat::download_public)
        .get("/bids/{id}/repeat.jsonl", BID, repeat::download_own)
        .get("/bids/{id}/outcome", BID, outcome::show)
        .post("/bids/{id}/outcome", BID, outcome::acknowledge)
        .post("/bids/{id}/outcome/challenge", BID, outcome::challenge)
        .post("/bids/{id}/outcome/withdraw", BID, outcome::withdraw)
        .get("/bids/{id}/validity", BID, validity::show_own)
        .post("/bids/{id}/validity", BID, validity::keep_open)
        .get("/decisions", REPORT, list::show)
        .get("/clusters/{slug}/decisions", REPORT, list::show_cluster)
}

pub fn pages() -> Vec<PageSample> {
    vec![
        PageSample::of::<recommend::RecommendPage>(),
        PageSample::of::<combination::CombinationPage>(),
        PageSample::of::<decision::DecisionPage>(),
        PageSample::of::<decision::pack::PackPage>(),
        PageSample::of::<firmness::FirmnessPage>(),
        PageSample::of::<repeat::RepeatPage>(),
        PageSample::of::<ballot::BallotPage>(),
        PageSample::of::<outcomes::OutcomesPage>(),
        PageSample::of::<challenges::ChallengesPage>(),
        PageSample::of::<correction::CorrectionPage>(),
        PageSample::of::<validity::ValidityPage>(),
        PageSample::of::<validity::KeepOpenPage>(),
        PageSample::of::<withdrawal::WithdrawalPage>(),
        PageSample::of::<outcome::OutcomePage>(),
        PageSample::of::<list::ListPage>(),
    ]
}

/// What came of a form: done, or the form to show again.
async fn outcome_of<T, V>(
    fields: &Fields,
    read: std::result::Result<V, FormView>,
    verb: impl AsyncFnOnce(V) -> Result<T>,
) -> Result<std::result::Result<T, FormView>> {
    match read {
        Ok(value) => match verb(value).await {
            Ok(done) => Ok(Ok(done)),
            Err(error) => Ok(Err(fields.refused(error)?)),
        },
        Err(form) => Ok(Err(form)),
    }
}
