//! The operation on votes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{MALFORMED, Refused};
use crate::cluster::rules::{self, Attendance, Ballot, Majority, Meeting, Reason};

#[derive(Deserialize, Serialize)]
pub(super) struct Decide {
    voting_members: Vec<String>,
    #[serde(default)]
    attendance: BTreeMap<String, String>,
    #[serde(default)]
    conflicts: BTreeSet<String>,
    #[serde(default)]
    votes: BTreeMap<String, WrittenBallot>,
    #[serde(skip_serializing_if = "Option::is_none")]
    majority: Option<WrittenMajority>,
    #[serde(default)]
    casting_vote_allowed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    casting_vote: Option<WrittenBallot>,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum WrittenBallot {
    For,
    Against,
    Abstain,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
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

impl From<&Meeting> for Decide {
    fn from(meeting: &Meeting) -> Self {
        let attended = |how: &Attendance| match how {
            Attendance::Member => "member",
            Attendance::Substitute => "substitute",
            Attendance::Absent => "absent",
        };
        let written = |ballot: Ballot| match ballot {
            Ballot::For => WrittenBallot::For,
            Ballot::Against => WrittenBallot::Against,
            Ballot::Abstain => WrittenBallot::Abstain,
        };
        let majority = match meeting.majority {
            Majority::Simple => WrittenMajority::Simple,
            Majority::TwoThirds => WrittenMajority::TwoThirds,
        };
        let named = |(who, how): (&String, &Attendance)| (who.clone(), attended(how).to_owned());
        Self {
            voting_members: meeting.voting_members.clone(),
            attendance: meeting.attendance.iter().map(named).collect(),
            conflicts: meeting.conflicts.clone(),
            votes: meeting.votes.iter().map(|(who, vote)| (who.clone(), written(*vote))).collect(),
            majority: Some(majority),
            casting_vote_allowed: meeting.casting_vote_allowed,
            casting_vote: meeting.casting_vote.map(written),
        }
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
        quorum: None,
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
