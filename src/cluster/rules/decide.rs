//! A vote of the schools: one school, one vote; quorum, conflicts, ties and the casting vote.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How a voting member's school attended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attendance {
    Member,
    Substitute,
    /// Apologies, observing, late: not present for the vote.
    Absent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ballot {
    For,
    Against,
    Abstain,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Majority {
    /// More for than against.
    #[default]
    Simple,
    /// At least two thirds of the votes cast.
    TwoThirds,
}

/// One item put to the vote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meeting {
    /// The schools with a vote, in their order; vacant seats are not listed.
    pub voting_members: Vec<String>,
    pub attendance: BTreeMap<String, Attendance>,
    /// Members whose representative withdraws from this item.
    pub conflicts: BTreeSet<String>,
    pub votes: BTreeMap<String, Ballot>,
    pub majority: Majority,
    /// Whether the agreement gives the chair a casting vote.
    pub casting_vote_allowed: bool,
    pub casting_vote: Option<Ballot>,
    /// How many schools terms of reference ask for; without them half of the voting members, rounded up.
    pub quorum: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub voting_members: usize,
    pub quorum: usize,
    pub present: usize,
    /// Present without a conflict.
    pub counted: usize,
    pub quorate: bool,
    pub votes_for: usize,
    pub votes_against: usize,
    /// Present and counted, but cast neither.
    pub abstained: usize,
    /// Votes not counted: members in their order, then strangers alphabetically.
    pub disregarded: Vec<String>,
    pub carried: bool,
    pub reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Carried,
    NotCarried,
    Tied,
    CarriedOnCastingVote,
    NotCarriedOnCastingVote,
    NoVotesCast,
    Inquorate,
}

impl Reason {
    pub fn carried(self) -> bool {
        matches!(self, Reason::Carried | Reason::CarriedOnCastingVote)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::Carried => "Carried",
            Reason::NotCarried => "Not carried",
            Reason::Tied => "Tied, so not carried",
            Reason::CarriedOnCastingVote => "Carried on the chair's casting vote",
            Reason::NotCarriedOnCastingVote => "Not carried on the chair's casting vote",
            Reason::NoVotesCast => "No votes were cast, so not carried",
            Reason::Inquorate => "Too few schools were present to decide",
        })
    }
}

/// Counts the votes.
pub fn decide(meeting: &Meeting) -> Decision {
    let present =
        |member: &&String| matches!(meeting.attendance.get(*member), Some(Attendance::Member | Attendance::Substitute));
    let present: Vec<&String> = meeting.voting_members.iter().filter(present).collect();
    let counted: BTreeSet<&String> =
        present.iter().copied().filter(|member| !meeting.conflicts.contains(*member)).collect();
    let cast = |ballot| meeting.votes.iter().filter(|(who, vote)| counted.contains(who) && **vote == ballot).count();
    let (votes_for, votes_against) = (cast(Ballot::For), cast(Ballot::Against));
    let quorum = meeting.quorum.unwrap_or_else(|| meeting.voting_members.len().div_ceil(2));
    let quorate = counted.len() >= quorum;
    let reason = if quorate { count(meeting, votes_for, votes_against) } else { Reason::Inquorate };
    Decision {
        voting_members: meeting.voting_members.len(),
        quorum,
        present: present.len(),
        counted: counted.len(),
        quorate,
        votes_for,
        votes_against,
        abstained: counted.len() - votes_for - votes_against,
        disregarded: disregarded(meeting, &counted),
        carried: reason.carried(),
        reason,
    }
}

fn count(meeting: &Meeting, votes_for: usize, votes_against: usize) -> Reason {
    let two_thirds = 3 * votes_for >= 2 * (votes_for + votes_against);
    match meeting.majority {
        _ if votes_for + votes_against == 0 => Reason::NoVotesCast,
        Majority::TwoThirds if two_thirds => Reason::Carried,
        Majority::Simple if votes_for > votes_against => Reason::Carried,
        Majority::Simple if votes_for == votes_against => tied(meeting),
        Majority::TwoThirds | Majority::Simple => Reason::NotCarried,
    }
}

fn tied(meeting: &Meeting) -> Reason {
    match meeting.casting_vote.filter(|_| meeting.casting_vote_allowed) {
        Some(Ballot::For) => Reason::CarriedOnCastingVote,
        Some(Ballot::Against) => Reason::NotCarriedOnCastingVote,
        Some(Ballot::Abstain) | None => Reason::Tied,
    }
}

fn disregarded(meeting: &Meeting, counted: &BTreeSet<&String>) -> Vec<String> {
    let members: BTreeSet<&String> = meeting.voting_members.iter().collect();
    let uncounted =
        meeting.voting_members.iter().filter(|who| meeting.votes.contains_key(*who) && !counted.contains(who));
    let strangers = meeting.votes.keys().filter(|who| !members.contains(who));
    uncounted.chain(strangers).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meeting(votes_for: usize, votes_against: usize) -> Meeting {
        let voting_members: Vec<String> = (0..9).map(|i| format!("school {i}")).collect();
        let ballots =
            std::iter::repeat_n(Ballot::For, votes_for).chain(std::iter::repeat_n(Ballot::Against, votes_against));
        Meeting {
            attendance: voting_members.iter().map(|member| (member.clone(), Attendance::Member)).collect(),
            votes: voting_members.iter().cloned().zip(ballots).collect(),
            voting_members,
            ..Meeting::default()
        }
    }

    #[test]
    fn two_thirds_of_the_votes_cast_carry_where_the_agreement_asks_for_them() {
        for (votes_for, votes_against, reason) in [
            (6, 3, Reason::Carried),
            (5, 3, Reason::NotCarried),
            (4, 4, Reason::NotCarried),
            (0, 0, Reason::NoVotesCast),
        ] {
            let meeting = Meeting { majority: Majority::TwoThirds, ..meeting(votes_for, votes_against) };
            assert_eq!(decide(&meeting).reason, reason);
        }
    }

    #[test]
    fn terms_of_reference_may_ask_for_another_quorum_than_half() {
        let with = |quorum| decide(&Meeting { quorum, ..meeting(6, 3) });
        assert_eq!((with(None).quorum, with(None).reason), (5, Reason::Carried));
        assert_eq!((with(Some(9)).quorum, with(Some(9)).reason), (9, Reason::Carried));
        assert_eq!((with(Some(10)).quorum, with(Some(10)).reason), (10, Reason::Inquorate));
    }

    #[test]
    fn the_casting_vote_breaks_a_tie_only_where_it_is_allowed() {
        let tie = Meeting { casting_vote: Some(Ballot::For), ..meeting(4, 4) };
        assert_eq!(decide(&tie).reason, Reason::Tied);
        assert_eq!(decide(&Meeting { casting_vote_allowed: true, ..tie.clone() }).reason, Reason::CarriedOnCastingVote);
        let against = Meeting { casting_vote_allowed: true, casting_vote: Some(Ballot::Against), ..tie };
        assert_eq!(decide(&against).reason, Reason::NotCarriedOnCastingVote);
    }

    #[test]
    fn votes_of_absent_conflicted_and_unknown_persons_are_disregarded_in_order() {
        let mut meeting = meeting(9, 0);
        meeting.attendance.insert("school 8".to_owned(), Attendance::Absent);
        meeting.conflicts.insert("school 1".to_owned());
        meeting.votes.insert("zoe".to_owned(), Ballot::Against);
        meeting.votes.insert("adam".to_owned(), Ballot::Against);
        let decision = decide(&meeting);
        assert_eq!(decision.disregarded, ["school 1", "school 8", "adam", "zoe"]);
        assert_eq!((decision.present, decision.counted, decision.votes_for, decision.votes_against), (8, 7, 7, 0));
    }
}
