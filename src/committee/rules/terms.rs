//! Terms of reference: what they may say, and what they start from.

use super::refusal::Refusal;
use ::entity::committee_item::DecisionKind;
use ::entity::committee_terms::{self, ChairFrom, Quorum};
use chrono::NaiveDate;

/// A joint committee's quorum is at least three governors: School Governance (Collaboration) (England) Regulations 2003.
pub const LEAST_STATUTORY_QUORUM: i32 = 3;

/// What a form of arrangement starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defaults {
    pub quorum: Quorum,
    pub quorum_count: Option<i32>,
    pub notice_days: i32,
    pub meetings_a_year: i32,
    pub chair_from: ChairFrom,
    pub independent_clerk: bool,
    pub gates: Vec<DecisionKind>,
}

/// What terms start from: by the regulations for a statutory joint committee, else by the clusters' own model constitution.
/// Seven clear days and three meetings a year are those of a governing body (regulation 13 of the regulations of 2013).
pub fn defaults(is_statutory: bool) -> Defaults {
    Defaults {
        quorum: Quorum::Half,
        quorum_count: None,
        notice_days: 7,
        meetings_a_year: 3,
        chair_from: if is_statutory { ChairFrom::VotingGovernors } else { ChairFrom::VotingMembers },
        independent_clerk: true,
        gates: vec![DecisionKind::SharingRule, DecisionKind::OpenFund],
    }
}

/// A version of the terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTerms {
    pub starts_on: NaiveDate,
    pub statutory: bool,
    pub quorum: Quorum,
    pub quorum_count: Option<i32>,
    pub notice_days: i32,
    pub meetings_a_year: i32,
    pub chair_from: ChairFrom,
    pub independent_clerk: bool,
    pub gates: Vec<DecisionKind>,
}

/// What the regulations leave to a statutory joint committee.
pub fn check_terms(new: &NewTerms) -> Result<(), Refusal> {
    if !new.statutory {
        return Ok(());
    }
    if new.quorum == Quorum::Count && new.quorum_count.unwrap_or_default() < LEAST_STATUTORY_QUORUM {
        return Err(Refusal::StatutoryQuorum);
    }
    match new.chair_from {
        ChairFrom::VotingGovernors => Ok(()),
        ChairFrom::VotingMembers => Err(Refusal::StatutoryChair),
    }
}

/// How many schools have to be there, of so many with a vote.
pub fn quorum_of(terms: &committee_terms::Model, voting_members: usize) -> usize {
    let asked = match (terms.quorum, terms.quorum_count) {
        (Quorum::Count, Some(count)) => usize::try_from(count).unwrap_or_default(),
        _ => voting_members.div_ceil(2),
    };
    match terms.statutory {
        true => asked.max(LEAST_STATUTORY_QUORUM.unsigned_abs() as usize),
        false => asked,
    }
}

/// "Half of the voting schools, rounded up, and at least 3".
pub fn quorum_words(terms: &committee_terms::Model) -> String {
    let asked = match (terms.quorum, terms.quorum_count) {
        (Quorum::Count, Some(count)) => format!("{count} schools"),
        _ => "Half of the voting schools, rounded up".to_owned(),
    };
    match terms.statutory && terms.quorum == Quorum::Half {
        true => format!("{asked}, and at least {LEAST_STATUTORY_QUORUM}"),
        false => asked,
    }
}

/// The kinds of decision that a stored list names.
pub fn gates_of(stored: &serde_json::Value) -> Vec<DecisionKind> {
    let words = stored.as_array().into_iter().flatten().filter_map(|word| word.as_str());
    words.filter_map(|word| word.parse().ok()).collect()
}

/// The kinds as they are stored.
pub fn kinds_json(kinds: &[DecisionKind]) -> serde_json::Value {
    kinds.iter().map(|kind| kind.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::entity::ids::ClusterId;
    use chrono::DateTime;

    fn terms(statutory: bool, quorum: Quorum, quorum_count: Option<i32>) -> committee_terms::Model {
        let start = defaults(statutory);
        committee_terms::Model {
            cluster_id: ClusterId::new(DateTime::UNIX_EPOCH),
            number: 1,
            starts_on: NaiveDate::default(),
            statutory,
            quorum,
            quorum_count,
            notice_days: start.notice_days,
            meetings_a_year: start.meetings_a_year,
            chair_from: start.chair_from,
            independent_clerk: start.independent_clerk,
            gates: kinds_json(&start.gates),
            recorded_at: DateTime::UNIX_EPOCH,
            recorded_by: None,
        }
    }

    #[test]
    fn a_quorum_is_half_rounded_up_or_a_number_and_three_at_least_by_statute() {
        assert_eq!(quorum_of(&terms(false, Quorum::Half, None), 9), 5);
        assert_eq!(quorum_of(&terms(false, Quorum::Count, Some(2)), 9), 2);
        assert_eq!(quorum_of(&terms(true, Quorum::Half, None), 4), 3);
        assert_eq!(quorum_of(&terms(true, Quorum::Count, Some(4)), 9), 4);
        assert_eq!(
            quorum_words(&terms(true, Quorum::Half, None)),
            "Half of the voting schools, rounded up, and at least 3"
        );
        assert_eq!(quorum_words(&terms(false, Quorum::Count, Some(4))), "4 schools");
    }

    #[test]
    fn a_statutory_committee_keeps_what_the_regulations_ask_for() {
        let of = |statutory, quorum_count, chair_from| NewTerms {
            starts_on: NaiveDate::default(),
            statutory,
            quorum: Quorum::Count,
            quorum_count: Some(quorum_count),
            notice_days: 7,
            meetings_a_year: 3,
            chair_from,
            independent_clerk: true,
            gates: Vec::new(),
        };
        assert_eq!(check_terms(&of(true, 2, ChairFrom::VotingGovernors)), Err(Refusal::StatutoryQuorum));
        assert_eq!(check_terms(&of(true, 3, ChairFrom::VotingMembers)), Err(Refusal::StatutoryChair));
        assert_eq!(check_terms(&of(true, 3, ChairFrom::VotingGovernors)), Ok(()));
        assert_eq!(check_terms(&of(false, 2, ChairFrom::VotingMembers)), Ok(()));
    }

    #[test]
    fn what_waits_for_a_decision_reads_back_as_it_was_stored() {
        let kinds = vec![DecisionKind::SharingRule, DecisionKind::StartTender];
        assert_eq!(gates_of(&kinds_json(&kinds)), kinds);
        assert_eq!(gates_of(&serde_json::json!(["unheard_of"])), Vec::new());
    }
}
