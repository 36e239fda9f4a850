//! The operation on votes.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{MALFORMED, Refused};
use crate::cluster::rules::{self, Attendance, Ballot, Majority, Meeting, Reason};

#[derive(Deserialize)]
pub(super) struct Decide {
    voting_members: Vec<String>,
    #[serde(default)]
    attendance: BTreeMap<String, String>,
    #[serde(default)]
    conflicts: BTreeSet<String>,
    #[serde(default)]
    votes: BTreeMap<String, WrittenBallot>,
    majority: Option<WrittenMajority>,
    #[serde(default)]
    casting_vote_allowed: bool,
    casting_vote: Option<WrittenBallot>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenBallot {
    For,
    Against,
    Abstain,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenMajority {
    Simple,
    TwoThirds,
}

fn ballot(written: WrittenBallot) -> Ballot {
    match written {
        WrittenBallot::For => Ballot::For,
        WrittenBallot::Against => Ballot::Against,
        WrittenBallot::Abstain => Ballot::Abstain,
    }
}

fn attendance(written: &str) -> Attendance {
    match written {
        "member" => Attendance::Member,
        "substitute" => Attendance::Substitute,
        _ => Attendance::Absent,
    }
}

pub(super) fn decide(input: Decide) -> Result<Value, Refused> {
    let mut seen = BTreeSet::new();
    if !input.voting_members.iter().all(|member| seen.insert(member)) {
        return Err(MALFORMED);
    }
    let decision = rules::decide(&Meeting {
        attendance: input.attendance.iter().map(|(who, how)| (who.clone(), attendance(how))).collect(),
        conflicts: input.conflicts,
        votes: input.votes.into_iter().map(|(who, vote)| (who, ballot(vote))).collect(),
        majority: match input.majority {
            Some(WrittenMajority::TwoThirds) => Majority::TwoThirds,
            Some(WrittenMajority::Simple) | None => Majority::Simple,
        },
        casting_vote_allowed: input.casting_vote_allowed,
        casting_vote: input.casting_vote.map(ballot),
        voting_members: input.voting_members,
    });
    Ok(json!({
        "voting_members": decision.voting_members,
        "quorum": decision.quorum,
        "present": decision.present,
        "counted": decision.counted,
        "quorate": decision.quorate,
        "for": decision.votes_for,
        "against": decision.votes_against,
        "abstain": decision.abstained,
        "disregarded": decision.disregarded,
        "carried": decision.carried,
        "reason": reason(decision.reason),
    }))
}

fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Carried => "carried",
        Reason::NotCarried => "not_carried",
        Reason::Tied => "tied",
        Reason::CarriedOnCastingVote => "carried_on_casting_vote",
        Reason::NotCarriedOnCastingVote => "not_carried_on_casting_vote",
        Reason::NoVotesCast => "no_votes_cast",
        Reason::Inquorate => "inquorate",
    }
}
