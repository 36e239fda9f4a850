//! Counting a vote of the schools: who stood in for whom, who withdrew, what the minute says.

use crate::cluster::rules::{Attendance, Ballot, Majority, Meeting, decide};
use entity::agreement;
use entity::ids::{AccountId, SchoolId};
use entity::vote::{Capacity, Choice};
use entity::{ballot::Motion, vote};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A school's place in a vote, held by its representative, its substitute or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    pub school: SchoolId,
    pub name: String,
    pub representative: Option<AccountId>,
    pub substitute: Option<AccountId>,
}

/// What the cluster's agreement says about majorities and ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct How {
    pub majority: agreement::Majority,
    pub casting_vote_allowed: bool,
    pub casting_vote: Option<Choice>,
    /// How many schools terms of reference ask for; none: half of the voting members, rounded up.
    #[serde(default)]
    pub quorum: Option<usize>,
}

/// How a school's vote counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noted {
    Counted,
    DidNotVote,
    /// Its representative has an interest and nobody without one stood in.
    Withdrew,
}

/// One school's part of the result: the extract that it gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolVote {
    pub school: SchoolId,
    pub name: String,
    pub noted: Noted,
    pub choice: Option<Choice>,
    pub capacity: Option<Capacity>,
    pub reason: Option<String>,
}

/// A counted vote, stored with its ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    pub voting_members: usize,
    pub quorum: usize,
    pub counted: usize,
    pub votes_for: usize,
    pub votes_against: usize,
    pub abstained: usize,
    pub quorate: bool,
    pub carried: bool,
    /// "Carried", or why not.
    pub outcome: String,
    pub schools: Vec<SchoolVote>,
    /// What the agreement said when the vote was counted.
    #[serde(default)]
    pub how: Option<How>,
    /// What the clerk wrote, and the text of the minute.
    pub reason: String,
    pub minute: String,
}

/// The vote that counts for a school: the representative's, or where that one has an interest, the substitute's.
fn counting<'a>(seat: &Seat, votes: &'a [vote::Model], interested: &BTreeSet<AccountId>) -> Option<&'a vote::Model> {
    let cast = |capacity: Capacity| {
        let own = |vote: &&vote::Model| vote.school_id == seat.school && vote.capacity == capacity;
        votes.iter().find(own).filter(|vote| !interested.contains(&vote.account_id))
    };
    cast(Capacity::Representative).or_else(|| cast(Capacity::Substitute))
}

/// How many schools have voted so far: all that may be known before the vote closes.
pub fn voted(seats: &[Seat], votes: &[vote::Model]) -> usize {
    seats.iter().filter(|seat| votes.iter().any(|vote| vote.school_id == seat.school)).count()
}

fn noted(seat: &Seat, votes: &[vote::Model], interested: &BTreeSet<AccountId>) -> SchoolVote {
    let counting = counting(seat, votes, interested);
    let withdrew = seat.representative.is_some_and(|account| interested.contains(&account))
        || votes.iter().any(|vote| vote.school_id == seat.school);
    SchoolVote {
        school: seat.school,
        name: seat.name.clone(),
        noted: match counting {
            Some(_) => Noted::Counted,
            None if withdrew => Noted::Withdrew,
            None => Noted::DidNotVote,
        },
        choice: counting.map(|vote| vote.choice),
        capacity: counting.map(|vote| vote.capacity),
        reason: counting.and_then(|vote| vote.reason.clone()),
    }
}

fn ballot(choice: Choice) -> Ballot {
    match choice {
        Choice::For => Ballot::For,
        Choice::Against => Ballot::Against,
        Choice::Abstain => Ballot::Abstain,
    }
}

/// The vote as the counting rule takes it; `id` says how a school is called in it.
fn meeting(schools: &[SchoolVote], how: How, id: impl Fn(&SchoolVote) -> String) -> Meeting {
    let attended = |school: &SchoolVote| match school.capacity {
        Some(Capacity::Representative) => Attendance::Member,
        Some(Capacity::Substitute) => Attendance::Substitute,
        None => Attendance::Absent,
    };
    let withdrawn = schools.iter().filter(|school| school.noted == Noted::Withdrew);
    let votes: BTreeMap<_, _> =
        schools.iter().filter_map(|school| Some((id(school), ballot(school.choice?)))).collect();
    Meeting {
        voting_members: schools.iter().map(&id).collect(),
        attendance: schools.iter().map(|school| (id(school), attended(school))).collect(),
        conflicts: withdrawn.map(&id).collect(),
        votes,
        majority: match how.majority {
            agreement::Majority::Simple => Majority::Simple,
            agreement::Majority::TwoThirds => Majority::TwoThirds,
        },
        casting_vote_allowed: how.casting_vote_allowed,
        casting_vote: how.casting_vote.map(ballot),
        quorum: how.quorum,
    }
}

impl Counted {
    /// What was counted, to be counted again; none where the rule of the time was not kept with it.
    pub fn meeting(&self, id: impl Fn(&SchoolVote) -> String) -> Option<Meeting> {
        Some(meeting(&self.schools, self.how?, id))
    }
}

/// Counts the votes of the seats by the cluster's rule. `interested` are those who declared an interest in a bidder: they
/// have no vote and do not count towards the quorum, whose figure stays.
pub fn count(seats: &[Seat], votes: &[vote::Model], interested: &BTreeSet<AccountId>, how: How) -> Counted {
    counted(seats.iter().map(|seat| noted(seat, votes, interested)).collect(), how)
}

/// Counts what every school did, in an online vote or in a meeting: one with a capacity was there, whether it voted or not.
pub fn counted(schools: Vec<SchoolVote>, how: How) -> Counted {
    let decision = decide(&meeting(&schools, how, |school| school.school.to_string()));
    Counted {
        voting_members: decision.voting_members,
        quorum: decision.quorum,
        counted: decision.counted,
        votes_for: decision.votes_for,
        votes_against: decision.votes_against,
        abstained: decision.abstained,
        quorate: decision.quorate,
        carried: decision.carried,
        outcome: if decision.quorate {
            decision.reason.to_string()
        } else {
            format!(
                "{} of {} schools voted. {} are needed, so there is no decision",
                decision.counted, decision.voting_members, decision.quorum
            )
        },
        schools,
        how: Some(how),
        reason: String::new(),
        minute: String::new(),
    }
}

/// Whether the chair has to break a tie before the vote can be recorded.
pub fn needs_casting_vote(counted: &Counted, how: How) -> bool {
    let tied = counted.quorate && counted.votes_for == counted.votes_against && counted.votes_for > 0;
    tied && how.casting_vote_allowed && how.majority == agreement::Majority::Simple && how.casting_vote.is_none()
}

/// The minute: the question, the count, the outcome, then each school's extract. `closed` is the closing time in words.
pub fn minute(number: i32, question: &str, closed: &str, counted: &Counted) -> String {
    let Counted { voting_members, quorum, votes_for, votes_against, abstained, .. } = counted;
    let mut text = format!(
        "Vote {number}, closed {closed}.\nQuestion: {question}\n\
         {voting_members} schools have a vote; the quorum is {quorum}; {} took part.\n\
         For {votes_for}, Against {votes_against}, Abstain {abstained}. {}.\nReason: {}\n",
        counted.counted, counted.outcome, counted.reason
    );
    for school in &counted.schools {
        text.push_str(&format!("{}: {}.\n", school.name, school.extract()));
    }
    text
}

impl SchoolVote {
    /// "For, by its substitute".
    pub fn extract(&self) -> String {
        match (self.noted, self.choice, self.capacity) {
            (Noted::Counted, Some(choice), Some(capacity)) => {
                let choice = match choice {
                    Choice::For => "For",
                    Choice::Against => "Against",
                    Choice::Abstain => "Abstain",
                };
                format!("{choice}, by its {capacity}")
            }
            (Noted::Withdrew, ..) => "withdrew because of a declared interest; not counted as present".to_owned(),
            (Noted::DidNotVote, _, Some(capacity)) => format!("there, by its {capacity}; did not vote"),
            _ => "did not vote".to_owned(),
        }
    }
}

/// What a motion asks, in the words of the ballot.
pub fn question(motion: Motion, category: &str, provider: &str) -> String {
    let category = category.to_lowercase();
    match motion {
        Motion::Accept => format!("Award {category} to {provider}?"),
        Motion::SendBack => format!("Send the {category} bids back to be scored again?"),
        Motion::EndTender => format!("End the {category} tender without an award?"),
    }
}

#[cfg(test)]
#[path = "ballot_test.rs"]
mod tests;
