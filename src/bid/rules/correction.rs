//! The one window in which bidders correct what the check found: the same hours for everybody, closed by the clock.

use crate::platform::law::{self, BeyondCalendar};
use crate::platform::words;
use crate::tender::rules::dates::in_london;
use chrono::{DateTime, Days, Duration, NaiveTime, Utc};
use chrono_tz::Europe::London;
use entity::correction_window::Model as Window;
use entity::tender::TenderState;
use std::fmt;

/// The hours that can be given.
pub const HOURS: [i32; 4] = [24, 48, 72, 120];

/// Why something is not done about a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotChecking,
    OpenedBefore,
    NothingAsked,
    OtherHours,
    StillOpen(DateTime<Utc>),
    Closed(DateTime<Utc>),
    Nothing,
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
            Self::NotChecking => f.write_str("The check of these bids is finished, so nothing can be corrected"),
            Self::OpenedBefore => {
                f.write_str("Bidders were given their time to correct. There is one window, and no second")
            }
            Self::NothingAsked => f.write_str("Choose what is to be corrected, in at least one bid"),
            Self::OtherHours => f.write_str("Choose how many hours bidders get"),
            Self::StillOpen(until) => {
                write!(
                    f,
                    "Bidders may correct their bids until {}. Check these bids after that",
                    words::deadline(*until)
                )
            }
            Self::Closed(at) => write!(f, "Corrections closed at {}", words::deadline(*at)),
            Self::Nothing => f.write_str("Attach a document or explain what is right"),
            Self::Beyond(beyond) => beyond.fmt(f),
        }
    }
}

/// May the tender lead open the window now?
pub fn may_open(lot: TenderState, opened: Option<&Window>, asked: usize, hours: i32) -> Result<(), Refusal> {
    if lot != TenderState::Compliance {
        Err(Refusal::NotChecking)
    } else if opened.is_some() {
        Err(Refusal::OpenedBefore)
    } else if asked == 0 {
        Err(Refusal::NothingAsked)
    } else if !HOURS.contains(&hours) {
        Err(Refusal::OtherHours)
    } else {
        Ok(())
    }
}

/// When a window of so many hours closes: never earlier, and on a working day between 9am and 5pm.
pub fn closes_at(opened: DateTime<Utc>, hours: i32) -> Result<DateTime<Utc>, BeyondCalendar> {
    let clock = |hour: u32| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let local = (opened + Duration::hours(i64::from(hours))).with_timezone(&London);
    let (mut day, mut time) = (local.date_naive(), local.time());
    if time > clock(17) {
        (day, time) = (day.checked_add_days(Days::new(1)).unwrap_or(day), clock(9));
    }
    time = time.max(clock(9));
    while !law::is_working_day(day)? {
        day = day.checked_add_days(Days::new(1)).unwrap_or(day);
        time = clock(9);
    }
    Ok(in_london(day, time))
}

pub fn is_open(window: &Window, now: DateTime<Utc>) -> bool {
    now < window.closes_at
}

/// May a bidder still correct?
pub fn may_correct(lot: TenderState, window: &Window, now: DateTime<Utc>) -> Result<(), Refusal> {
    if lot != TenderState::Compliance {
        Err(Refusal::NotChecking)
    } else if is_open(window, now) {
        Ok(())
    } else {
        Err(Refusal::Closed(window.closes_at))
    }
}

/// May results be recorded, or the check be finished? Not before every bidder has had the same time.
pub fn may_judge(window: Option<&Window>, now: DateTime<Utc>) -> Result<(), Refusal> {
    match window {
        Some(window) if is_open(window, now) => Err(Refusal::StillOpen(window.closes_at)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::ids::{AccountId, LotId};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn window() -> Window {
        let opened_at = at("2027-03-17T10:00:00Z");
        Window {
            lot_id: LotId::new(opened_at),
            hours: 48,
            reason: String::new(),
            opened_by: AccountId::new(opened_at),
            opened_at,
            closes_at: closes_at(opened_at, 48).unwrap(),
        }
    }

    #[test]
    fn a_window_lasts_its_hours_and_closes_in_working_time() {
        assert_eq!(closes_at(at("2027-03-17T10:00:00Z"), 48).unwrap(), at("2027-03-19T10:00:00Z"));
        assert_eq!(closes_at(at("2027-03-18T18:30:00Z"), 24).unwrap(), at("2027-03-22T09:00:00Z"), "over a weekend");
        assert_eq!(closes_at(at("2027-03-25T10:00:00Z"), 24).unwrap(), at("2027-03-30T08:00:00Z"), "over Easter, BST");
    }

    #[test]
    fn there_is_one_window_for_something_and_no_second() {
        let may = |state, window: Option<&Window>, asked| may_open(state, window, asked, 48);
        assert_eq!(may(TenderState::Compliance, None, 2), Ok(()));
        assert_eq!(may(TenderState::Compliance, Some(&window()), 2), Err(Refusal::OpenedBefore));
        assert_eq!(may(TenderState::Compliance, None, 0), Err(Refusal::NothingAsked));
        assert_eq!(may(TenderState::Scoring, None, 2), Err(Refusal::NotChecking));
        assert_eq!(may_open(TenderState::Compliance, None, 1, 47), Err(Refusal::OtherHours));
    }

    #[test]
    fn the_clock_closes_it_and_nothing_is_judged_before() {
        let (window, last) = (window(), at("2027-03-19T09:59:59Z"));
        assert_eq!(may_correct(TenderState::Compliance, &window, last), Ok(()));
        let refused = may_correct(TenderState::Compliance, &window, window.closes_at).unwrap_err();
        assert_eq!(refused.to_string(), "Corrections closed at 10am GMT on Friday 19 March 2027");
        assert!(may_judge(Some(&window), last).is_err());
        assert_eq!(may_judge(Some(&window), window.closes_at), Ok(()));
    }
}
