//! Who may hold an office.

use super::refusal::{Refusal, Statute};
use ::entity::committee_terms::{self, ChairFrom};
use ::entity::membership::Role;

/// What is known of somebody for an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// They represent or stand in for a school that votes here.
    pub votes_here: bool,
    /// They are a governor of that school.
    pub is_governor: bool,
}

/// The chair and the vice-chair come from those whom the terms name.
pub fn may_chair(terms: &committee_terms::Model, office: Role, who: Candidate) -> Result<(), Refusal> {
    let refused = |who| Err(Refusal::NotEligible { office: office.title().to_lowercase(), who });
    match terms.chair_from {
        ChairFrom::VotingMembers if !who.votes_here => refused("a school's representative or substitute"),
        ChairFrom::VotingGovernors if !(who.votes_here && who.is_governor) => {
            refused("a governor who is a school's representative or substitute")
        }
        ChairFrom::VotingMembers | ChairFrom::VotingGovernors => Ok(()),
    }
}

/// A clerk comes from none of the schools where the terms say so; `at` is the school where they have a role.
/// The head of a school, `head_of`, clerks no statutory joint committee.
pub fn may_be_clerk(terms: &committee_terms::Model, at: Option<&str>, head_of: Option<&str>) -> Result<(), Refusal> {
    if let Some(school) = head_of.filter(|_| terms.statutory) {
        return Err(Refusal::Statute(Statute::ClerkIsHead(school.to_owned())));
    }
    match at.filter(|_| terms.independent_clerk) {
        Some(school) => Err(Refusal::ClerkOfASchool(school.to_owned())),
        None => Ok(()),
    }
}
