//! From what value a purchase is covered by the Procurement Act 2023, which regime its code puts it in, and the bands
//! in which a school asks for quotes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::figures::current;
use ::entity::law_figure::Topic;

/// Which rules a covered contract for services follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// The full rules, for services and goods.
    Services,
    /// The lighter rules for the services of Schedule 1 of the Procurement Regulations 2024, school meals among them.
    LightTouch,
}

impl Regime {
    /// Its name in the law's table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::LightTouch => "light_touch",
        }
    }
}

/// The value from which a contract is covered.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl Band {
    pub const ALL: [Band; 3] = [Band::Low, Band::Medium, Band::High];

    /// Its name in the law's table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// A day before the Act was in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("We hold no threshold for {}: the Procurement Act 2023 applies from 24 February 2025", .0.format("%-d %B %Y"))]
pub struct NotYetLaw(pub NaiveDate);

/// A code that names no service and no goods.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Enter a CPV code of eight digits for a service or for goods. We found \"{0}\"")]
pub struct UnlistedCode(pub String);

/// The threshold in force on a day.
pub fn threshold(kind: Regime, on: NaiveDate) -> Result<Threshold, NotYetLaw> {
    let law = current();
    let row = law.on(Topic::Threshold, kind.name(), on).ok_or(NotYetLaw(on))?;
    let pounds = row.number.ok_or(NotYetLaw(on))?;
    Ok(Threshold { kind, valid_from: row.valid_from, pounds, source: row.source.clone() })
}

/// The band that a purchase of so many whole pounds falls in on a day.
pub fn purchase_band(pounds: i64, on: NaiveDate) -> Result<PurchaseBand, NotYetLaw> {
    let law = current();
    let of = |band: Band| {
        let row = law.on(Topic::Band, band.name(), on)?;
        let from_pounds = row.number.filter(|from| *from <= pounds.max(0))?;
        Some(PurchaseBand { band, valid_from: row.valid_from, from_pounds, source: row.source.clone() })
    };
    Band::ALL.into_iter().filter_map(of).max_by_key(|band| band.from_pounds).ok_or(NotYetLaw(on))
}

/// The regime of a CPV code, with or without its check digit, on a day. Only codes that the Schedule lists are light
/// touch; works (division 45) have a threshold of their own and are refused.
pub fn regime(cpv: &str, on: NaiveDate) -> Result<Regime, UnlistedCode> {
    eight_digits(cpv).ok_or_else(|| UnlistedCode(cpv.to_owned()))?;
    if light_touch_title(cpv, on).is_some() { Ok(Regime::LightTouch) } else { Ok(Regime::Services) }
}

/// What the light touch list calls a code, if it is on that list on a day.
pub fn light_touch_title(cpv: &str, on: NaiveDate) -> Option<String> {
    let law = current();
    let row = law.on(Topic::LightTouch, eight_digits(cpv)?, on)?;
    row.title.clone().filter(|_| row.number == Some(1))
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

    fn today() -> NaiveDate {
        date(2026, 11, 22)
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
            assert_eq!(regime(light, today()), Ok(Regime::LightTouch), "{light}");
        }
        for full in ["90910000", "79211110", "79414000", "72400000", "66510000", "77310000"] {
            assert_eq!(regime(full, today()), Ok(Regime::Services), "{full}");
        }
        assert_eq!(light_touch_title("55523100", today()).as_deref(), Some("School-meal services"));
        assert_eq!(light_touch_title("90910000", today()), None);
    }

    #[test]
    fn a_code_that_is_no_service_is_refused_in_a_sentence() {
        for wrong in ["", "catering", "5552", "55523100-", "55523100-12", "45000000", "00000000", "５５523100"] {
            let refusal = regime(wrong, today()).unwrap_err().to_string();
            assert_eq!(
                refusal,
                format!("Enter a CPV code of eight digits for a service or for goods. We found \"{wrong}\"")
            );
        }
    }

    #[test]
    fn all_421_light_touch_codes_are_held_and_each_is_light_touch() {
        let law = current();
        let codes: Vec<_> = law.rows(Topic::LightTouch).collect();
        assert_eq!(codes.len(), 421);
        assert!(codes.iter().all(|row| regime(&row.name, today()) == Ok(Regime::LightTouch)));
        assert!(codes.iter().all(|row| row.title.as_deref().is_some_and(|title| !title.trim().is_empty())));
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
