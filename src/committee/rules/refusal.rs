//! Why a committee's act is not done.

use crate::platform::words;
use ::entity::committee_item::DecisionKind;
use chrono::NaiveDate;
use std::fmt;

/// The source of what a statutory joint committee cannot set otherwise.
const REGULATIONS: &str = "by the School Governance (Collaboration) (England) Regulations 2003 (SI 2003/1962)";

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// What the regulations fix for a statutory joint committee.
    Statute(Statute),
    NoTerms,
    /// How many clear days there are, how many the terms ask for, and the last day on which to call it.
    ShortNotice {
        clear: i64,
        needed: i32,
        last: NaiveDate,
    },
    /// A shorter notice is the chair's to direct.
    OnlyChairShortens,
    InThePast,
    EmptyAgenda,
    AlreadyCalled,
    NotCalled,
    CalledOff,
    NotBegun,
    Published,
    NotPublished,
    NoMinutes,
    Approved,
    /// Minutes are approved at a later meeting that has begun.
    NotLater,
    /// The titles of decisions on which nobody was asked to vote, or the chair has not broken a tie.
    CastingVote(String),
    NotADecision,
    NotThere(String),
    Withdrew(String),
    /// A member of the cluster that the office is not open to.
    NotEligible {
        office: String,
        who: &'static str,
    },
    ClerkOfASchool(String),
    NominationsOpen(String),
    NominationsClosed(String),
    NobodyNominated,
    AlreadyRecorded,
    VoteClosed(String),
    VoteOpen(String),
    NoSeat,
    RepresentativeVoted,
    AtAMeeting,
    /// The kind of decision that the committee takes first.
    NeedsDecision(DecisionKind),
    RuleNotDecided,
    NotDelegated,
    OverLimit(String),
    NothingToSpend,
}

impl Refusal {
    /// The field that it is about.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Statute(refusal) => refusal.field(),
            Self::InThePast => Some("starts-day"),
            Self::NotDelegated => Some("kind"),
            Self::OverLimit(_) | Self::NothingToSpend => Some("amount"),
            Self::NotEligible { .. } => Some("nominee"),
            Self::NotLater => Some("approved_at"),
            _ => None,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Statute(refusal) => refusal.fmt(f),
            Self::NoTerms => f.write_str("Set the committee's terms of reference first: they say how it is called"),
            Self::ShortNotice { clear, needed, last } => write!(
                f,
                "The terms of reference ask for {needed} clear days' notice. There are {clear}: today and the day of the \
                 meeting do not count. The last day to call this meeting was {}. Only the chair can call it at shorter \
                 notice, with the reason",
                words::date(*last)
            ),
            Self::OnlyChairShortens => f.write_str("Only the chair can direct a shorter notice. Ask the chair to call it"),
            Self::InThePast => f.write_str("The meeting must be later than now"),
            Self::EmptyAgenda => f.write_str("Put at least one item on the agenda first"),
            Self::AlreadyCalled => f.write_str("The meeting is called already"),
            Self::NotCalled => f.write_str("The meeting is not called yet"),
            Self::CalledOff => f.write_str("This meeting was called off"),
            Self::NotBegun => f.write_str("Record what happened once the meeting has begun"),
            Self::Published => {
                f.write_str("The minutes are published, so what was recorded stands. A correction is an item of a new meeting")
            }
            Self::NotPublished => f.write_str("Publish the minutes first"),
            Self::NoMinutes => f.write_str("Write the minutes first"),
            Self::Approved => f.write_str("The minutes are approved and stand. A correction is an item of a new meeting"),
            Self::NotLater => f.write_str("Choose a later meeting that has begun: it approves the minutes"),
            Self::CastingVote(title) => write!(f, "“{title}” is tied. Record the chair's casting vote, or that there is none"),
            Self::NotADecision => f.write_str("Votes are taken on items for decision only"),
            Self::NotThere(school) => write!(f, "{school} was not there, so it has no vote"),
            Self::Withdrew(school) => write!(f, "{school} withdrew because of an interest, so it has no vote"),
            Self::NotEligible { office, who } => write!(f, "The {office} must be {who}"),
            Self::ClerkOfASchool(school) => write!(
                f,
                "The terms of reference ask for a clerk from none of the schools. This person has a role at {school}"
            ),
            Self::NominationsOpen(until) => write!(f, "People can be put forward until {until}. Vote after that"),
            Self::NominationsClosed(at) => write!(f, "The time to put people forward was over at {at}"),
            Self::NobodyNominated => f.write_str("Nobody was put forward, so there is nothing to vote on"),
            Self::AlreadyRecorded => f.write_str("This election is recorded already"),
            Self::VoteClosed(at) => write!(f, "Voting closed at {at}"),
            Self::VoteOpen(until) => write!(f, "Voting closes at {until}. Record the result after that"),
            Self::NoSeat => f.write_str("Only a school's representative or substitute votes, in the cluster where the school votes"),
            Self::RepresentativeVoted => f.write_str("Your school's representative has voted"),
            Self::AtAMeeting => f.write_str("This election is held at a meeting: its clerk records the votes"),
            Self::NeedsDecision(kind) => write!(
                f,
                "The committee decides first: “{}” needs a carried decision of that kind in published minutes. Ask the \
                 clerk to put it on the agenda of a meeting",
                kind.title()
            ),
            Self::RuleNotDecided => f.write_str(
                "The committee decides how costs are shared before a version of the agreement changes it. Ask the clerk to \
                 put the new rule on the agenda of a meeting, as a decision",
            ),
            Self::NotDelegated => f.write_str("The committee did not give this group decisions of that kind"),
            Self::OverLimit(limit) => write!(f, "This group may spend up to {limit} in one decision. The committee decides above that"),
            Self::NothingToSpend => f.write_str("This group may not spend money. The committee decides"),
        }
    }
}

/// What the regulations fix for a statutory joint committee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statute {
    /// Fewer than three.
    Quorum,
    /// Fewer than seven clear days.
    Notice,
    /// Nobody employed at a school chairs it.
    Chair,
    /// The form of the agreement in force, which a regulation does not set up.
    Form(&'static str),
    /// A head cannot clerk it.
    ClerkIsHead(String),
}

impl Statute {
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Quorum => Some("quorum_count"),
            Self::Notice => Some("notice_days"),
            Self::Chair => Some("chair_from"),
            Self::Form(_) => Some("statutory"),
            Self::ClerkIsHead(_) => None,
        }
    }
}

impl fmt::Display for Statute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quorum => {
                write!(f, "A statutory joint committee has a quorum of 3 schools or more, {REGULATIONS}")
            }
            Self::Notice => {
                write!(f, "A statutory joint committee has 7 clear days' notice of a meeting or more, {REGULATIONS}")
            }
            Self::Chair => {
                write!(f, "A statutory joint committee is chaired by a governor, {REGULATIONS}. Choose governors")
            }
            Self::Form(form) => write!(
                f,
                "The agreement in force is of the form “{}”. A statutory joint committee is set up by an agreement of the form \
                 “joint committee”, {REGULATIONS}. Propose a new version of the agreement for it",
                form.to_lowercase()
            ),
            Self::ClerkIsHead(school) => write!(
                f,
                "The clerk of a statutory joint committee is head of none of its schools, {REGULATIONS}. This person is head \
                 of {school}"
            ),
        }
    }
}
