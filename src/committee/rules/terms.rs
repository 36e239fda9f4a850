//! Terms of reference: what they may say, and what they start from. The form of the arrangement decides what a regulation
//! sets.

use super::refusal::{Refusal, Statute};
use crate::cluster::rules::form::{CommitteeDefaults, Form, Source, committee_defaults, sources};
use ::entity::committee_item::DecisionKind;
use ::entity::committee_terms::{self, ChairFrom, Quorum};
use chrono::NaiveDate;

/// What a regulation sets for a statutory joint committee: School Governance (Collaboration) (England) Regulations 2003.
fn statutory() -> CommitteeDefaults {
    committee_defaults(Form::JointCommittee)
}

/// Does a regulation set up the committee of this form?
pub fn is_statutory(form: Form) -> bool {
    committee_defaults(form).by_regulation
}

/// The rule that a form rests on first, if on any.
pub fn source_of(form: Form) -> Option<&'static Source> {
    sources(form).first()
}

/// The fewest schools that a regulation asks for at a meeting; none where schools agree by contract.
pub fn least_quorum(form: Form) -> usize {
    if is_statutory(form) { committee_defaults(form).least_quorum } else { 0 }
}

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
    let start = committee_defaults(if is_statutory { Form::JointCommittee } else { Form::SteeringGroup });
    Defaults {
        quorum: Quorum::Half,
        quorum_count: None,
        notice_days: i32::try_from(start.clear_days).unwrap_or(7),
        meetings_a_year: 3,
        chair_from: if start.chair_is_governor { ChairFrom::VotingGovernors } else { ChairFrom::VotingMembers },
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

impl Defaults {
    /// Raised to what the regulations ask for.
    pub fn by_statute(self) -> Self {
        let asked = defaults(true);
        let least = i32::try_from(statutory().least_quorum).unwrap_or_default();
        Self {
            quorum_count: self.quorum_count.map(|count| count.max(least)),
            notice_days: self.notice_days.max(asked.notice_days),
            chair_from: asked.chair_from,
            ..self
        }
    }
}

/// The form of the agreement in force says whether the committee is statutory; without an agreement whoever sets the terms
/// does.
pub fn by_form(new: NewTerms, form: Option<Form>) -> Result<NewTerms, Refusal> {
    match form {
        Some(form) if new.statutory && !is_statutory(form) => Err(Refusal::Statute(Statute::Form(form.title()))),
        Some(form) => Ok(NewTerms { statutory: is_statutory(form), ..new }),
        None => Ok(new),
    }
}

/// What the regulations leave to a statutory joint committee.
pub fn check_terms(new: &NewTerms) -> Result<(), Refusal> {
    if !new.statutory {
        return Ok(());
    }
    let asked = statutory();
    let count = usize::try_from(new.quorum_count.unwrap_or_default()).unwrap_or_default();
    if new.quorum == Quorum::Count && count < asked.least_quorum {
        return Err(Refusal::Statute(Statute::Quorum));
    }
    if i64::from(new.notice_days) < asked.clear_days {
        return Err(Refusal::Statute(Statute::Notice));
    }
    match new.chair_from {
        ChairFrom::VotingGovernors => Ok(()),
        ChairFrom::VotingMembers => Err(Refusal::Statute(Statute::Chair)),
    }
}

/// How many schools have to be there, of so many with a vote.
pub fn quorum_of(terms: &committee_terms::Model, voting_members: usize) -> usize {
    let asked = match (terms.quorum, terms.quorum_count) {
        (Quorum::Count, Some(count)) => usize::try_from(count).unwrap_or_default(),
        _ => voting_members.div_ceil(2),
    };
    match terms.statutory {
        true => asked.max(statutory().least_quorum),
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
        true => format!("{asked}, and at least {}", statutory().least_quorum),
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
        assert_eq!(check_terms(&of(true, 2, ChairFrom::VotingGovernors)), Err(Refusal::Statute(Statute::Quorum)));
        assert_eq!(check_terms(&of(true, 3, ChairFrom::VotingMembers)), Err(Refusal::Statute(Statute::Chair)));
        assert_eq!(check_terms(&of(true, 3, ChairFrom::VotingGovernors)), Ok(()));
        assert_eq!(check_terms(&of(false, 2, ChairFrom::VotingMembers)), Ok(()));
        let short = NewTerms { notice_days: 5, ..of(true, 3, ChairFrom::VotingGovernors) };
        assert_eq!(check_terms(&short), Err(Refusal::Statute(Statute::Notice)));
        assert_eq!(check_terms(&NewTerms { statutory: false, ..short }), Ok(()));
    }

    #[test]
    fn the_form_of_the_agreement_says_whether_a_committee_is_statutory() {
        let new = |statutory| NewTerms {
            starts_on: NaiveDate::default(),
            statutory,
            quorum: Quorum::Half,
            quorum_count: None,
            notice_days: 7,
            meetings_a_year: 3,
            chair_from: ChairFrom::VotingGovernors,
            independent_clerk: true,
            gates: Vec::new(),
        };
        let found = |statutory, form| by_form(new(statutory), form).map(|terms| terms.statutory);
        assert_eq!(found(false, Some(Form::JointCommittee)), Ok(true));
        assert_eq!(found(false, Some(Form::SteeringGroup)), Ok(false));
        assert_eq!(
            found(true, Some(Form::SteeringGroup)),
            Err(Refusal::Statute(Statute::Form(Form::SteeringGroup.title())))
        );
        assert_eq!(found(true, None), Ok(true));
        assert_eq!((least_quorum(Form::JointCommittee), least_quorum(Form::Collaboration)), (3, 0));
    }

    #[test]
    fn terms_that_become_statutory_are_raised_to_what_the_regulations_ask_for() {
        let before = Defaults { quorum: Quorum::Count, quorum_count: Some(2), notice_days: 5, ..defaults(false) };
        let raised = before.by_statute();
        assert_eq!((raised.quorum_count, raised.notice_days), (Some(3), 7));
        assert_eq!(raised.chair_from, ChairFrom::VotingGovernors);
        assert_eq!(Defaults { notice_days: 10, ..defaults(false) }.by_statute().notice_days, 10, "more is open");
    }

    #[test]
    fn what_waits_for_a_decision_reads_back_as_it_was_stored() {
        let kinds = vec![DecisionKind::SharingRule, DecisionKind::StartTender];
        assert_eq!(gates_of(&kinds_json(&kinds)), kinds);
        assert_eq!(gates_of(&serde_json::json!(["unheard_of"])), Vec::new());
    }
}
