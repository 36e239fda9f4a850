//! Which official notices a tender needs, and when each is due.

use ::entity::legal_ground::Question;
use ::entity::tender::{Procedure, Route, TenderState};
use chrono::{Days, NaiveDate};

/// What decides which notices there are.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub route: Route,
    pub procedure: Option<Procedure>,
    /// Firms were met before the tender.
    pub met_firms: bool,
    pub state: TenderState,
    /// The contract's last day, as planned.
    pub ends_on: Option<NaiveDate>,
}

/// When a notice is due for this tender, in words, with the day where one is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub kind: &'static str,
    pub words: String,
    pub by: Option<NaiveDate>,
}

fn due(kind: &'static str, words: impl Into<String>) -> Due {
    Due { kind, words: words.into(), by: None }
}

/// Days after the contract's end within which its termination notice is published.
const AFTER_END: u64 = 30;

/// The notices of this tender, in the order in which they fall due. Below the threshold there are none: schools are
/// exempt from the notices of regulated below-threshold contracts (Procurement Act 2023, s. 84(1)(b)).
pub fn needed(facts: Facts) -> Vec<Due> {
    if facts.route == Route::BelowThreshold {
        return Vec::new();
    }
    let mut all = Vec::new();
    if facts.met_firms {
        all.push(due("UK2", "Before the tender notice, because firms were met"));
    }
    if !is_call_off(facts.procedure) {
        all.push(due("UK4", "First of all: this tender is published here only once the notice stands there"));
    }
    if has_ended_without(facts.state) {
        all.push(due("UK12", "As soon as it is decided that no contract will be signed: now"));
        return all;
    }
    all.push(due("UK6", "After every bidder has its assessment summary; the standstill starts with its publication"));
    let days = if facts.route == Route::LightTouch { 120 } else { 30 };
    all.push(due("UK7", format!("Within {days} days of the contract's signature by the last party")));
    if facts.route == Route::Covered {
        // Light touch contracts need neither (Procurement Act 2023, ss. 71 and 75).
        all.push(due("UK9", "Each year where performance measures are set, and within 30 days of a breach"));
        all.push(due("UK10", "Before the contract's value or term is changed"));
    }
    let by = facts.ends_on.and_then(|end| end.checked_add_days(Days::new(AFTER_END)));
    all.push(Due { by, ..due("UK11", format!("Within {AFTER_END} days of the contract's end, however it ended")) });
    all
}

/// The question as people ask it.
pub fn question_words(question: Question) -> &'static str {
    match question {
        Question::SlaWithoutTender => "May a school buy the authority's service level agreement without a tender?",
        Question::CodeOfTheService => "Does the CPV code describe the main part of what is bought?",
        Question::SchoolsTogether => "Must the schools' needs be counted together?",
        Question::FrameworkIsOpenToUs => "May our schools use this framework, and in this way?",
    }
}

/// A call-off from a framework is not advertised by a tender notice.
pub fn is_call_off(procedure: Option<Procedure>) -> bool {
    matches!(procedure, Some(Procedure::FrameworkDirectAward | Procedure::FrameworkFurtherCompetition))
}

fn has_ended_without(state: TenderState) -> bool {
    matches!(state, TenderState::Withdrawn | TenderState::Cancelled | TenderState::Unsuccessful)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(route: Route, procedure: Option<Procedure>, state: TenderState) -> Vec<&'static str> {
        let ends_on = NaiveDate::from_ymd_opt(2030, 8, 31);
        let facts = Facts { route, procedure, met_firms: true, state, ends_on };
        needed(facts).into_iter().map(|due| due.kind).collect()
    }

    #[test]
    fn each_route_and_procedure_has_its_notices() {
        let open = TenderState::Open;
        assert!(kinds(Route::BelowThreshold, None, open).is_empty());
        assert_eq!(
            kinds(Route::Covered, Some(Procedure::Open), open),
            ["UK2", "UK4", "UK6", "UK7", "UK9", "UK10", "UK11"]
        );
        assert_eq!(
            kinds(Route::Covered, Some(Procedure::FrameworkFurtherCompetition), open),
            ["UK2", "UK6", "UK7", "UK9", "UK10", "UK11"]
        );
        assert_eq!(kinds(Route::LightTouch, None, TenderState::Cancelled), ["UK2", "UK4", "UK12"]);
    }

    #[test]
    fn light_touch_has_more_time_after_the_signature_and_the_last_notice_has_a_day() {
        let ends_on = NaiveDate::from_ymd_opt(2030, 8, 31);
        let of = |route| needed(Facts { route, procedure: None, met_firms: false, state: TenderState::Live, ends_on });
        assert!(of(Route::LightTouch)[2].words.contains("120 days"));
        assert!(of(Route::Covered)[2].words.contains("30 days"));
        assert_eq!(of(Route::LightTouch)[3].by, NaiveDate::from_ymd_opt(2030, 9, 30));
        assert_eq!(of(Route::Covered)[5].by, NaiveDate::from_ymd_opt(2030, 9, 30));
    }
}
