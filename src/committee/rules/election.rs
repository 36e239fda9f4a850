//! Electing a chair or vice-chair: who leads, and whether enough schools took part.

use super::refusal::Refusal;
use crate::cluster::rules::{Attendance, Ballot as Cast, Meeting, decide};
use crate::platform::words;
use ::entity::committee_election::Model as Election;
use ::entity::ids::{AccountId, SchoolId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Where an election stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// People are put forward.
    Nominating,
    /// Schools vote online.
    Voting,
    /// It waits for its meeting, or its closed vote for the clerk.
    ToRecord,
    Recorded,
    CalledOff,
}

impl Stage {
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Stage::Nominating => ("People are put forward", "progress"),
            Stage::Voting => ("Voting", "waiting"),
            Stage::ToRecord => ("To be recorded", "waiting"),
            Stage::Recorded => ("Recorded", "done"),
            Stage::CalledOff => ("Called off", "plain"),
        }
    }
}

pub fn stage(election: &Election, now: DateTime<Utc>) -> Stage {
    match election.closes_at {
        _ if election.called_off_reason.is_some() => Stage::CalledOff,
        _ if election.recorded_at.is_some() => Stage::Recorded,
        _ if now < election.nominations_until => Stage::Nominating,
        Some(closes) if now < closes => Stage::Voting,
        Some(_) | None => Stage::ToRecord,
    }
}

/// A school's vote; none for an abstention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ballot {
    pub school: SchoolId,
    pub nominee: Option<AccountId>,
}

/// A counted election, stored with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectionResult {
    pub voting_members: usize,
    pub quorum: usize,
    /// Schools that took part.
    pub took_part: usize,
    /// Votes by nominee, in the order in which they were put forward.
    pub votes: Vec<(AccountId, String, usize)>,
    pub abstained: usize,
    pub elected: Option<AccountId>,
    /// "Gia Example is elected", or why nobody is.
    pub outcome: String,
}

/// Counts by the cluster's own rule of votes: quorum first, then the most votes; alone against none, more than none. With
/// equal votes nobody is elected. `there` are the schools that took part.
pub fn elect(
    seats: &[SchoolId],
    there: &BTreeSet<SchoolId>,
    nominees: &[(AccountId, String)],
    ballots: &[Ballot],
    quorum: Option<usize>,
) -> Result<ElectionResult, Refusal> {
    if nominees.is_empty() {
        return Err(Refusal::NobodyNominated);
    }
    let chosen: BTreeMap<SchoolId, AccountId> =
        ballots.iter().filter_map(|ballot| Some((ballot.school, ballot.nominee?))).collect();
    let count = |nominee: AccountId| {
        let id = SchoolId::to_string;
        let votes = chosen.iter().filter(|(_, chosen)| **chosen == nominee);
        decide(&Meeting {
            voting_members: seats.iter().map(id).collect(),
            attendance: there.iter().map(|school| (id(school), Attendance::Member)).collect(),
            votes: votes.map(|(school, _)| (id(school), Cast::For)).collect(),
            quorum,
            ..Meeting::default()
        })
    };
    let counts: Vec<_> = nominees.iter().map(|(account, name)| (*account, name.clone(), count(*account))).collect();
    let votes: Vec<(AccountId, String, usize)> =
        counts.iter().map(|(account, name, decision)| (*account, name.clone(), decision.votes_for)).collect();
    let first = &counts[0].2;
    let most = votes.iter().map(|(_, _, votes)| *votes).max().unwrap_or_default();
    let leading: Vec<&(AccountId, String, usize)> = votes.iter().filter(|(_, _, votes)| *votes == most).collect();
    let (elected, outcome) = match leading.as_slice() {
        _ if !first.quorate => (
            None,
            format!(
                "{} of {} schools took part. {} are needed, so nobody is elected",
                first.counted, first.voting_members, first.quorum
            ),
        ),
        _ if most == 0 => (None, "No votes were cast, so nobody is elected".to_owned()),
        [(account, name, _)] => {
            (Some(*account), format!("{name} is elected with {}", words::plural(most as i64, "vote", "votes")))
        }
        _ => (None, "The votes are equal, so nobody is elected. Hold another vote".to_owned()),
    };
    let given: usize = votes.iter().map(|(_, _, votes)| votes).sum();
    Ok(ElectionResult {
        voting_members: first.voting_members,
        quorum: first.quorum,
        took_part: first.counted,
        abstained: first.counted - given,
        votes,
        elected,
        outcome,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids<T>(count: usize, id: impl Fn(DateTime<Utc>) -> T) -> Vec<T> {
        (0..count).map(|_| id(DateTime::UNIX_EPOCH)).collect()
    }

    #[test]
    fn the_most_votes_of_a_quorate_election_win_and_equal_votes_elect_nobody() {
        let schools = ids(9, SchoolId::new);
        let people = ids(2, AccountId::new);
        let nominees = [(people[0], "Ann".to_owned()), (people[1], "Bob".to_owned())];
        let with = |ann: usize, bob: usize, silent: usize| {
            let vote = |at: usize| match at {
                at if at < ann => Some(people[0]),
                at if at < ann + bob => Some(people[1]),
                _ => None,
            };
            let ballots: Vec<Ballot> =
                (0..ann + bob + silent).map(|at| Ballot { school: schools[at], nominee: vote(at) }).collect();
            let there = ballots.iter().map(|ballot| ballot.school).collect();
            elect(&schools, &there, &nominees, &ballots, None).unwrap()
        };
        assert_eq!(with(3, 2, 0).elected, Some(people[0]));
        assert_eq!(with(3, 2, 1).outcome, "Ann is elected with 3 votes");
        assert_eq!((with(3, 2, 1).abstained, with(3, 2, 1).took_part), (1, 6));
        assert_eq!(with(3, 3, 0).outcome, "The votes are equal, so nobody is elected. Hold another vote");
        assert_eq!(with(3, 1, 0).outcome, "4 of 9 schools took part. 5 are needed, so nobody is elected");
        assert_eq!(with(0, 0, 5).outcome, "No votes were cast, so nobody is elected");
        let nobody = elect(&schools, &BTreeSet::new(), &[], &[], None);
        assert_eq!(nobody, Err(Refusal::NobodyNominated));
    }

    #[test]
    fn a_vote_for_nobody_who_stands_is_not_counted() {
        let (schools, people) = (ids(2, SchoolId::new), ids(2, AccountId::new));
        let ballots = [
            Ballot { school: schools[0], nominee: Some(people[0]) },
            Ballot { school: schools[1], nominee: Some(people[1]) },
        ];
        let there = schools.iter().copied().collect();
        let result = elect(&schools, &there, &[(people[0], "Ann".to_owned())], &ballots, None).unwrap();
        assert_eq!((result.elected, result.abstained), (Some(people[0]), 1));
    }
}
