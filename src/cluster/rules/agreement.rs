//! When a body may answer a version, when a version comes into force, and whom it then binds: whoever agreed to it.

use crate::platform::words;
use ::entity::agreement;
use chrono::{Days, NaiveDate};
use std::fmt;

/// Days that bodies have to answer a version unless whoever proposes it says otherwise: a term.
pub const ANSWER_DAYS: u64 = 91;
/// The fewest days, in which a governing body can meet, and the most.
pub const LEAST_ANSWER_DAYS: u64 = 14;
pub const MOST_ANSWER_DAYS: u64 = 366;

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A later version was recorded.
    Superseded {
        newest: i32,
    },
    AlreadyInForce,
    Withdrawn,
    /// Schools whose body has not answered, and the day by which it is asked to.
    Waiting {
        schools: Vec<String>,
        until: NaiveDate,
    },
    /// The host school's body declines.
    HostDeclines(String),
    /// The host school's body has not answered.
    HostIsSilent(String),
    TooFewAgree,
    /// Somebody has answered already: what it says stands.
    Answered,
    /// The first and the last day that bodies can be asked to answer by.
    AnswerBy {
        first: NaiveDate,
        last: NaiveDate,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Superseded { newest } => write!(f, "Version {newest} replaces this one. Use that version"),
            Self::AlreadyInForce => f.write_str("This version is in force already"),
            Self::Withdrawn => f.write_str("This version was withdrawn"),
            Self::Waiting { schools, until } => {
                let (names, day) = (words::listed(schools), words::short_date(*until));
                write!(
                    f,
                    "Every school's body must have agreed or declined first, or the day to answer by, {day}, be over. "
                )?;
                write!(f, "Waiting for {names}")
            }
            Self::HostDeclines(school) => {
                write!(f, "{school} hosts the cluster, and its body declines. Choose another host school first")
            }
            Self::HostIsSilent(school) => write!(
                f,
                "{school} hosts the cluster, and its body has not answered. Ask it for its answer, or choose another host school"
            ),
            Self::AnswerBy { first, last } => {
                let (first, last) = (words::short_date(*first), words::short_date(*last));
                write!(f, "Enter a day from {first}, so that bodies have time to meet, to {last}")
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

/// The day by which bodies answer unless somebody says otherwise.
pub fn usual_answer_by(today: NaiveDate) -> NaiveDate {
    today + Days::new(ANSWER_DAYS)
}

/// Bodies meet about twice a term: they have two weeks at least, and a year at most.
pub fn check_answer_by(day: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    let (first, last) = (today + Days::new(LEAST_ANSWER_DAYS), today + Days::new(MOST_ANSWER_DAYS));
    if (first..=last).contains(&day) { Ok(()) } else { Err(Refusal::AnswerBy { first, last }) }
}

/// Is the time over in which bodies are asked to answer?
pub fn is_answer_time_over(version: &agreement::Model, today: NaiveDate) -> bool {
    version.answer_by < today
}

/// The newest version comes into force when every school's body has answered, or the day to answer by is over, and two at
/// least have agreed. Whoever declines or says nothing is not bound by it.
pub fn adopt(version: &agreement::Model, newest: i32, answers: &Answers, today: NaiveDate) -> Result<(), Refusal> {
    may_withdraw(version)?;
    let of_host = |names: &[String]| answers.host.clone().filter(|host| names.contains(host));
    let all = answers.agreed.len() + answers.declined.len() + answers.waiting.len();
    if version.version != newest {
        Err(Refusal::Superseded { newest })
    } else if !answers.waiting.is_empty() && !is_answer_time_over(version, today) {
        Err(Refusal::Waiting { schools: answers.waiting.clone(), until: version.answer_by })
    } else if let Some(host) = of_host(&answers.declined) {
        Err(Refusal::HostDeclines(host))
    } else if let Some(host) = of_host(&answers.waiting) {
        Err(Refusal::HostIsSilent(host))
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

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();

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
            answer_by: usual_answer_by(NaiveDate::default()),
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
        assert_eq!(adopt(&withdrawn, 2, &answers(&["Old Church"], &[], &[]), TODAY), Err(Refusal::Withdrawn));
        assert_eq!(may_withdraw(&version(1, Some(DateTime::UNIX_EPOCH))), Err(Refusal::AlreadyInForce));
    }

    #[test]
    fn a_version_comes_into_force_once_every_body_has_answered_and_one_may_decline() {
        let proposal = version(2, None);
        let all = ["Old Church", "Salisbury"];
        assert_eq!(adopt(&proposal, 2, &answers(&all, &[], &[]), TODAY), Ok(()));
        assert_eq!(adopt(&proposal, 2, &answers(&all, &["Grace"], &[]), TODAY), Ok(()));
        let waiting = Refusal::Waiting { schools: names(&["Grace"]), until: usual_answer_by(TODAY) };
        assert_eq!(adopt(&proposal, 2, &answers(&all, &[], &["Grace"]), TODAY), Err(waiting));
        assert_eq!(adopt(&proposal, 3, &answers(&all, &[], &[]), TODAY), Err(Refusal::Superseded { newest: 3 }));
        let in_force = version(2, Some(DateTime::UNIX_EPOCH));
        assert_eq!(adopt(&in_force, 2, &answers(&all, &[], &[]), TODAY), Err(Refusal::AlreadyInForce));
    }

    #[test]
    fn after_the_day_to_answer_by_a_version_binds_those_that_agreed() {
        let proposal = version(2, None);
        let (all, until) = (["Old Church", "Salisbury"], proposal.answer_by);
        let on = |day| adopt(&proposal, 2, &answers(&all, &[], &["Grace"]), day);
        assert!(on(until).is_err(), "the day itself counts");
        assert_eq!(on(until + Days::new(1)), Ok(()));
        let host = adopt(&proposal, 2, &answers(&["Salisbury", "Grace"], &[], &["Old Church"]), until + Days::new(1));
        assert_eq!(host, Err(Refusal::HostIsSilent("Old Church".to_owned())));
        let one = adopt(&proposal, 2, &answers(&["Old Church"], &[], &["Salisbury", "Grace"]), until + Days::new(1));
        assert_eq!(one, Err(Refusal::TooFewAgree));
    }

    #[test]
    fn bodies_have_two_weeks_to_answer_at_least() {
        let on = |days| check_answer_by(TODAY + Days::new(days), TODAY).is_ok();
        assert!(!on(13) && on(14) && on(366) && !on(367));
        assert!(check_answer_by(usual_answer_by(TODAY), TODAY).is_ok());
    }

    #[test]
    fn two_bodies_agree_at_least_and_the_host_is_one_of_them() {
        let proposal = version(1, None);
        assert_eq!(adopt(&proposal, 1, &answers(&["Old Church"], &["Grace"], &[]), TODAY), Err(Refusal::TooFewAgree));
        assert_eq!(
            adopt(&proposal, 1, &answers(&["Old Church"], &[], &[]), TODAY),
            Ok(()),
            "a cluster of one begins alone"
        );
        let host = Refusal::HostDeclines("Old Church".to_owned());
        assert_eq!(adopt(&proposal, 1, &answers(&["Salisbury", "Grace"], &["Old Church"], &[]), TODAY), Err(host));
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
