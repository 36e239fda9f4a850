//! Who may lose a role in a school.

use std::fmt;

use entity::ids::MembershipId;
use entity::membership::Role;

/// Why a role stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    LastWhoCanInvite,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::LastWhoCanInvite => f.write_str(
                "Invite another business manager or headteacher first: nobody else could change this school's pages",
            ),
        }
    }
}

/// A school keeps at least one person who can invite the others.
pub fn may_end(held: &[(MembershipId, Role)], ending: MembershipId) -> Result<(), Refusal> {
    let can_invite = |role: Role| matches!(role, Role::BusinessManager | Role::Headteacher);
    let ends_one = held.iter().any(|(id, role)| *id == ending && can_invite(*role));
    let one_stays = held.iter().any(|(id, role)| *id != ending && can_invite(*role));
    if ends_one && !one_stays { Err(Refusal::LastWhoCanInvite) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_who_can_invite_stays_and_any_other_may_go() {
        let id = || MembershipId::new(chrono::DateTime::UNIX_EPOCH);
        let (manager, governor, head) =
            ((id(), Role::BusinessManager), (id(), Role::Governor), (id(), Role::Headteacher));
        assert_eq!(may_end(&[manager, governor], manager.0), Err(Refusal::LastWhoCanInvite));
        assert_eq!(may_end(&[manager, governor], governor.0), Ok(()));
        assert_eq!(may_end(&[manager, head], manager.0), Ok(()));
    }
}
