//! The way of a concern: recorded, warned, planned, reviewed; improved, or the contract is left. One table says what leads
//! where. Nothing ends a contract by itself: two people give notice, with a reason.

use std::fmt;

use chrono::{Duration, NaiveDate};
use entity::concern::ConcernState::{self, *};
use entity::ids::AccountId;

/// How long the provider usually has for its plan.
pub const DAYS_TO_ANSWER: i64 = 14;
/// How long an improvement usually takes.
pub const DAYS_TO_REVIEW: i64 = 60;
/// The longest that anything said of a concern may be.
pub const LONGEST_CONCERN_WORDS: usize = 5_000;

/// Something that moves a concern on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConcernEvent {
    /// The holder warns the provider.
    Warn,
    /// The provider says how and by when it improves; it may say so anew until the review.
    Plan,
    FindImproved,
    FindNotImproved,
    /// The first of two people proposes to give notice.
    AskToExit,
    /// The second confirms it.
    ConfirmExit,
    /// Notice is not given after all.
    StayOn,
    /// It was raised in error, or it matters no more.
    Withdraw,
}

impl ConcernEvent {
    pub const ALL: [ConcernEvent; 8] = [
        ConcernEvent::Warn,
        ConcernEvent::Plan,
        ConcernEvent::FindImproved,
        ConcernEvent::FindNotImproved,
        ConcernEvent::AskToExit,
        ConcernEvent::ConfirmExit,
        ConcernEvent::StayOn,
        ConcernEvent::Withdraw,
    ];

    /// Where it leads from a state; none where it cannot happen.
    pub fn from(self, state: ConcernState) -> Option<ConcernState> {
        use ConcernEvent::*;
        match (state, self) {
            (Recorded | NotImproved, Warn) => Some(Warned),
            (Warned | Planned, Plan) => Some(Planned),
            (Warned | Planned, FindImproved) => Some(Improved),
            (Warned | Planned, FindNotImproved) => Some(NotImproved),
            (NotImproved, AskToExit) => Some(ExitAsked),
            (ExitAsked, ConfirmExit) => Some(Exited),
            (ExitAsked, StayOn) => Some(NotImproved),
            (Recorded | Warned | Planned | NotImproved, Withdraw) => Some(Withdrawn),
            (Recorded, Plan | FindImproved | FindNotImproved | AskToExit | ConfirmExit | StayOn)
            | (Warned | Planned, Warn | AskToExit | ConfirmExit | StayOn)
            | (NotImproved, Plan | FindImproved | FindNotImproved | ConfirmExit | StayOn)
            | (ExitAsked, Warn | Plan | FindImproved | FindNotImproved | AskToExit | Withdraw)
            | (Improved | Exited | Withdrawn, _) => None,
        }
    }

    /// Said by the provider; everything else by who holds the contract.
    pub fn is_of_provider(self) -> bool {
        self == ConcernEvent::Plan
    }
}

/// Nothing follows.
pub fn is_final(state: ConcernState) -> bool {
    ConcernEvent::ALL.iter().all(|event| event.from(state).is_none())
}

/// The state and its tag, in words.
pub fn state_words(state: ConcernState) -> (&'static str, &'static str) {
    match state {
        Recorded => ("Recorded, the provider is not warned", "plain"),
        Warned => ("Warned: the provider is asked for a plan", "waiting"),
        Planned => ("The provider has a plan", "progress"),
        Improved => ("Improved", "done"),
        NotImproved => ("Not improved", "problem"),
        ExitAsked => ("Notice is proposed", "waiting"),
        Exited => ("Notice is given", "problem"),
        Withdrawn => ("Taken back", "plain"),
    }
}

/// Why a concern does not go on so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConcernRefusal {
    Moved(ConcernState),
    SamePerson,
    DayPassed(&'static str),
    ReviewBeforeAnswer,
    NoProvider,
    NobodyThere,
}

impl ConcernRefusal {
    /// The field that it is about.
    pub fn field(self) -> Option<&'static str> {
        match self {
            ConcernRefusal::DayPassed(field) => Some(field),
            ConcernRefusal::ReviewBeforeAnswer => Some("review_on-day"),
            _ => None,
        }
    }
}

impl fmt::Display for ConcernRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConcernRefusal::Moved(state) => {
                write!(f, "This cannot be done now. The concern stands at: {}", state_words(*state).0)
            }
            ConcernRefusal::SamePerson => {
                f.write_str("A second person must confirm this. You proposed to give notice yourself")
            }
            ConcernRefusal::DayPassed(_) => f.write_str("Enter a day from today on"),
            ConcernRefusal::ReviewBeforeAnswer => f.write_str("The review must be after the day for the answer"),
            ConcernRefusal::NoProvider => f.write_str("Say first which organisation the contract is with"),
            ConcernRefusal::NobodyThere => f.write_str("Nobody acts for this provider here, so write to it yourself"),
        }
    }
}

/// The dates of a warning.
pub fn may_set_dates(answer_by: NaiveDate, review_on: NaiveDate, today: NaiveDate) -> Result<(), ConcernRefusal> {
    if answer_by < today {
        return Err(ConcernRefusal::DayPassed("answer_by-day"));
    }
    if review_on < answer_by + Duration::days(1) {
        return Err(ConcernRefusal::ReviewBeforeAnswer);
    }
    Ok(())
}

/// Two different people give notice.
pub fn confirms(first: Option<AccountId>, second: Option<AccountId>) -> Result<(), ConcernRefusal> {
    if second.is_some() && first != second { Ok(()) } else { Err(ConcernRefusal::SamePerson) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// `state --event--> state`.
    const TABLE: &str = "
recorded Warn warned, recorded Withdraw withdrawn,
warned Plan planned, warned FindImproved improved, warned FindNotImproved not_improved, warned Withdraw withdrawn,
planned Plan planned, planned FindImproved improved, planned FindNotImproved not_improved, planned Withdraw withdrawn,
not_improved Warn warned, not_improved AskToExit exit_asked, not_improved Withdraw withdrawn,
exit_asked ConfirmExit exited, exit_asked StayOn not_improved";

    #[test]
    fn every_state_and_event_of_a_concern_leads_where_the_table_says_and_nowhere_else() {
        let expected: BTreeSet<String> = TABLE.split(',').map(|line| line.trim().to_owned()).collect();
        let mut found = BTreeSet::new();
        for state in ConcernState::ALL {
            for event in ConcernEvent::ALL {
                found.extend(event.from(*state).map(|to| format!("{state} {event:?} {to}")));
            }
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn a_concern_ends_improved_left_or_taken_back() {
        let ends: Vec<_> = ConcernState::ALL.iter().filter(|state| is_final(**state)).collect();
        assert_eq!(ends, [&Improved, &Exited, &Withdrawn]);
    }

    #[test]
    fn nothing_leads_to_exit_but_the_second_person() {
        let ways = ConcernState::ALL.iter().flat_map(|state| {
            ConcernEvent::ALL
                .into_iter()
                .filter(|event| event.from(*state) == Some(Exited))
                .map(|event| (*state, event))
        });
        assert_eq!(ways.collect::<Vec<_>>(), [(ExitAsked, ConcernEvent::ConfirmExit)]);
        let person = |second| AccountId::new(chrono::DateTime::from_timestamp(second, 0).unwrap_or_default());
        let (one, two) = (person(1), person(2));
        assert_eq!(confirms(Some(one), Some(two)), Ok(()));
        assert_eq!(confirms(Some(one), Some(one)), Err(ConcernRefusal::SamePerson));
        assert_eq!(confirms(Some(one), None), Err(ConcernRefusal::SamePerson));
    }

    #[test]
    fn the_review_comes_after_the_answer_and_neither_is_past() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-22");
        assert_eq!(may_set_dates(today, day("2026-11-23"), today), Ok(()));
        assert_eq!(may_set_dates(today, today, today), Err(ConcernRefusal::ReviewBeforeAnswer));
        let late = may_set_dates(day("2026-11-21"), day("2026-12-01"), today);
        assert_eq!(late, Err(ConcernRefusal::DayPassed("answer_by-day")));
    }
}
