//! The shortest periods the Procurement Act 2023 allows: for tendering, and for the standstill.

use std::sync::LazyLock;

use serde::Deserialize;

use super::Regime;
use super::data::table;

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

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Period {
    TenderLightTouch,
    TenderElectronicDocumentsWithNotice,
    TenderElectronicOrDocumentsWithNotice,
    TenderNeither,
    Standstill,
    TenderAfterChange,
    Participation,
    TenderInvited,
}

#[derive(Deserialize)]
struct Row {
    period: Period,
    days: u32,
}

static PERIODS: LazyLock<Vec<Row>> = LazyLock::new(|| table(include_str!("data/periods.csv")));

/// The fewest calendar days between the day of the tender notice and the deadline: none by law for light touch, else
/// 25, 30 or 35. Procurement Act 2023, section 54.
pub fn minimum_tendering_days(regime: Regime, submission: Submission, documents: Documents) -> u32 {
    days(match (regime, submission, documents) {
        (Regime::LightTouch, _, _) => Period::TenderLightTouch,
        (_, Submission::Electronic, Documents::WithTheNotice) => Period::TenderElectronicDocumentsWithNotice,
        (_, Submission::OnPaper, Documents::Later) => Period::TenderNeither,
        _ => Period::TenderElectronicOrDocumentsWithNotice,
    })
}

/// The fewest calendar days between a material change of the notice and the deadline: none by law for light touch, else
/// the shortest tendering period in any case. Procurement Act 2023, sections 31 and 54.
pub fn minimum_days_after_change(regime: Regime) -> u32 {
    covered_only(regime, Period::TenderAfterChange)
}

/// The fewest calendar days between the tender notice and the end of requests to participate. Procurement Act 2023,
/// section 54.
pub fn minimum_participation_days(regime: Regime) -> u32 {
    covered_only(regime, Period::Participation)
}

/// The fewest calendar days between an invitation and the deadline. Procurement Act 2023, section 54.
pub fn minimum_invited_days(regime: Regime) -> u32 {
    covered_only(regime, Period::TenderInvited)
}

fn covered_only(regime: Regime, period: Period) -> u32 {
    if regime == Regime::LightTouch { 0 } else { days(period) }
}

/// The fewest working days of a standstill, the day of the award notice among them. Procurement Act 2023, section 51.
/// Light touch contracts need none, but a standstill that is given lasts as long.
pub fn standstill_days() -> u32 {
    days(Period::Standstill)
}

/// A period that the table lacks would be a defect of the program: the longest that could be meant is the safe answer.
fn days(period: Period) -> u32 {
    PERIODS.iter().find(|row| row.period == period).map_or(u32::MAX, |row| row.days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tendering_takes_25_days_when_electronic_and_complete_and_longer_otherwise() {
        use Documents::{Later, WithTheNotice};
        use Submission::{Electronic, OnPaper};
        assert_eq!(minimum_tendering_days(Regime::Services, Electronic, WithTheNotice), 25);
        assert_eq!(minimum_tendering_days(Regime::Services, Electronic, Later), 30);
        assert_eq!(minimum_tendering_days(Regime::Services, OnPaper, WithTheNotice), 30);
        assert_eq!(minimum_tendering_days(Regime::Services, OnPaper, Later), 35);
        assert_eq!(minimum_tendering_days(Regime::LightTouch, OnPaper, Later), 0);
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
        assert_eq!(standstill_days(), 8);
    }
}
