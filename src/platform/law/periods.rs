//! The shortest periods the Procurement Act 2023 allows: for tendering, and for the standstill.

use super::Regime;
use super::figures::{Figure, current, day};
use ::entity::law_figure::Topic;
use chrono::NaiveDate;

/// How tenders come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submission {
    Electronic,
    OnPaper,
}

/// Whether every tender document is there when the notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Documents {
    WithTheNotice,
    Later,
}

/// The period that sets the fewest calendar days between the tender notice and the deadline: none by law for light
/// touch, else 25, 30 or 35. Procurement Act 2023, section 54.
pub fn minimum_tendering_period(
    regime: Regime,
    submission: Submission,
    documents: Documents,
    on: NaiveDate,
) -> Option<Figure> {
    in_force(
        match (regime, submission, documents) {
            (Regime::LightTouch, _, _) => "tender_light_touch",
            (_, Submission::Electronic, Documents::WithTheNotice) => "tender_electronic_documents_with_notice",
            (_, Submission::OnPaper, Documents::Later) => "tender_neither",
            _ => "tender_electronic_or_documents_with_notice",
        },
        on,
    )
}

/// Its days.
pub fn minimum_tendering_days(regime: Regime, submission: Submission, documents: Documents, on: NaiveDate) -> u32 {
    days(minimum_tendering_period(regime, submission, documents, on))
}

/// The fewest calendar days between a material change of the notice and the deadline: none by law for light touch, else
/// the shortest tendering period in any case. Procurement Act 2023, sections 31 and 54.
pub fn minimum_days_after_change(regime: Regime) -> u32 {
    covered_only(regime, "tender_after_change")
}

/// The fewest calendar days between the tender notice and the end of requests to participate. Procurement Act 2023,
/// section 54.
pub fn minimum_participation_days(regime: Regime) -> u32 {
    covered_only(regime, "participation")
}

/// The fewest calendar days between an invitation and the deadline. Procurement Act 2023, section 54.
pub fn minimum_invited_days(regime: Regime) -> u32 {
    covered_only(regime, "tender_invited")
}

fn covered_only(regime: Regime, name: &str) -> u32 {
    if regime == Regime::LightTouch { 0 } else { days(in_force(name, day())) }
}

/// The period of the standstill. Procurement Act 2023, section 51. Light touch contracts need none, but a standstill
/// that is given lasts as long.
pub fn standstill_period(on: NaiveDate) -> Option<Figure> {
    in_force("standstill", on)
}

/// The fewest working days of a standstill, the day of the award notice among them.
pub fn standstill_days(on: NaiveDate) -> u32 {
    days(standstill_period(on))
}

/// The row of a day; before the first, the first.
fn in_force(name: &str, on: NaiveDate) -> Option<Figure> {
    let law = current();
    let first = || law.rows(Topic::Period).find(|row| row.name == name);
    law.on(Topic::Period, name, on).or_else(first).cloned()
}

/// A period that the table lacks would be a defect of the program: the longest that could be meant is the safe answer.
fn days(period: Option<Figure>) -> u32 {
    period.and_then(|row| u32::try_from(row.number?).ok()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    #[test]
    fn tendering_takes_25_days_when_electronic_and_complete_and_longer_otherwise() {
        use Documents::{Later, WithTheNotice};
        use Submission::{Electronic, OnPaper};
        assert_eq!(minimum_tendering_days(Regime::Services, Electronic, WithTheNotice, today()), 25);
        assert_eq!(minimum_tendering_days(Regime::Services, Electronic, Later, today()), 30);
        assert_eq!(minimum_tendering_days(Regime::Services, OnPaper, WithTheNotice, today()), 30);
        assert_eq!(minimum_tendering_days(Regime::Services, OnPaper, Later, today()), 35);
        assert_eq!(minimum_tendering_days(Regime::LightTouch, OnPaper, Later, today()), 0);
    }

    #[test]
    fn a_change_an_invitation_and_a_request_have_their_own_shortest_times_but_under_light_touch() {
        let all = |regime| {
            [minimum_days_after_change(regime), minimum_participation_days(regime), minimum_invited_days(regime)]
        };
        assert_eq!(all(Regime::Services), [10, 25, 10]);
        assert_eq!(all(Regime::LightTouch), [0, 0, 0]);
    }

    #[test]
    fn a_standstill_lasts_eight_working_days() {
        assert_eq!(standstill_days(today()), 8);
    }
}
