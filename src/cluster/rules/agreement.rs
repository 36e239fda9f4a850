//! When a body may agree to a version, and when a version comes into force.

use ::entity::agreement;
use std::fmt;

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A later version was recorded.
    Superseded {
        newest: i32,
    },
    AlreadyInForce,
    Withdrawn,
    /// Schools whose body has not agreed.
    Waiting(Vec<String>),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Superseded { newest } => write!(f, "Version {newest} replaces this one. Use that version"),
            Self::AlreadyInForce => f.write_str("This version is in force already"),
            Self::Withdrawn => f.write_str("This version was withdrawn"),
            Self::Waiting(schools) => {
                write!(f, "Every school's body must have agreed first. Waiting for {}", schools.join(", "))
            }
        }
    }
}

/// A body agrees to the newest version, or to the one in force when its school joins later.
pub fn may_agree(version: &agreement::Model, newest: i32, in_force: Option<i32>) -> Result<(), Refusal> {
    if version.withdrawn_at.is_some() {
        Err(Refusal::Withdrawn)
    } else if version.version == newest || Some(version.version) == in_force {
        Ok(())
    } else {
        Err(Refusal::Superseded { newest })
    }
}

/// The newest version comes into force when the body of every school in the cluster has agreed to it.
pub fn adopt(version: &agreement::Model, newest: i32, waiting: &[String]) -> Result<(), Refusal> {
    may_withdraw(version)?;
    if version.version != newest {
        Err(Refusal::Superseded { newest })
    } else if !waiting.is_empty() {
        Err(Refusal::Waiting(waiting.to_vec()))
    } else {
        Ok(())
    }
}

/// A version that is neither in force nor taken back already can be taken back.
pub fn may_withdraw(version: &agreement::Model) -> Result<(), Refusal> {
    if version.adopted_at.is_some() {
        Err(Refusal::AlreadyInForce)
    } else if version.withdrawn_at.is_some() {
        Err(Refusal::Withdrawn)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::entity::agreement::{Majority, SharingRule};
    use ::entity::ids::{AgreementId, ClusterId};
    use chrono::{DateTime, Utc};

    fn version(number: i32, adopted_at: Option<DateTime<Utc>>) -> agreement::Model {
        agreement::Model {
            id: AgreementId::new(DateTime::UNIX_EPOCH),
            cluster_id: ClusterId::new(DateTime::UNIX_EPOCH),
            version: number,
            text: String::new(),
            sharing_rule: SharingRule::Proportional,
            majority: Majority::Simple,
            casting_vote: false,
            recorded_at: DateTime::UNIX_EPOCH,
            adopted_at,
            withdrawn_at: None,
        }
    }

    #[test]
    fn a_proposal_is_taken_back_once() {
        let withdrawn = agreement::Model { withdrawn_at: Some(DateTime::UNIX_EPOCH), ..version(2, None) };
        assert_eq!(may_withdraw(&version(2, None)), Ok(()));
        assert_eq!(may_withdraw(&withdrawn), Err(Refusal::Withdrawn));
        assert_eq!(may_agree(&withdrawn, 2, Some(1)), Err(Refusal::Withdrawn));
        assert_eq!(adopt(&withdrawn, 2, &[]), Err(Refusal::Withdrawn));
        assert_eq!(may_withdraw(&version(1, Some(DateTime::UNIX_EPOCH))), Err(Refusal::AlreadyInForce));
    }

    #[test]
    fn a_version_comes_into_force_once_every_body_has_agreed() {
        let proposal = version(2, None);
        assert_eq!(adopt(&proposal, 2, &[]), Ok(()));
        let waiting = vec!["Old Church".to_owned()];
        assert_eq!(adopt(&proposal, 2, &waiting), Err(Refusal::Waiting(waiting)));
        assert_eq!(adopt(&proposal, 3, &[]), Err(Refusal::Superseded { newest: 3 }));
        assert_eq!(adopt(&version(2, Some(DateTime::UNIX_EPOCH)), 2, &[]), Err(Refusal::AlreadyInForce));
    }

    #[test]
    fn a_school_that_joins_later_agrees_to_the_version_in_force() {
        assert_eq!(may_agree(&version(1, None), 2, Some(1)), Ok(()));
        assert_eq!(may_agree(&version(2, None), 2, Some(1)), Ok(()));
        assert_eq!(may_agree(&version(1, None), 3, Some(2)), Err(Refusal::Superseded { newest: 3 }));
    }
}
