//! The machine of a tender and its lots (`product.md`, "The tender's states"): one table, nothing beside it.
//!
//! What people decide is stored; what a clock decides is computed by [`phase`] and stored by the first action that finds
//! it past. From Compliance on an event happens to a lot, and the tender's state is that of its least advanced lot.

use ::entity::membership::Role;
use ::entity::tender::{self, TenderState, TenderState::*};
use chrono::{DateTime, Utc};

/// Something that happens to a tender or to one of its lots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TenderEvent {
    Pool,
    SendToReview,
    ReturnToDraft,
    Publish,
    Withdraw,
    Close,
    FindNoBid,
    OpenBids,
    GoOnWithOneBid,
    StopWithOneBid,
    FindNoneFit,
    FindNoAward,
    StartScoring,
    FinishScoring,
    LockQuality,
    Recommend,
    Ratify,
    SendBack,
    EndByVote,
    StartStandstill,
    Challenge,
    DismissChallenge,
    UpholdChallenge,
    CancelOnChallenge,
    CorrectAward,
    CorrectWinner,
    TakeNextRanked,
    StartContracting,
    GoLive,
    End,
    Terminate,
    Cancel,
}

/// Who makes an event happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// One person who holds one of the roles.
    One(&'static [Role]),
    /// Two different people: one of the first roles and one of the second.
    Two(&'static [Role], &'static [Role]),
    /// A bidder whose bid was assessed.
    Bidder,
    /// The clock, stored by the first action that finds it past.
    Clock,
    /// The last step of something else.
    Itself,
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    pub from: &'static [TenderState],
    pub to: TenderState,
    pub by: By,
    /// What has to be so, in words.
    pub guard: &'static str,
}

/// Every state without a contract yet that is not final.
pub const BEFORE_A_CONTRACT: &[TenderState] = &[
    Draft,
    Pooling,
    Review,
    Open,
    Sealed,
    Compliance,
    Scoring,
    Moderation,
    Priced,
    Recommended,
    Ratified,
    Standstill,
    Challenged,
    Contracting,
];

const CHAIR: &[Role] = &[Role::Chair];
const CLERK: &[Role] = &[Role::Clerk];
const REVIEWER: &[Role] = &[Role::Reviewer];
const KEY_HOLDER: &[Role] = &[Role::KeyHolder];
const LEAD: &[Role] = &[Role::TenderLead];
const EVALUATOR: &[Role] = &[Role::Evaluator];
const CORRECTORS: &[Role] = &[Role::Chair, Role::ViceChair, Role::Clerk, Role::TenderLead, Role::Reviewer];
/// The bidders were told, nothing is signed by all.
const TOLD: &[TenderState] = &[Standstill, Contracting];
const OFFICERS: &[Role] = &[Role::Chair, Role::ViceChair, Role::Clerk];

impl TenderEvent {
    pub const ALL: &'static [TenderEvent] = &[
        TenderEvent::Pool,
        TenderEvent::SendToReview,
        TenderEvent::ReturnToDraft,
        TenderEvent::Publish,
        TenderEvent::Withdraw,
        TenderEvent::Close,
        TenderEvent::FindNoBid,
        TenderEvent::OpenBids,
        TenderEvent::GoOnWithOneBid,
        TenderEvent::StopWithOneBid,
        TenderEvent::FindNoneFit,
        TenderEvent::FindNoAward,
        TenderEvent::StartScoring,
        TenderEvent::FinishScoring,
        TenderEvent::LockQuality,
        TenderEvent::Recommend,
        TenderEvent::Ratify,
        TenderEvent::SendBack,
        TenderEvent::EndByVote,
        TenderEvent::StartStandstill,
        TenderEvent::Challenge,
        TenderEvent::DismissChallenge,
        TenderEvent::UpholdChallenge,
        TenderEvent::CancelOnChallenge,
        TenderEvent::CorrectAward,
        TenderEvent::CorrectWinner,
        TenderEvent::TakeNextRanked,
        TenderEvent::StartContracting,
        TenderEvent::GoLive,
        TenderEvent::End,
        TenderEvent::Terminate,
        TenderEvent::Cancel,
    ];

    /// The table.
    pub fn transition(self) -> Transition {
        use By::*;
        use TenderEvent as E;
        let (from, to, by, guard): (&'static [TenderState], _, _, _) = match self {
            E::Pool => (&[Draft], Pooling, One(CHAIR), "an agreement is in force"),
            E::SendToReview => (&[Pooling], Review, One(CHAIR), "every included school's demand is committed"),
            E::ReturnToDraft => (&[Review], Draft, One(REVIEWER), "a reason is given"),
            E::Publish => (&[Review], Open, One(REVIEWER), "from another school than the chair; nothing is missing"),
            E::Withdraw => (&[Open], Withdrawn, One(CHAIR), "a public reason is given"),
            E::Close => (&[Open], Sealed, Clock, "the deadline is past"),
            E::FindNoBid => (&[Sealed], Unsuccessful, Two(KEY_HOLDER, KEY_HOLDER), "no bid was received"),
            E::OpenBids => (&[Sealed], Compliance, Two(KEY_HOLDER, KEY_HOLDER), "of different schools, both declared"),
            E::GoOnWithOneBid => (&[Sealed], Compliance, One(REVIEWER), "one bid was received"),
            E::StopWithOneBid => (&[Sealed], Unsuccessful, One(REVIEWER), "one bid was received"),
            E::FindNoneFit => (&[Compliance], Unsuccessful, One(LEAD), "no bid met every condition"),
            E::FindNoAward => (&[Priced], Unsuccessful, One(LEAD), "no bid can be recommended; reasons are given"),
            E::StartScoring => (&[Compliance], Scoring, One(LEAD), "every bid was checked"),
            E::FinishScoring => (&[Scoring], Moderation, Itself, "the last score was submitted"),
            E::LockQuality => {
                (&[Moderation], Priced, Two(LEAD, EVALUATOR), "a consensus and a reason for every question")
            }
            E::Recommend => (&[Priced], Recommended, One(LEAD), "low-price explanations are closed"),
            E::Ratify => (&[Recommended], Ratified, One(CLERK), "a quorate vote accepted the first-ranked bid"),
            E::SendBack => (&[Recommended], Scoring, One(CLERK), "a vote found a recorded scoring error"),
            E::EndByVote => (&[Recommended], Cancelled, One(CLERK), "a vote ended the tender"),
            E::StartStandstill => (&[Ratified], Standstill, One(CHAIR), "every assessment summary is sent"),
            E::Challenge => (&[Standstill], Challenged, Bidder, "the standstill is not over"),
            E::DismissChallenge => (&[Challenged], Standstill, One(REVIEWER), "reasons are given"),
            E::UpholdChallenge => (&[Challenged], Scoring, One(REVIEWER), "reasons are given"),
            E::CancelOnChallenge => (&[Challenged], Cancelled, One(REVIEWER), "reasons are given"),
            E::CorrectAward => {
                (TOLD, Ratified, Two(CORRECTORS, CORRECTORS), "of different schools; the right score leaves the winner")
            }
            E::CorrectWinner => (
                TOLD,
                Recommended,
                Two(CORRECTORS, CORRECTORS),
                "of different schools; the right score changes the winner",
            ),
            E::TakeNextRanked => {
                (&[Ratified, Standstill, Contracting], Recommended, One(LEAD), "the winner has withdrawn")
            }
            E::StartContracting => (&[Standstill], Contracting, Clock, "8 working days are over; no challenge is open"),
            E::GoLive => (&[Contracting], Live, Itself, "provider and every joining body have signed"),
            E::End => (&[Live], Ended, Clock, "the contract's last day is past"),
            E::Terminate => (&[Live], Terminated, Two(OFFICERS, OFFICERS), "a reason is given"),
            E::Cancel => (BEFORE_A_CONTRACT, Cancelled, Two(OFFICERS, OFFICERS), "a reason is given"),
        };
        Transition { from, to, by, guard }
    }

    /// The state it leads to from here; none where the table has no such line.
    pub fn from(self, state: TenderState) -> Option<TenderState> {
        let transition = self.transition();
        transition.from.contains(&state).then_some(transition.to)
    }

    /// Whether it happens to one lot, rather than to the tender with all of its lots.
    pub fn is_of_a_lot(self) -> bool {
        !matches!(
            self,
            Self::Pool
                | Self::SendToReview
                | Self::ReturnToDraft
                | Self::Publish
                | Self::Withdraw
                | Self::Close
                | Self::Cancel
        )
    }
}

/// The state now: what is stored, but an open tender past its deadline is sealed by the clock.
pub fn phase(tender: &tender::Model, now: DateTime<Utc>) -> TenderState {
    if tender.state == Open && is_closed(tender, now) { Sealed } else { tender.state }
}

/// Whether the time for bids is over: the close was stored, or the deadline has come.
pub fn is_closed(tender: &tender::Model, now: DateTime<Utc>) -> bool {
    tender.closed_at.is_some() || tender.deadline_at.is_some_and(|deadline| deadline <= now)
}

/// Nothing more can happen.
pub fn is_final(state: TenderState) -> bool {
    matches!(state, Withdrawn | Unsuccessful | Cancelled | Ended | Terminated)
}

/// The five stages that people see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum Stage {
    Prepare,
    Open,
    Assess,
    Decide,
    Contract,
}

impl Stage {
    pub const ALL: &'static [Stage] = &[Stage::Prepare, Stage::Open, Stage::Assess, Stage::Decide, Stage::Contract];

    pub fn title(self) -> &'static str {
        match self {
            Stage::Prepare => "Prepare",
            Stage::Open => "Open",
            Stage::Assess => "Assess",
            Stage::Decide => "Decide",
            Stage::Contract => "Contract",
        }
    }
}

/// The stage that a tender is in, or was in when it ended without a contract.
pub fn stage(tender: &tender::Model, now: DateTime<Utc>) -> Stage {
    match phase(tender, now) {
        Draft | Pooling | Review => Stage::Prepare,
        Open => Stage::Open,
        Sealed | Compliance | Scoring | Moderation | Priced => Stage::Assess,
        Recommended | Ratified | Standstill | Challenged => Stage::Decide,
        Contracting | Live | Ended | Terminated => Stage::Contract,
        Withdrawn | Unsuccessful | Cancelled if tender.published_at.is_none() => Stage::Prepare,
        Withdrawn | Unsuccessful | Cancelled if tender.closed_at.is_none() => Stage::Open,
        Withdrawn | Unsuccessful | Cancelled => Stage::Assess,
    }
}

/// The state in the words of the pages.
pub fn words(state: TenderState) -> &'static str {
    match state {
        Draft => "Draft",
        Pooling => "Collecting demand",
        Review => "In review",
        Open => "Open for bids",
        Sealed => "Closed, bids sealed",
        Compliance => "Checking bids",
        Scoring => "Scoring",
        Moderation => "Agreeing scores",
        Priced => "Comparing prices",
        Recommended => "Schools deciding",
        Ratified => "Decided",
        Standstill => "Standstill",
        Challenged => "Challenged",
        Contracting => "Signing the contract",
        Live => "Contract live",
        Ended => "Contract ended",
        Terminated => "Contract terminated",
        Cancelled => "Cancelled",
        Withdrawn => "Withdrawn",
        Unsuccessful => "Ended without an award",
    }
}

/// The tender's state as its lots have it: the least advanced of those still going on, else of all.
pub fn least_advanced(lots: &[TenderState]) -> Option<TenderState> {
    let going_on = lots.iter().filter(|state| !matches!(state, Withdrawn | Unsuccessful | Cancelled));
    going_on.min_by_key(|state| advance(**state)).or_else(|| lots.iter().min_by_key(|state| advance(**state))).copied()
}

/// How far a state is, the challenge beside the standstill that it interrupts.
fn advance(state: TenderState) -> usize {
    let order = [BEFORE_A_CONTRACT, &[Live, Ended, Terminated, Unsuccessful, Withdrawn, Cancelled]].concat();
    let standing = if state == Challenged { Standstill } else { state };
    order.iter().position(|each| *each == standing).unwrap_or(order.len())
}

#[cfg(test)]
#[path = "states_test.rs"]
mod tests;
