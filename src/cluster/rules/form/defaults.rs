//! How a committee of each form works unless its settings say otherwise, and what no setting may change.

use super::Form;
use ::entity::agreement::Majority;

/// What a committee starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitteeDefaults {
    /// The fewest present, whatever share of the members the quorum is.
    pub least_quorum: usize,
    /// Does the chair decide a tie?
    pub casting_vote: bool,
    /// May somebody vote on money who is in no governing body of the schools?
    pub associates_vote_on_money: bool,
    /// Clear days between the notice of a meeting and the meeting.
    pub clear_days: i64,
    /// The chair is one of the voting governors.
    pub chair_is_governor: bool,
    /// The clerk is not the head of one of the schools.
    pub clerk_is_no_head: bool,
    /// A rule sets these: a committee's own settings may ask for more, never for less.
    pub by_regulation: bool,
}

/// SI 2003/1962: a joint committee's quorum is not less than three, an equal division is decided by the chair's second or
/// casting vote where the chair is a governor, and associate members do not vote on the budget and financial commitments
/// (regulation 6(6)(d)). Where schools agree by contract, our own defaults hold.
pub fn committee_defaults(form: Form) -> CommitteeDefaults {
    let by_contract = CommitteeDefaults {
        least_quorum: 2,
        casting_vote: false,
        associates_vote_on_money: false,
        clear_days: 7,
        chair_is_governor: false,
        clerk_is_no_head: false,
        by_regulation: false,
    };
    match form {
        Form::JointCommittee => CommitteeDefaults {
            least_quorum: 3,
            casting_vote: true,
            chair_is_governor: true,
            clerk_is_no_head: true,
            by_regulation: true,
            ..by_contract
        },
        Form::Collaboration
        | Form::SteeringGroup
        | Form::Federation
        | Form::SharedTrust
        | Form::SchoolCompany
        | Form::MultiAcademyTrust
        | Form::Partnership => by_contract,
    }
}

/// Refuses terms of an agreement that the form's rule does not leave open; answers the field with its sentence.
pub fn check_terms(form: Form, majority: Majority, casting_vote: bool) -> Result<(), (&'static str, &'static str)> {
    let defaults = committee_defaults(form);
    if !defaults.by_regulation {
        return Ok(());
    }
    if majority != Majority::Simple {
        return Err((
            "majority",
            "A joint committee decides by more votes for than against, say the regulations of 2003",
        ));
    }
    if defaults.casting_vote && !casting_vote {
        return Err(("casting_vote", "The chair of a joint committee has a casting vote, say the regulations of 2003"));
    }
    Ok(())
}
