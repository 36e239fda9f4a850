//! What a change after publication must keep to: whether it is material, and what it does to the deadline.

use super::dates;
use crate::platform::law::{self, BeyondCalendar, Regime};
use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Europe::London;
use std::fmt;

/// Working days that bids stay open after a material change where the law sets no number: our own rule.
pub const OWN_WORKING_DAYS: u32 = 5;

/// Why a change cannot be made so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The contract's start or length changed, and that was called a correction.
    ContractIsMaterial,
    ExtendedBefore,
    /// The first day on which bids may close.
    NeedsExtension(NaiveDate),
    TooSoon(NaiveDate),
    NotEnoughLeft(NaiveDate),
    Beyond(BeyondCalendar),
}

impl Refusal {
    /// The field that the sentence stands beside.
    pub fn field(self) -> &'static str {
        match self {
            Self::ContractIsMaterial => "material",
            _ => "deadline-day",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |day: &NaiveDate| day.format("%-d %B %Y").to_string();
        match self {
            Self::ContractIsMaterial => {
                f.write_str("A change of the contract's start or length is always material. Choose “Yes”")
            }
            Self::ExtendedBefore => {
                f.write_str("The deadline was extended once already, to a fixed date. It cannot be extended again")
            }
            Self::NeedsExtension(first) => {
                write!(f, "A material change extends the deadline. Enter a new one, on or after {}", day(first))
            }
            Self::TooSoon(first) => write!(
                f,
                "Bidders need time for a material change: the new deadline must be on or after {}",
                day(first)
            ),
            Self::NotEnoughLeft(first) => write!(
                f,
                "A material change now needs bids to stay open until {}, and the deadline was extended once already. \
                 Withdraw the tender and publish it again",
                day(first)
            ),
            Self::Beyond(beyond) => beyond.fmt(f),
        }
    }
}

impl From<BeyondCalendar> for Refusal {
    fn from(beyond: BeyondCalendar) -> Self {
        Self::Beyond(beyond)
    }
}

/// Whether a change is material: what its maker says, but a contract of another start or length always is.
pub fn is_material(said: bool, contract_changed: bool) -> Result<bool, Refusal> {
    if contract_changed && !said { Err(Refusal::ContractIsMaterial) } else { Ok(said) }
}

/// What is known of the deadline when a change is made.
#[derive(Clone, Copy, Debug)]
pub struct Extension {
    pub material: bool,
    pub published: DateTime<Utc>,
    pub new: Option<DateTime<Utc>>,
    /// An earlier change moved it.
    pub extended_before: bool,
    pub regime: Option<Regime>,
    pub today: NaiveDate,
}

/// The first day on which bids may close after a material change: the shortest tendering period that the law knows
/// (Procurement Act 2023, s. 54), or where it sets none, five working days.
pub fn earliest_after_change(regime: Option<Regime>, today: NaiveDate) -> Result<NaiveDate, BeyondCalendar> {
    match regime.map(law::minimum_days_after_change) {
        None | Some(0) => law::add_working_days(today, OWN_WORKING_DAYS),
        Some(days) => Ok(today.checked_add_days(Days::new(days.into())).unwrap_or(today)),
    }
}

/// A change extends the deadline once at most; a material one must, and must leave the time that bidders need.
pub fn check(extension: Extension) -> Result<(), Refusal> {
    if extension.new.is_some() && extension.extended_before {
        return Err(Refusal::ExtendedBefore);
    }
    if !extension.material {
        return Ok(());
    }
    let first = earliest_after_change(extension.regime, extension.today)?;
    let day = |at: DateTime<Utc>| at.with_timezone(&London).date_naive();
    match extension.new {
        Some(new) if day(new) < first => Err(Refusal::TooSoon(first)),
        Some(_) => Ok(()),
        None if !extension.extended_before => Err(Refusal::NeedsExtension(first.max(next(day(extension.published))))),
        None if day(extension.published) < first => Err(Refusal::NotEnoughLeft(first)),
        None => Ok(()),
    }
}

fn next(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

/// The new timetable, where a date was given: later than the published one.
pub fn later(
    published: dates::Timetable,
    deadline_at: Option<DateTime<Utc>>,
    questions: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<Option<dates::Timetable>, dates::Refusal> {
    let Some(new) = deadline_at else {
        if questions.is_none() {
            return Ok(None);
        }
        let set = dates::timetable(published.deadline_at, questions, now)?;
        let not_later = set.questions_close_at < published.questions_close_at;
        return if not_later { Err(dates::Refusal::QuestionsNotLater) } else { Ok(Some(set)) };
    };
    let set = match questions {
        None if published.questions_close_at <= now => {
            dates::Timetable { questions_close_at: published.questions_close_at, ..dates::timetable(new, None, now)? }
        }
        questions => dates::timetable(new, questions, now)?,
    };
    dates::later(published, set).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// A material change on Monday 4 January 2027 to a covered tender that closes on 12 January.
    fn change() -> Extension {
        Extension {
            material: true,
            published: at("2027-01-12T12:00:00Z"),
            new: None,
            extended_before: false,
            regime: Some(Regime::Services),
            today: day("2027-01-04"),
        }
    }

    #[test]
    fn another_start_or_length_of_the_contract_is_material_whatever_is_said() {
        assert_eq!(is_material(false, false), Ok(false));
        assert_eq!(is_material(true, false), Ok(true));
        assert_eq!(is_material(true, true), Ok(true));
        assert!(is_material(false, true).unwrap_err().to_string().contains("always material"));
    }

    #[test]
    fn a_material_change_extends_the_deadline_by_the_lawful_time_and_a_correction_need_not() {
        assert_eq!(check(change()), Err(Refusal::NeedsExtension(day("2027-01-14"))));
        let until = |text: &str| check(Extension { new: Some(at(text)), ..change() });
        assert_eq!(until("2027-01-13T12:00:00Z"), Err(Refusal::TooSoon(day("2027-01-14"))));
        assert_eq!(until("2027-01-14T12:00:00Z"), Ok(()));
        assert_eq!(check(Extension { material: false, ..change() }), Ok(()));
    }

    #[test]
    fn where_the_law_sets_no_time_five_working_days_are_left() {
        for regime in [None, Some(Regime::LightTouch)] {
            let first = earliest_after_change(regime, day("2026-12-30")).unwrap();
            assert_eq!(first, day("2027-01-08"), "1 and 4 January are holidays");
        }
        assert!(earliest_after_change(None, day("2028-12-28")).is_err());
    }

    #[test]
    fn the_deadline_is_extended_once_and_then_only_a_change_that_leaves_time_can_be_made() {
        let again = Extension { extended_before: true, new: Some(at("2027-02-01T12:00:00Z")), ..change() };
        assert_eq!(check(again), Err(Refusal::ExtendedBefore));
        assert_eq!(check(Extension { material: false, ..again }), Err(Refusal::ExtendedBefore));
        let late = Extension { extended_before: true, ..change() };
        assert_eq!(check(late), Err(Refusal::NotEnoughLeft(day("2027-01-14"))));
        let in_time = Extension { published: at("2027-01-14T12:00:00Z"), ..late };
        assert_eq!(check(in_time), Ok(()));
    }

    #[test]
    fn a_far_published_deadline_is_extended_by_a_day_at_least() {
        let far = Extension { published: at("2027-03-16T12:00:00Z"), ..change() };
        assert_eq!(check(far), Err(Refusal::NeedsExtension(day("2027-03-17"))));
    }
}
