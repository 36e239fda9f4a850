//! From what value a purchase is covered by the Procurement Act 2023, which regime its code puts it in, and the bands
//! in which a school asks for quotes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::data::table;

/// Which rules a covered contract for services follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// The full rules, for services and goods.
    Services,
    /// The lighter rules for the services of Schedule 1 of the Procurement Regulations 2024, school meals among them.
    LightTouch,
}

/// The value from which a contract is covered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Threshold {
    pub kind: Regime,
    pub valid_from: NaiveDate,
    /// Whole pounds, VAT included, for the contract's whole life.
    pub pounds: i64,
    pub source: String,
}

impl Threshold {
    /// Whether a whole-life value in whole pounds, VAT included and any pence dropped, is covered: "not less than".
    pub fn is_reached_by(&self, pounds: i64) -> bool {
        pounds >= self.pounds
    }
}

/// How much a school's purchase needs to show for itself; the school's own limits win over these bands.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PurchaseBand {
    pub band: Band,
    pub valid_from: NaiveDate,
    pub from_pounds: i64,
    pub source: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    Low,
    Medium,
    High,
}

/// A day before the Act was in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("We hold no threshold for {}: the Procurement Act 2023 applies from 24 February 2025", .0.format("%-d %B %Y"))]
pub struct NotYetLaw(pub NaiveDate);

/// A code that names no service and no goods.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Enter a CPV code of eight digits for a service or for goods. We found \"{0}\"")]
pub struct UnlistedCode(pub String);

static THRESHOLDS: LazyLock<Vec<Threshold>> = LazyLock::new(|| table(include_str!("data/thresholds.csv")));
static BANDS: LazyLock<Vec<PurchaseBand>> = LazyLock::new(|| table(include_str!("data/purchase_bands.csv")));
static LIGHT_TOUCH: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct Row {
        code: String,
        title: String,
    }
    table::<Row>(include_str!("data/light_touch_cpv.csv")).into_iter().map(|row| (row.code, row.title)).collect()
});

/// The threshold in force on a day.
pub fn threshold(kind: Regime, on: NaiveDate) -> Result<&'static Threshold, NotYetLaw> {
    let in_force = THRESHOLDS.iter().filter(|row| row.kind == kind && row.valid_from <= on);
    in_force.max_by_key(|row| row.valid_from).ok_or(NotYetLaw(on))
}

/// The band that a purchase of so many whole pounds falls in on a day.
pub fn purchase_band(pounds: i64, on: NaiveDate) -> Result<&'static PurchaseBand, NotYetLaw> {
    let in_force = BANDS.iter().filter(|row| row.valid_from <= on && row.from_pounds <= pounds.max(0));
    in_force.max_by_key(|row| (row.valid_from, row.from_pounds)).ok_or(NotYetLaw(on))
}

/// The regime of a CPV code, with or without its check digit. Only codes that the Schedule lists are light touch;
/// works (division 45) have a threshold of their own and are refused.
pub fn regime(cpv: &str) -> Result<Regime, UnlistedCode> {
    let code = eight_digits(cpv).ok_or_else(|| UnlistedCode(cpv.to_owned()))?;
    if LIGHT_TOUCH.contains_key(code) { Ok(Regime::LightTouch) } else { Ok(Regime::Services) }
}

/// What the light touch list calls a code, if it is on that list.
pub fn light_touch_title(cpv: &str) -> Option<&'static str> {
    LIGHT_TOUCH.get(eight_digits(cpv)?).map(String::as_str)
}

fn eight_digits(cpv: &str) -> Option<&str> {
    let code = match cpv.trim().split_once('-') {
        Some((code, check)) if check.len() == 1 && check.bytes().all(|b| b.is_ascii_digit()) => code,
        Some(_) => return None,
        None => cpv.trim(),
    };
    let division: u8 = code.get(..2)?.parse().ok()?;
    let listed = code.len() == 8 && code.bytes().all(|b| b.is_ascii_digit());
    (listed && (3..=98).contains(&division) && division != 45).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn the_threshold_is_the_one_in_force_on_the_day() {
        let on = |kind, day| threshold(kind, day).map(|found| found.pounds);
        assert_eq!(on(Regime::Services, date(2025, 12, 31)), Ok(214_904));
        assert_eq!(on(Regime::Services, date(2026, 1, 1)), Ok(207_720));
        assert_eq!(on(Regime::LightTouch, date(2025, 12, 31)), Ok(663_540));
        assert_eq!(on(Regime::LightTouch, date(2026, 11, 22)), Ok(663_540));
        assert_eq!(on(Regime::Services, date(2025, 2, 23)), Err(NotYetLaw(date(2025, 2, 23))));
    }

    #[test]
    fn a_contract_exactly_at_the_threshold_is_covered() {
        let services = threshold(Regime::Services, date(2026, 11, 22)).unwrap();
        assert!(services.is_reached_by(207_720));
        assert!(!services.is_reached_by(207_719));
    }

    #[test]
    fn school_meals_are_light_touch_and_cleaning_payroll_and_broadband_are_not() {
        for light in ["55523100", "55524000", "55524000-9", " 79100000 ", "80000000"] {
            assert_eq!(regime(light), Ok(Regime::LightTouch), "{light}");
        }
        for full in ["90910000", "79211110", "79414000", "72400000", "66510000", "77310000"] {
            assert_eq!(regime(full), Ok(Regime::Services), "{full}");
        }
        assert_eq!(light_touch_title("55523100"), Some("School-meal services"));
        assert_eq!(light_touch_title("90910000"), None);
    }

    #[test]
    fn a_code_that_is_no_service_is_refused_in_a_sentence() {
        for wrong in ["", "catering", "5552", "55523100-", "55523100-12", "45000000", "00000000", "５５523100"] {
            let refusal = regime(wrong).unwrap_err().to_string();
            assert_eq!(
                refusal,
                format!("Enter a CPV code of eight digits for a service or for goods. We found \"{wrong}\"")
            );
        }
    }

    #[test]
    fn all_421_light_touch_codes_are_held_and_each_is_light_touch() {
        assert_eq!(LIGHT_TOUCH.len(), 421);
        assert!(LIGHT_TOUCH.keys().all(|code| regime(code) == Ok(Regime::LightTouch)));
        assert!(LIGHT_TOUCH.values().all(|title| !title.trim().is_empty()));
    }

    #[test]
    fn purchases_fall_in_the_bands_from_ten_and_forty_thousand_pounds() {
        let band = |pounds| purchase_band(pounds, date(2026, 11, 22)).map(|found| found.band);
        assert_eq!(band(0), Ok(Band::Low));
        assert_eq!(band(9_999), Ok(Band::Low));
        assert_eq!(band(10_000), Ok(Band::Medium));
        assert_eq!(band(40_000), Ok(Band::High));
        assert!(purchase_band(1, date(2024, 1, 1)).is_err());
    }
}
