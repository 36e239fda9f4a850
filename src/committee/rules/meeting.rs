//! Where a meeting stands, and what can be done to it there.

use super::refusal::Refusal;
use ::entity::committee_meeting::Model as Meeting;
use chrono::{DateTime, Utc};

/// Where a meeting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Its agenda is being prepared.
    Planned,
    /// Called, and still to come.
    Coming,
    /// Begun, without published minutes.
    MinutesDue,
    /// Its minutes wait for the next meeting.
    Published,
    Approved,
    CalledOff,
    /// It was never called, and its hour has passed.
    Lapsed,
}

impl Phase {
    /// Its words and the kind of its tag.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Phase::Planned => ("Being prepared", "progress"),
            Phase::Coming => ("Called", "waiting"),
            Phase::MinutesDue => ("Minutes due", "problem"),
            Phase::Published => ("Minutes to be approved", "progress"),
            Phase::Approved => ("Minutes approved", "done"),
            Phase::CalledOff => ("Called off", "plain"),
            Phase::Lapsed => ("Not called in time", "plain"),
        }
    }
}

/// What a clock and the stored facts say.
pub fn phase(meeting: &Meeting, now: DateTime<Utc>) -> Phase {
    match meeting {
        meeting if meeting.called_off_at.is_some() => Phase::CalledOff,
        meeting if meeting.approved_at.is_some() => Phase::Approved,
        meeting if meeting.published_at.is_some() => Phase::Published,
        meeting if meeting.called_at.is_none() && now < meeting.starts_at => Phase::Planned,
        meeting if meeting.called_at.is_none() => Phase::Lapsed,
        meeting if now < meeting.starts_at => Phase::Coming,
        _ => Phase::MinutesDue,
    }
}

/// The agenda is open until the meeting is called: what was not on it is not decided.
pub fn may_change_agenda(meeting: &Meeting, now: DateTime<Utc>) -> Result<(), Refusal> {
    match phase(meeting, now) {
        Phase::Planned => Ok(()),
        Phase::CalledOff => Err(Refusal::CalledOff),
        Phase::Lapsed => Err(Refusal::InThePast),
        Phase::Coming | Phase::MinutesDue | Phase::Published | Phase::Approved => Err(Refusal::AlreadyCalled),
    }
}

pub fn may_call_off(meeting: &Meeting, now: DateTime<Utc>) -> Result<(), Refusal> {
    match phase(meeting, now) {
        Phase::Planned | Phase::Coming | Phase::Lapsed | Phase::MinutesDue => Ok(()),
        Phase::CalledOff => Err(Refusal::CalledOff),
        Phase::Published | Phase::Approved => Err(Refusal::Published),
    }
}

/// Attendance, interests and votes are recorded from the hour of the meeting until its minutes are published.
pub fn may_record(meeting: &Meeting, now: DateTime<Utc>) -> Result<(), Refusal> {
    match phase(meeting, now) {
        Phase::MinutesDue => Ok(()),
        Phase::Planned | Phase::Lapsed => Err(Refusal::NotCalled),
        Phase::Coming => Err(Refusal::NotBegun),
        Phase::CalledOff => Err(Refusal::CalledOff),
        Phase::Published | Phase::Approved => Err(Refusal::Published),
    }
}

/// The words of the minutes can be changed until they are approved.
pub fn may_minute(meeting: &Meeting, now: DateTime<Utc>) -> Result<(), Refusal> {
    match phase(meeting, now) {
        Phase::Approved => Err(Refusal::Approved),
        Phase::Published => Ok(()),
        _ => may_record(meeting, now),
    }
}

pub fn may_publish(meeting: &Meeting, now: DateTime<Utc>) -> Result<(), Refusal> {
    may_record(meeting, now)?;
    if meeting.minutes.is_some() { Ok(()) } else { Err(Refusal::NoMinutes) }
}

/// A later meeting of the same cluster that has begun approves minutes.
pub fn may_approve(meeting: &Meeting, by: &Meeting, now: DateTime<Utc>) -> Result<(), Refusal> {
    match phase(meeting, now) {
        Phase::Published => {}
        Phase::Approved => return Err(Refusal::Approved),
        _ => return Err(Refusal::NotPublished),
    }
    let has_begun = matches!(phase(by, now), Phase::MinutesDue | Phase::Published | Phase::Approved);
    let is_later = by.cluster_id == meeting.cluster_id && by.starts_at > meeting.starts_at && has_begun;
    if is_later { Ok(()) } else { Err(Refusal::NotLater) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::entity::ids::{ClusterId, CommitteeMeetingId};
    use chrono::Duration;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::hours(hour)
    }

    fn meeting(starts: i64) -> Meeting {
        Meeting {
            id: CommitteeMeetingId::new(DateTime::UNIX_EPOCH),
            cluster_id: ClusterId::new(DateTime::UNIX_EPOCH),
            number: 1,
            starts_at: at(starts),
            place: String::new(),
            planned_at: at(0),
            called_at: Some(at(1)),
            urgent_reason: None,
            called_off_at: None,
            called_off_reason: None,
            minutes: None,
            published_at: None,
            approved_at: None,
            approved_by_meeting_id: None,
        }
    }

    #[test]
    fn a_meeting_goes_from_its_plan_to_approved_minutes() {
        let planned = Meeting { called_at: None, ..meeting(10) };
        assert_eq!([phase(&planned, at(9)), phase(&planned, at(10))], [Phase::Planned, Phase::Lapsed]);
        let called = meeting(10);
        assert_eq!([phase(&called, at(9)), phase(&called, at(10))], [Phase::Coming, Phase::MinutesDue]);
        let off = Meeting { called_off_at: Some(at(2)), ..called.clone() };
        assert_eq!(phase(&off, at(11)), Phase::CalledOff);
        assert_eq!(may_record(&off, at(11)), Err(Refusal::CalledOff));
        assert_eq!(may_change_agenda(&called, at(2)), Err(Refusal::AlreadyCalled));
        assert_eq!(may_record(&called, at(9)), Err(Refusal::NotBegun));
        assert_eq!(may_publish(&called, at(11)), Err(Refusal::NoMinutes));
        let drafted = Meeting { minutes: Some("Words".to_owned()), ..called };
        assert_eq!(may_publish(&drafted, at(11)), Ok(()));
        let published = Meeting { published_at: Some(at(12)), ..drafted };
        assert_eq!([may_record(&published, at(13)), may_minute(&published, at(13))], [Err(Refusal::Published), Ok(())]);
        let approved = Meeting { approved_at: Some(at(20)), ..published };
        assert_eq!(may_minute(&approved, at(21)), Err(Refusal::Approved));
    }

    #[test]
    fn only_a_later_meeting_that_has_begun_approves_minutes() {
        let published = Meeting { minutes: Some(String::new()), published_at: Some(at(12)), ..meeting(10) };
        let of_it = |starts| Meeting { cluster_id: published.cluster_id, ..meeting(starts) };
        assert_eq!(may_approve(&published, &of_it(20), at(19)), Err(Refusal::NotLater));
        assert_eq!(may_approve(&published, &of_it(20), at(20)), Ok(()));
        assert_eq!(may_approve(&published, &of_it(9), at(20)), Err(Refusal::NotLater));
        assert_eq!(may_approve(&published, &meeting(20), at(20)), Err(Refusal::NotLater), "another cluster's");
        assert_eq!(may_approve(&of_it(10), &of_it(20), at(20)), Err(Refusal::NotPublished));
    }
}
