//! The decision on a tender: recommendation, vote, joining, summaries to every bidder, standstill, challenge.

mod ballot;
mod challenge;
mod combine;
mod contracting;
mod correction;
mod firmness;
mod forecast;
mod joining;
mod letters;
mod lists;
mod outcomes;
mod past;
mod public;
mod recommend;
mod repeat;
mod report;
pub mod rules;
mod scenarios;
pub mod store;
mod to_do;
mod validity;
pub mod web;
mod withdrawal;

pub use ballot::{NewBallot, NewVote, Own, Poll, Recording, cast, open_ballot, poll, record_vote, seat_of};
pub use challenge::{ChallengeFacts, challenge, challenges, decide_challenge};
pub use combine::{Combination, OneByOne, Together, combination};
pub use contracting::start_contracting;
pub use correction::{Corrected, CorrectionFacts, NewCorrection, correction, decide_correction, propose_correction};
pub use firmness::{Doubt, Firm, firm, firmness};
pub use forecast::{Expected, Forecast, forecast};
pub use joining::{JoinDecision, Joiner, Standing, decide_joining, standing};
pub use lists::{Waiting, cluster_of, clusters_of_actor, decisions, newest_decisions};
pub use outcomes::{Dispatch, OutcomeFacts, acknowledge, dispatch, outcome, send_outcomes_and_start_standstill};
pub use public::{PublicAward, public_section};
pub use recommend::{Proposal, end_without_award, proposal, recommend};
pub use repeat::{Reader, Repeat, is_party, is_told, repeat, repeat_own};
pub use report::{Effect, RankedBid, Report, Scene, report, scene};
pub use scenarios::{Scenario, lines_of};
pub use store::seats;
pub use to_do::to_do;
pub use validity::{KeepOpen, Validity, ask_to_keep_open, keep_open, keep_open_asked, validity};
pub use withdrawal::{
    WithdrawalFacts, decide_withdrawal, record_withdrawal, take_next_ranked, withdraw_won_bid, withdrawal,
};

pub use crate::bid::OpenedBid;
pub use crate::calc::Request;
pub use crate::evaluation::rules::Award as Assignment;
pub use crate::evaluation::rules::{
    CannotEvaluate, Criterion, CriterionSwing, ExclusionTest, Flag, Interval, Ranked, RivalMargin, RivalSwing,
};
pub use crate::evaluation::{PricedBid, PricedLot};
pub use crate::partner::consultations_on_tender;
pub use crate::tender::{LotAddress, TenderLot};

use crate::platform::access::Place;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::tender;
use ::entity::exact::Exact;
use ::entity::money::Money;
use ::entity::tender as tender_row;

/// The lot behind an address and where its tender is, for somebody who may know of it.
async fn find(context: &Context, at: impl Into<LotAddress>) -> Result<(TenderLot, Place)> {
    let at = at.into();
    let tender = tender::by_reference(context.read(), &at.reference).await?;
    let place = tender::visible_to(context.read(), &context.actor, &tender).await?;
    Ok((tender::lot_at(context.read(), tender, at.lot).await?, place))
}

fn event(tender: &tender_row::Model, action: &'static str, subject: impl std::fmt::Display) -> Event {
    Event::new(Chain::Tender(tender.id), action, subject)
}

/// An amount in whole pennies as it is stored.
fn money(amount: &Exact) -> Result<Money> {
    Money::rounded(amount).ok_or_else(|| Error::internal("an amount too large to store"))
}
