//! The timetable of a tender: when questions close, when bids close, and what the law says of both.

use crate::platform::law::{self, BeyondCalendar, Documents, Regime, Submission};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Europe::London;
use std::fmt;

/// Working days between the close of questions and the deadline, unless the buyer sets another day.
pub const QUESTION_DAYS: u32 = 6;

/// When questions and bids close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timetable {
    pub questions_close_at: DateTime<Utc>,
    pub deadline_at: DateTime<Utc>,
}

/// Why a date cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    OutOfHours,
    DeadlinePast,
    QuestionsPast,
    QuestionsNotBefore,
    DeadlineNotLater,
    QuestionsNotLater,
    TooEarly(NaiveDate),
    Beyond(BeyondCalendar),
}

impl Refusal {
    /// The field that the sentence stands beside.
    pub fn field(self) -> &'static str {
        match self {
            Self::QuestionsPast | Self::QuestionsNotBefore | Self::QuestionsNotLater => "questions-day",
            _ => "deadline-day",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfHours => f.write_str(law::DEADLINE_SENTENCE),
            Self::DeadlinePast => f.write_str("Deadline must be in the future"),
            Self::QuestionsPast => f.write_str("Questions must close in the future"),
            Self::QuestionsNotBefore => f.write_str("Questions must close before the deadline"),
            Self::DeadlineNotLater => f.write_str("The new deadline must be later than the present one"),
            Self::QuestionsNotLater => f.write_str("Questions cannot close earlier than was published"),
            Self::TooEarly(day) => {
                write!(f, "Deadline must be on or after {}, the shortest time the law allows", day.format("%-d %B %Y"))
            }
            Self::Beyond(beyond) => beyond.fmt(f),
        }
    }
}

impl From<BeyondCalendar> for Refusal {
    fn from(beyond: BeyondCalendar) -> Self {
        Self::Beyond(beyond)
    }
}

/// The timetable with this deadline; questions close when set, else six working days before at the same hour.
pub fn timetable(
    deadline_at: DateTime<Utc>,
    questions: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<Timetable, Refusal> {
    if !law::deadline_ok(deadline_at)? {
        return Err(Refusal::OutOfHours);
    }
    if deadline_at <= now {
        return Err(Refusal::DeadlinePast);
    }
    let questions_close_at = match questions {
        Some(set) if set <= now => return Err(Refusal::QuestionsPast),
        Some(set) if set >= deadline_at => return Err(Refusal::QuestionsNotBefore),
        Some(set) => set,
        None => usual_close_of_questions(deadline_at)?,
    };
    Ok(Timetable { questions_close_at, deadline_at })
}

/// A later deadline of a published tender: never an earlier one, and questions do not close earlier either.
pub fn later(published: Timetable, new: Timetable) -> Result<Timetable, Refusal> {
    if new.deadline_at <= published.deadline_at {
        Err(Refusal::DeadlineNotLater)
    } else if new.questions_close_at < published.questions_close_at {
        Err(Refusal::QuestionsNotLater)
    } else {
        Ok(new)
    }
}

/// Six working days before the deadline, at the same time of day in London.
pub fn usual_close_of_questions(deadline: DateTime<Utc>) -> Result<DateTime<Utc>, BeyondCalendar> {
    let local = deadline.with_timezone(&London);
    let mut day = local.date_naive();
    for _ in 0..QUESTION_DAYS {
        day = before(day);
        while !law::is_working_day(day)? {
            day = before(day);
        }
    }
    Ok(in_london(day, local.time()))
}

fn before(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(1)).unwrap_or(day)
}

/// The instant at which London's clocks show this; where they are put back, the first.
pub fn in_london(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = day.and_time(time);
    London.from_local_datetime(&local).earliest().map_or(local.and_utc(), |there| there.to_utc())
}

/// The first day on which bids for a covered contract may close: electronic, with every document in the notice.
pub fn earliest_deadline(regime: Regime, notice: NaiveDate) -> NaiveDate {
    let days = law::minimum_tendering_days(regime, Submission::Electronic, Documents::WithTheNotice, notice);
    notice.checked_add_days(Days::new(days.into())).unwrap_or(notice)
}

/// "12:00", "5pm", "9:30am", "midday".
pub fn parse_time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().to_lowercase().replace([' ', '.'], "");
    if text == "midday" || text == "noon" {
        return NaiveTime::from_hms_opt(12, 0, 0);
    }
    let (digits, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => (text.as_str(), None),
    };
    let (hour, minute) = digits.split_once(':').unwrap_or((digits, if half.is_some() { "0" } else { "" }));
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    match half {
        Some(half) if (1..=12).contains(&hour) => NaiveTime::from_hms_opt(hour % 12 + half, minute, 0),
        Some(_) => None,
        None => NaiveTime::from_hms_opt(hour, minute, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn questions_close_six_working_days_before_the_deadline_at_the_same_hour_in_london() {
        let closes = |deadline| usual_close_of_questions(at(deadline)).unwrap();
        assert_eq!(closes("2027-03-16T12:00:00Z"), at("2027-03-08T12:00:00Z"));
        assert_eq!(closes("2027-01-12T12:00:00Z"), at("2026-12-31T12:00:00Z"), "1 and 4 January are holidays");
        assert_eq!(closes("2027-03-31T11:00:00Z"), at("2027-03-19T12:00:00Z"), "clocks go forward on 28 March");
    }

    #[test]
    fn a_timetable_is_refused_for_each_wrong_date_with_its_sentence() {
        let now = at("2027-02-01T10:00:00Z");
        let deadline = at("2027-03-16T12:00:00Z");
        let told = |deadline, questions| timetable(deadline, questions, now).unwrap_err().to_string();
        assert_eq!(told(at("2027-03-13T12:00:00Z"), None), "Deadline must be on a working day between 9am and 5pm");
        assert_eq!(told(at("2027-03-16T17:00:01Z"), None), "Deadline must be on a working day between 9am and 5pm");
        assert_eq!(told(at("2027-01-15T12:00:00Z"), None), "Deadline must be in the future");
        assert_eq!(told(deadline, Some(deadline)), "Questions must close before the deadline");
        assert_eq!(told(deadline, Some(now)), "Questions must close in the future");
        assert!(told(at("2031-03-13T12:00:00Z"), None).contains("cannot be counted"));
        assert!(timetable(deadline, None, now).is_ok());
    }

    #[test]
    fn a_published_deadline_moves_later_only() {
        let of = |deadline: &str| timetable(at(deadline), None, at("2027-02-01T10:00:00Z")).unwrap();
        let published = of("2027-03-16T12:00:00Z");
        assert_eq!(later(published, of("2027-03-23T12:00:00Z")), Ok(of("2027-03-23T12:00:00Z")));
        assert_eq!(later(published, published), Err(Refusal::DeadlineNotLater));
        assert_eq!(later(published, of("2027-03-15T12:00:00Z")), Err(Refusal::DeadlineNotLater));
    }

    #[test]
    fn a_covered_contract_is_open_for_25_days_and_a_light_touch_one_as_long_as_the_buyer_likes() {
        let notice = NaiveDate::from_ymd_opt(2027, 2, 1).unwrap();
        assert_eq!(earliest_deadline(Regime::Services, notice), NaiveDate::from_ymd_opt(2027, 2, 26).unwrap());
        assert_eq!(earliest_deadline(Regime::LightTouch, notice), notice);
    }

    #[test]
    fn a_time_is_read_as_people_write_it() {
        let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0);
        for (text, read) in [
            ("12:00", time(12, 0)),
            ("midday", time(12, 0)),
            ("5pm", time(17, 0)),
            ("9:30 am", time(9, 30)),
            ("12am", time(0, 0)),
            ("17:45", time(17, 45)),
            ("13pm", None),
            ("noonish", None),
            ("17", None),
            ("", None),
        ] {
            assert_eq!(parse_time(text), read, "{text}");
        }
    }
}
