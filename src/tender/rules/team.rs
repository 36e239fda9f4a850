//! Who may be in a tender's team: the reviewer from another school than the chair's, key-holders of different schools.

use ::entity::ids::*;
use ::entity::membership::Role;
use std::collections::BTreeSet;
use std::fmt;

/// Somebody with a role in one tender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub membership: MembershipId,
    pub account: AccountId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub school: Option<SchoolId>,
}

/// The roles of a tender's team, in the order in which the page names them.
pub const ROLES: &[Role] = &[Role::TenderLead, Role::Reviewer, Role::KeyHolder, Role::Evaluator];

/// Why somebody cannot be appointed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotATeamRole,
    ReviewerOfTheChairsSchool,
    SecondLead,
    SecondKeyHolderOfASchool,
    AlreadyAppointed,
    LeadAndEvaluator,
}

impl Refusal {
    pub fn field(self) -> &'static str {
        match self {
            Self::ReviewerOfTheChairsSchool | Self::SecondKeyHolderOfASchool => "school",
            Self::AlreadyAppointed | Self::LeadAndEvaluator => "email",
            Self::NotATeamRole | Self::SecondLead => "role",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotATeamRole => "Choose a role in the team",
            Self::ReviewerOfTheChairsSchool => "The reviewer must be from another school than the chair's",
            Self::SecondLead => "This tender has a tender lead. Remove them first",
            Self::SecondKeyHolderOfASchool => "Key-holders must be from different schools. This school has one",
            Self::AlreadyAppointed => "This person already has this role",
            Self::LeadAndEvaluator => {
                "The tender lead opens the answers that are checked first, so they cannot score. Choose somebody else"
            }
        })
    }
}

/// May a person with this address take this role for this school?
pub fn appoint(team: &[Member], chairs: &[SchoolId], role: Role, email: &str, school: SchoolId) -> Result<(), Refusal> {
    let of = |wanted: Role| team.iter().filter(move |member| member.role == wanted);
    if !ROLES.contains(&role) {
        return Err(Refusal::NotATeamRole);
    }
    if of(role).any(|member| member.email == email) {
        return Err(Refusal::AlreadyAppointed);
    }
    let other = match role {
        Role::TenderLead => Some(Role::Evaluator),
        Role::Evaluator => Some(Role::TenderLead),
        _ => None,
    };
    if other.is_some_and(|other| of(other).any(|member| member.email == email)) {
        return Err(Refusal::LeadAndEvaluator);
    }
    match role {
        Role::Reviewer if chairs.contains(&school) => Err(Refusal::ReviewerOfTheChairsSchool),
        Role::TenderLead if of(role).next().is_some() => Err(Refusal::SecondLead),
        Role::KeyHolder if of(role).any(|member| member.school == Some(school)) => {
            Err(Refusal::SecondKeyHolderOfASchool)
        }
        _ => Ok(()),
    }
}

/// What the team still lacks before publication, as sentences.
pub fn lacks(team: &[Member], chairs: &[SchoolId]) -> Vec<&'static str> {
    let of = |wanted: Role| team.iter().filter(move |member| member.role == wanted);
    let from_elsewhere = |member: &Member| member.school.is_some_and(|school| !chairs.contains(&school));
    let key_schools: BTreeSet<SchoolId> = of(Role::KeyHolder).filter_map(|member| member.school).collect();
    let lacking = [
        (of(Role::TenderLead).next().is_none(), "Appoint a tender lead"),
        (!of(Role::Reviewer).any(from_elsewhere), "Appoint a reviewer from another school than the chair's"),
        (key_schools.len() < 2, "Appoint two key-holders from different schools"),
        (of(Role::Evaluator).next().is_none(), "Appoint an evaluator"),
    ];
    lacking.into_iter().filter_map(|(lacks, sentence)| lacks.then_some(sentence)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn member(role: Role, email: &str, school: SchoolId) -> Member {
        let now = DateTime::UNIX_EPOCH;
        let (membership, account) = (MembershipId::new(now), AccountId::new(now));
        Member { membership, account, name: "A".to_owned(), email: email.to_owned(), role, school: Some(school) }
    }

    #[test]
    fn each_role_has_its_own_condition() {
        let (chair, other) = (SchoolId::new(DateTime::UNIX_EPOCH), SchoolId::new(DateTime::UNIX_EPOCH));
        let team = [member(Role::TenderLead, "lead@x.org", chair), member(Role::KeyHolder, "key@x.org", other)];
        let may = |role, email, school| appoint(&team, &[chair], role, email, school);
        assert_eq!(may(Role::Reviewer, "r@x.org", chair), Err(Refusal::ReviewerOfTheChairsSchool));
        assert_eq!(may(Role::Reviewer, "r@x.org", other), Ok(()));
        assert_eq!(may(Role::TenderLead, "b@x.org", other), Err(Refusal::SecondLead));
        assert_eq!(may(Role::KeyHolder, "b@x.org", other), Err(Refusal::SecondKeyHolderOfASchool));
        assert_eq!(may(Role::KeyHolder, "b@x.org", chair), Ok(()));
        assert_eq!(may(Role::Evaluator, "lead@x.org", chair), Err(Refusal::LeadAndEvaluator));
        assert_eq!(may(Role::KeyHolder, "key@x.org", chair), Err(Refusal::AlreadyAppointed));
        assert_eq!(may(Role::Chair, "b@x.org", other), Err(Refusal::NotATeamRole));
    }

    #[test]
    fn two_key_holders_of_one_school_are_one_too_few() {
        let (chair, other) = (SchoolId::new(DateTime::UNIX_EPOCH), SchoolId::new(DateTime::UNIX_EPOCH));
        let mut team = vec![
            member(Role::TenderLead, "a@x.org", chair),
            member(Role::Reviewer, "b@x.org", other),
            member(Role::Evaluator, "c@x.org", chair),
            member(Role::KeyHolder, "d@x.org", chair),
            member(Role::KeyHolder, "e@x.org", chair),
        ];
        assert_eq!(lacks(&team, &[chair]), ["Appoint two key-holders from different schools"]);
        team.push(member(Role::KeyHolder, "f@x.org", other));
        assert!(lacks(&team, &[chair]).is_empty());
        assert_eq!(lacks(&[], &[chair]).len(), 4);
    }
}
