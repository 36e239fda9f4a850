//! Why something cannot be decided now, in the sentence that a person reads.

use std::fmt;

/// A rule said no. Instants arrive in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NoSingleWinner,
    /// Nobody gets the lot in the best award within the limit of lots for one provider.
    LeftByTheLimit,
    LowPriceOpen(Vec<String>),
    VoteNotRecorded(i32),
    ClosesInThePast,
    GroundsMissing,
    NoVoteOpen,
    VoteClosed(String),
    VoteStillOpen(String),
    AlreadyRecorded,
    Undeclared,
    Interest,
    NoSeat,
    /// Its body has not agreed to the agreement in force.
    NotBound,
    RepresentativeVoted,
    CastingVoteNeeded,
    InAlready,
    UpToBelowShare(String),
    Undecided(Vec<String>),
    NobodyIn,
    TenderEndsOnLeaving(Vec<String>),
    ReasonsMissing(Vec<String>),
    StandstillRuns(String),
    StandstillOver,
    AwardNoticeMissing,
    ChallengeOpen,
    ChallengedAlready,
    SellsForABidder,
    NothingToCorrect,
    CorrectionOpen,
    NothingChanges,
    OffTheScale(i32),
    ProposedByYou,
    SameSchool,
    NoNextBid,
    NothingToWithdraw,
    NotWithdrawn,
    Withdrawn(String),
    WithdrawnAlready,
    OtherOfficerConfirms,
    ClosesAfterValidity(String),
    NothingToKeepOpen,
    KeptOpenTooShort(String),
    KeptOpen(String),
    Lapsed {
        name: String,
        day: String,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LowPriceOpen(names) => {
                write!(f, "Close the enquiry about the low price first: {}", names.join(", "))
            }
            Self::VoteNotRecorded(number) => write!(f, "Record vote {number} before you open another"),
            Self::VoteClosed(at) => write!(f, "Voting closed at {at}"),
            Self::VoteStillOpen(at) => write!(f, "Voting closes at {at}. It can be recorded then"),
            Self::UpToBelowShare(share) => write!(f, "Enter at least your school's share, {share} a year"),
            Self::Undecided(names) => {
                write!(f, "These schools have not decided whether they join: {}", names.join(", "))
            }
            Self::TenderEndsOnLeaving(names) => {
                write!(f, "By the published rule this tender ends when a school leaves. Left: {}", names.join(", "))
            }
            Self::ReasonsMissing(which) => write!(f, "Enter a reason for every score. Missing: {}", which.join(", ")),
            Self::OffTheScale(most) => write!(f, "Enter a whole number from 0 to {most}"),
            Self::Withdrawn(name) => {
                write!(f, "{name} has withdrawn its bid. The tender lead can put the next-ranked bid to the schools")
            }
            Self::ClosesAfterValidity(day) => {
                write!(f, "Voting must close while the bid can be accepted, which is until {day}")
            }
            Self::KeptOpenTooShort(day) => write!(f, "Enter a day after {day}"),
            Self::KeptOpen(day) => write!(f, "Your bid stands until {day} already"),
            Self::Lapsed { name, day } => {
                write!(f, "The bid of {name} could be accepted until {day}. Ask its bidder to keep it open")
            }
            Self::StandstillRuns(until) => write!(f, "The standstill runs until the end of {until}"),
            plain => f.write_str(plain.sentence()),
        }
    }
}

impl Refusal {
    fn sentence(&self) -> &'static str {
        match self {
            Self::NoSingleWinner => "No single bid is ranked first, so none can be recommended",
            Self::LeftByTheLimit => {
                "Within the published limit of lots for one provider nobody gets this lot in the best award of all lots"
            }
            Self::ClosesInThePast => "Voting must close later than now",
            Self::GroundsMissing => "Enter the recorded error, or the reason to end the tender",
            Self::NoVoteOpen => "No vote is open",
            Self::NothingToKeepOpen => {
                "Bids that can still win are kept open for longer, from their opening until the contract is made"
            }
            Self::AlreadyRecorded => "This vote is recorded already",
            Self::Undeclared => "Declare your interests before you vote",
            Self::Interest => "You declared an interest in a bidder, so you cannot vote. Your school's substitute may",
            Self::NotBound => {
                "Your school's body has not agreed to the cluster's agreement that is in force, so the school has no vote"
            }
            Self::NoSeat => "Only a school's representative or substitute can vote",
            Self::RepresentativeVoted => "Your school's representative has voted",
            Self::CastingVoteNeeded => "The votes are equal: choose the chair's casting vote",
            Self::InAlready => "Your school is in already: its share is inside what its body authorised",
            Self::NobodyIn => "No school has joined, so there is nothing to award",
            Self::StandstillOver => "The standstill is over, so the award can no longer be challenged here",
            Self::AwardNoticeMissing => {
                "Record the official award notice (UK6) and the supplier's registration first, under Official notices"
            }
            Self::ChallengeOpen => "A challenge is not decided yet",
            Self::ChallengedAlready => "You have challenged this award already",
            Self::SellsForABidder => "You sell for a bidder, so this page opens for you once the outcome is sent",
            Self::NothingToCorrect => {
                "A wrong score is corrected after the outcomes are sent and before the contract is made. Before that, the \
                 schools can vote to send the bids back"
            }
            Self::CorrectionOpen => "A correction waits for a second person already",
            Self::NothingChanges => "Change the score or its reason: both stand as they are",
            Self::ProposedByYou => "You proposed this, so another person of a different school must confirm it",
            Self::SameSchool => {
                "You are of the same school as who proposed it, so a person of another school must confirm it"
            }
            Self::NoNextBid => "No other bid of the ranking stands and can still be accepted",
            Self::NothingToWithdraw => {
                "A winner withdraws after the schools have accepted its bid and before the contract is made"
            }
            Self::NotWithdrawn => {
                "The winner has not withdrawn. It can do so itself, or chair and clerk record it with what shows it"
            }
            Self::WithdrawnAlready => "The withdrawal of this bid is recorded already",
            Self::OtherOfficerConfirms => "One of chair and clerk records it, so the other must confirm it",
            _ => "This cannot be done now",
        }
    }
}
