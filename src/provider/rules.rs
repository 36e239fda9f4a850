//! What each kind of provider is, and who may act for it.

pub mod answers;
mod authorities;
pub mod evidence;
mod regions;

pub use authorities::{authorities, authority_code, authority_name};
pub use regions::{Region, Spread, areas_in_words, region_of, regions, spread};

use entity::ids::MembershipId;
use entity::membership::Role;
use entity::provider::ProviderKind;
use std::fmt;

/// Why something about a provider is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NoAuthority,
    NotAnAuthority,
    NoSchool,
    NotASchool,
    RoleNotHere,
    LastSeller,
}

impl Refusal {
    /// The field that it is about.
    pub fn field(self) -> &'static str {
        match self {
            Refusal::NoAuthority | Refusal::NotAnAuthority => "la_code",
            Refusal::NoSchool | Refusal::NotASchool => "urn",
            Refusal::RoleNotHere => "role",
            Refusal::LastSeller => "main",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::NoAuthority => "Choose the local authority",
            Refusal::NotAnAuthority => "Only a local authority has a code: choose none",
            Refusal::NoSchool => {
                "Enter the URN of the school, or of one of the trust's schools, as the register has it"
            }
            Refusal::NotASchool => "Only a school or a trust has a URN: leave it empty",
            Refusal::RoleNotHere => "Choose a role that this kind of organisation has",
            Refusal::LastSeller => "Invite somebody else first: nobody would be left to act for the organisation",
        })
    }
}

/// The roles that an organisation gives; the first is that of its first person.
pub fn roles_of(kind: ProviderKind) -> &'static [Role] {
    match kind {
        ProviderKind::Authority => &[Role::LaSeller, Role::ProviderStaff, Role::LaOfficer],
        ProviderKind::Firm | ProviderKind::School | ProviderKind::Trust => &[Role::ProviderStaff],
    }
}

/// A role can be held only in the kind of organisation that has it.
pub fn check_role(kind: ProviderKind, role: Role) -> Result<(), Refusal> {
    if roles_of(kind).contains(&role) { Ok(()) } else { Err(Refusal::RoleNotHere) }
}

/// An authority is known by its code; others have none.
pub fn check_code(kind: ProviderKind, code: Option<&str>) -> Result<(), Refusal> {
    match (kind, code) {
        (ProviderKind::Authority, Some(code)) if authority_name(code).is_some() => Ok(()),
        (ProviderKind::Authority, _) => Err(Refusal::NoAuthority),
        (_, Some(_)) => Err(Refusal::NotAnAuthority),
        (_, None) => Ok(()),
    }
}

/// A school or a trust that sells is known by a school of the register, whatever it calls itself; others have none.
pub fn check_school(kind: ProviderKind, urn: Option<i32>, is_registered: bool) -> Result<(), Refusal> {
    match (kind, urn) {
        (ProviderKind::School | ProviderKind::Trust, Some(_)) if is_registered => Ok(()),
        (ProviderKind::School | ProviderKind::Trust, _) => Err(Refusal::NoSchool),
        (_, Some(_)) => Err(Refusal::NotASchool),
        (_, None) => Ok(()),
    }
}

/// Whoever acts for the organisation may go as long as somebody else who does stays.
pub fn may_end(held: &[(MembershipId, Role)], ending: MembershipId) -> Result<(), Refusal> {
    let acts = |role: Role| matches!(role, Role::ProviderStaff | Role::LaSeller);
    let ends_one = held.iter().any(|(id, role)| *id == ending && acts(*role));
    let one_stays = held.iter().any(|(id, role)| *id != ending && acts(*role));
    if ends_one && !one_stays { Err(Refusal::LastSeller) } else { Ok(()) }
}

/// "Local authority".
pub fn kind_words(kind: ProviderKind) -> &'static str {
    match kind {
        ProviderKind::Firm => "Firm",
        ProviderKind::Authority => "Local authority",
        ProviderKind::School => "School",
        ProviderKind::Trust => "Academy trust",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn only_an_authority_has_a_code_and_sellers_of_price_lists() {
        assert_eq!(check_code(ProviderKind::Authority, Some("335")), Ok(()));
        assert_eq!(check_code(ProviderKind::Authority, None), Err(Refusal::NoAuthority));
        assert_eq!(check_code(ProviderKind::Authority, Some("999")), Err(Refusal::NoAuthority));
        assert_eq!(check_code(ProviderKind::Firm, Some("335")), Err(Refusal::NotAnAuthority));
        assert_eq!(check_school(ProviderKind::Firm, None, false), Ok(()));
        assert_eq!(check_school(ProviderKind::Firm, Some(990_101), true), Err(Refusal::NotASchool));
        assert_eq!(check_school(ProviderKind::School, None, false), Err(Refusal::NoSchool));
        assert_eq!(check_school(ProviderKind::Trust, Some(990_101), false), Err(Refusal::NoSchool));
        assert_eq!(check_school(ProviderKind::Trust, Some(990_101), true), Ok(()));
        assert_eq!(check_role(ProviderKind::Firm, Role::LaSeller), Err(Refusal::RoleNotHere));
        assert_eq!(check_role(ProviderKind::Authority, Role::LaSeller), Ok(()));
        assert_eq!(check_role(ProviderKind::Trust, Role::Headteacher), Err(Refusal::RoleNotHere));
    }

    #[test]
    fn somebody_who_acts_for_the_organisation_always_stays() {
        let id = || MembershipId::new(DateTime::UNIX_EPOCH);
        let (seller, officer, staff) = (id(), id(), id());
        let alone = [(seller, Role::LaSeller), (officer, Role::LaOfficer)];
        assert_eq!(may_end(&alone, seller), Err(Refusal::LastSeller));
        assert_eq!(may_end(&alone, officer), Ok(()));
        assert_eq!(may_end(&[alone[0], alone[1], (staff, Role::ProviderStaff)], seller), Ok(()));
    }
}
