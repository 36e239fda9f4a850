//! When a body may answer a version, when a version comes into force, and whom it then binds: whoever agreed to it.

use crate::platform::words;
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
    /// Schools whose body has not answered.
    Waiting(Vec<String>),
    /// The host school's body declines.
    HostDeclines(String),
    TooFewAgree,
    /// Somebody has answered already: what it says stands.
    Answered,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Superseded { newest } => write!(f, "Version {newest} replaces this one. Use that version"),
            Self::AlreadyInForce => f.write_str("This version is in force already"),
            Self::Withdrawn => f.write_str("This version was withdrawn"),
            Self::Waiting(schools) => {
                let names = words::listed(schools);
                write!(f, "Every school's body must have agreed or declined first. Waiting for {names}")
            }
            Self::HostDeclines(school) => {
                write!(f, "{school} hosts the cluster, and its body declines. Choose another host school first")
            }
            Self::TooFewAgree => f.write_str("At least two bodies must have agreed"),
            Self::Answered => {
                f.write_str("A body has answered this version already, so what it says stands. Record a new version")
            }
        }
    }
}

/// A body answers the newest version, or the one in force when its school joins or changes its mind later.
pub fn may_answer(version: &agreement::Model, newest: i32, in_force: Option<i32>) -> Result<(), Refusal> {
    if version.withdrawn_at.is_some() {
        Err(Refusal::Withdrawn)
    } else if version.version == newest || Some(version.version) == in_force {
        Ok(())
    } else {
        Err(Refusal::Superseded { newest })
    }
}

/// How the bodies answered a version, by the names of their schools.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    pub agreed: Vec<String>,
    pub declined: Vec<String>,
    pub waiting: Vec<String>,
    /// The host school, if there is one.
    pub host: Option<String>,
}

/// The newest version comes into force when every school's body has answered and two at least have agreed. Whoever
/// declines is not bound by it.
pub fn adopt(version: &agreement::Model, newest: i32, answers: &Answers) -> Result<(), Refusal> {
    may_withdraw(version)?;
    let all = answers.agreed.len() + answers.declined.len() + answers.waiting.len();
    if version.version != newest {
        Err(Refusal::Superseded { newest })
    } else if !answers.waiting.is_empty() {
        Err(Refusal::Waiting(answers.waiting.clone()))
    } else if let Some(host) = answers.host.as_ref().filter(|host| answers.declined.contains(host)) {
        Err(Refusal::HostDeclines(host.clone()))
    } else if answers.agreed.len() < all.min(2) {
        Err(Refusal::TooFewAgree)
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

/// What a version promises changes as long as nobody has answered it.
pub fn may_change_promises(version: &agreement::Model, answers: usize) -> Result<(), Refusal> {
    may_withdraw(version)?;
    if answers == 0 { Ok(()) } else { Err(Refusal::Answered) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::entity::agreement::{Majority, SharingRule};
    use ::entity::cluster_form::Form;
    use ::entity::ids::{AgreementId, ClusterId};
    use chrono::{DateTime, Utc};

    fn version(number: i32, adopted_at: Option<DateTime<Utc>>) -> agreement::Model {
        agreement::Model {
            id: AgreementId::new(DateTime::UNIX_EPOCH),
            cluster_id: ClusterId::new(DateTime::UNIX_EPOCH),
            version: number,
            text: String::new(),
            form: Form::SteeringGroup,
            form_reason: String::new(),
            sharing_rule: SharingRule::Proportional,
            majority: Majority::Simple,
            casting_vote: false,
            notice_months: 6,
            refresh_month: 3,
            refresh_day: 31,
            authority_id: None,
            recorded_at: DateTime::UNIX_EPOCH,
            adopted_at,
            withdrawn_at: None,
        }
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn answers(agreed: &[&str], declined: &[&str], waiting: &[&str]) -> Answers {
        let host = Some("Old Church".to_owned());
        Answers { agreed: names(agreed), declined: names(declined), waiting: names(waiting), host }
    }

    #[test]
    fn a_proposal_is_taken_back_once() {
        let withdrawn = agreement::Model { withdrawn_at: Some(DateTime::UNIX_EPOCH), ..version(2, None) };
        assert_eq!(may_withdraw(&version(2, None)), Ok(()));
        assert_eq!(may_withdraw(&withdrawn), Err(Refusal::Withdrawn));
        assert_eq!(may_answer(&withdrawn, 2, Some(1)), Err(Refusal::Withdrawn));
        assert_eq!(adopt(&withdrawn, 2, &answers(&["Old Church"], &[], &[])), Err(Refusal::Withdrawn));
        assert_eq!(may_withdraw(&version(1, Some(DateTime::UNIX_EPOCH))), Err(Refusal::AlreadyInForce));
    }

    #[test]
    fn a_version_comes_into_force_once_every_body_has_answered_and_one_may_decline() {
        let proposal = version(2, None);
        let all = ["Old Church", "Salisbury"];
        assert_eq!(adopt(&proposal, 2, &answers(&all, &[], &[])), Ok(()));
        assert_eq!(adopt(&proposal, 2, &answers(&all, &["Grace"], &[])), Ok(()));
        let waiting = Refusal::Waiting(names(&["Grace"]));
        assert_eq!(adopt(&proposal, 2, &answers(&all, &[], &["Grace"])), Err(waiting));
        assert_eq!(adopt(&proposal, 3, &answers(&all, &[], &[])), Err(Refusal::Superseded { newest: 3 }));
        let in_force = version(2, Some(DateTime::UNIX_EPOCH));
        assert_eq!(adopt(&in_force, 2, &answers(&all, &[], &[])), Err(Refusal::AlreadyInForce));
    }

    #[test]
    fn two_bodies_agree_at_least_and_the_host_is_one_of_them() {
        let proposal = version(1, None);
        assert_eq!(adopt(&proposal, 1, &answers(&["Old Church"], &["Grace"], &[])), Err(Refusal::TooFewAgree));
        assert_eq!(adopt(&proposal, 1, &answers(&["Old Church"], &[], &[])), Ok(()), "a cluster of one begins alone");
        let host = Refusal::HostDeclines("Old Church".to_owned());
        assert_eq!(adopt(&proposal, 1, &answers(&["Salisbury", "Grace"], &["Old Church"], &[])), Err(host));
    }

    #[test]
    fn what_is_promised_stands_once_a_body_has_answered() {
        assert_eq!(may_change_promises(&version(1, None), 0), Ok(()));
        assert_eq!(may_change_promises(&version(1, None), 1), Err(Refusal::Answered));
        let in_force = version(1, Some(DateTime::UNIX_EPOCH));
        assert_eq!(may_change_promises(&in_force, 0), Err(Refusal::AlreadyInForce));
    }

    #[test]
    fn a_school_that_joins_later_agrees_to_the_version_in_force() {
        assert_eq!(may_answer(&version(1, None), 2, Some(1)), Ok(()));
        assert_eq!(may_answer(&version(2, None), 2, Some(1)), Ok(()));
        assert_eq!(may_answer(&version(1, None), 3, Some(2)), Err(Refusal::Superseded { newest: 3 }));
    }
}
