//! Excluding a bidder: never without notice of the ground and time to answer, never by one person alone.

use crate::platform::law::{self, BeyondCalendar};
use crate::platform::words;
use crate::tender::rules::dates::in_london;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use entity::exclusion::{Decision, Ground, Model as Hearing};
use entity::ids::AccountId;
use entity::tender::TenderState;
use std::fmt;

/// The fewest working days that a bidder gets to answer.
pub const ANSWER_DAYS: u32 = 3;

/// Why something is not done in a hearing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    TooLate,
    Running,
    TooSoon(NaiveDate),
    NotAWorkingDay,
    MayStillAnswer(DateTime<Utc>),
    AnswerClosed(DateTime<Utc>),
    Decided,
    NotProposed,
    SamePerson,
    NeedsHearing(String),
    Beyond(BeyondCalendar),
}

impl From<BeyondCalendar> for Refusal {
    fn from(beyond: BeyondCalendar) -> Self {
        Self::Beyond(beyond)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLate => f.write_str("A bidder can be excluded from the opening of bids until one is recommended"),
            Self::Running => f.write_str("This bidder has been given notice already. Decide on that first"),
            Self::TooSoon(day) => {
                write!(f, "Give the bidder until {} or later: {ANSWER_DAYS} working days", words::date(*day))
            }
            Self::NotAWorkingDay => f.write_str("The last day to answer must be a working day"),
            Self::MayStillAnswer(until) => {
                write!(f, "The bidder may answer until {}. Decide after that", words::deadline(*until))
            }
            Self::AnswerClosed(at) => write!(f, "The time to answer ended at {}", words::deadline(*at)),
            Self::Decided => f.write_str("This has been decided"),
            Self::NotProposed => f.write_str("Nobody has proposed a decision yet. The tender lead or the clerk can"),
            Self::SamePerson => f.write_str(
                "You proposed this decision. Another person must confirm it: the tender lead, the clerk or a reviewer",
            ),
            Self::NeedsHearing(check) => write!(
                f,
                "Nobody fails \"{check}\" without a hearing. Give the bidder notice of the ground, and time to answer"
            ),
            Self::Beyond(beyond) => beyond.fmt(f),
        }
    }
}

/// The ground in the words of the pages.
pub fn ground_words(ground: Ground) -> &'static str {
    match ground {
        Ground::Mandatory => "A mandatory ground (Procurement Act 2023, schedule 6)",
        Ground::Discretionary => "A discretionary ground (Procurement Act 2023, schedule 7)",
        Ground::Debarment => "The bidder is on the debarment list",
        Ground::Conflict => "A conflict of interest that cannot be mitigated (section 82)",
    }
}

/// Did this hearing end with the bidder excluded?
pub fn excludes(hearing: &Hearing) -> bool {
    hearing.confirmed_at.is_some() && hearing.decision == Some(Decision::Excluded)
}

/// May notice be given while the lot is here, beside the hearings that there are?
pub fn may_notify(lot: TenderState, hearings: &[Hearing]) -> Result<(), Refusal> {
    use TenderState::{Compliance, Moderation, Priced, Scoring};
    if !matches!(lot, Compliance | Scoring | Moderation | Priced) {
        Err(Refusal::TooLate)
    } else if hearings.iter().any(|hearing| hearing.confirmed_at.is_none()) {
        Err(Refusal::Running)
    } else {
        Ok(())
    }
}

/// The instant until which a bidder may answer: 5pm on the day given.
pub fn answer_by(day: NaiveDate, now: DateTime<Utc>) -> Result<DateTime<Utc>, Refusal> {
    let first = law::add_working_days(words::london_day(now), ANSWER_DAYS)?;
    if day < first {
        return Err(Refusal::TooSoon(first));
    }
    if !law::is_working_day(day)? {
        return Err(Refusal::NotAWorkingDay);
    }
    Ok(in_london(day, NaiveTime::from_hms_opt(17, 0, 0).unwrap_or_default()))
}

pub fn may_answer(hearing: &Hearing, now: DateTime<Utc>) -> Result<(), Refusal> {
    if hearing.confirmed_at.is_some() {
        Err(Refusal::Decided)
    } else if now < hearing.answer_by {
        Ok(())
    } else {
        Err(Refusal::AnswerClosed(hearing.answer_by))
    }
}

/// A decision is proposed once the bidder has answered, or had the time to.
pub fn may_propose(hearing: &Hearing, now: DateTime<Utc>) -> Result<(), Refusal> {
    if hearing.confirmed_at.is_some() {
        Err(Refusal::Decided)
    } else if hearing.answered_at.is_none() && now < hearing.answer_by {
        Err(Refusal::MayStillAnswer(hearing.answer_by))
    } else {
        Ok(())
    }
}

/// Two people decide: the second is not the first.
pub fn may_confirm(hearing: &Hearing, account: AccountId) -> Result<(), Refusal> {
    match hearing.proposed_by {
        _ if hearing.confirmed_at.is_some() => Err(Refusal::Decided),
        None => Err(Refusal::NotProposed),
        Some(first) if first == account => Err(Refusal::SamePerson),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::ids::{BidId, ExclusionId};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn hearing() -> Hearing {
        let now = at("2027-03-17T10:00:00Z");
        Hearing {
            id: ExclusionId::new(now),
            bid_id: BidId::new(now),
            ground: Ground::Discretionary,
            reason: "A contract was ended for poor performance".to_owned(),
            notified_by: AccountId::new(now),
            notified_at: now,
            answer_by: at("2027-03-22T17:00:00Z"),
            answer: None,
            answered_by: None,
            answered_at: None,
            decision: None,
            decision_reason: None,
            proposed_by: None,
            proposed_at: None,
            confirmed_by: None,
            confirmed_at: None,
        }
    }

    #[test]
    fn a_bidder_gets_three_working_days_until_5pm() {
        let now = at("2027-03-17T10:00:00Z");
        let day = |day| NaiveDate::from_ymd_opt(2027, 3, day).unwrap();
        assert_eq!(answer_by(day(19), now), Err(Refusal::TooSoon(day(22))));
        assert_eq!(answer_by(day(22), now), Ok(at("2027-03-22T17:00:00Z")));
        assert_eq!(answer_by(day(27), now), Err(Refusal::NotAWorkingDay));
    }

    #[test]
    fn nobody_decides_before_the_answer_or_the_end_of_the_time_for_it() {
        let (open, before) = (hearing(), at("2027-03-18T10:00:00Z"));
        assert_eq!(may_propose(&open, before), Err(Refusal::MayStillAnswer(open.answer_by)));
        assert_eq!(may_propose(&open, open.answer_by), Ok(()));
        assert_eq!(may_propose(&Hearing { answered_at: Some(before), ..open.clone() }, before), Ok(()));
        assert_eq!(may_answer(&open, open.answer_by), Err(Refusal::AnswerClosed(open.answer_by)));
    }

    #[test]
    fn the_one_who_proposes_does_not_confirm() {
        let now = at("2027-03-23T10:00:00Z");
        let (first, second) = (AccountId::new(now), AccountId::new(now));
        let proposed = Hearing { proposed_by: Some(first), ..hearing() };
        assert_eq!(may_confirm(&hearing(), second), Err(Refusal::NotProposed));
        assert_eq!(may_confirm(&proposed, first), Err(Refusal::SamePerson));
        assert_eq!(may_confirm(&proposed, second), Ok(()));
    }

    #[test]
    fn one_hearing_runs_at_a_time_and_only_until_a_bid_is_recommended() {
        let decided = Hearing { confirmed_at: Some(at("2027-03-23T10:00:00Z")), ..hearing() };
        assert_eq!(may_notify(TenderState::Scoring, &[]), Ok(()));
        assert_eq!(may_notify(TenderState::Scoring, &[hearing()]), Err(Refusal::Running));
        assert_eq!(may_notify(TenderState::Scoring, &[decided]), Ok(()));
        assert_eq!(may_notify(TenderState::Recommended, &[]), Err(Refusal::TooLate));
    }
}
