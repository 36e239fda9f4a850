//! Which schools an offer is made to, and which of an LA's price lists is a school's.

use chrono::{Datelike, NaiveDate};
use entity::exact::Exact;
use entity::listing_area::EVERYWHERE;
use entity::listing_version;
use entity::price::PriceSchedule;
use entity::school::{self, LegalType};
use serde_json::Value;
use std::collections::BTreeMap;

use crate::price::rules::Buyer;

/// Whether a version is offered to this school: its LA, its phase and its legal type.
pub fn serves(version: &listing_version::Model, areas: &[String], school: &school::Model) -> bool {
    let here = |area: &String| area == EVERYWHERE || Some(area) == school.la_code.as_ref();
    areas.iter().any(here)
        && allows(&version.phases, school.phase.as_str())
        && allows(&version.legal_types, school.legal_type.as_str())
}

/// The codes of the LAs that a version is offered in, or `all`.
pub fn areas_of(version: &listing_version::Model) -> serde_json::Result<Vec<String>> {
    let codes: Vec<String> = serde_json::from_value(version.areas.clone())?;
    Ok(if codes.is_empty() { vec![EVERYWHERE.to_owned()] } else { codes })
}

/// An empty list allows everything.
fn allows(list: &Value, word: &str) -> bool {
    let words = list.as_array().map(Vec::as_slice).unwrap_or_default();
    words.is_empty() || words.iter().any(|each| each.as_str() == Some(word))
}

/// Whether its prices hold on a day.
pub fn is_valid_on(version: &listing_version::Model, day: NaiveDate) -> bool {
    let last = version.valid_to.into_iter().chain(version.withdraws_on).min();
    version.valid_from <= day && last.is_none_or(|last| day <= last)
}

/// A school as prices see it; its id in a schedule is its URN.
pub fn buyer(school: &school::Model, volumes: BTreeMap<String, Exact>) -> Buyer {
    Buyer {
        id: school.urn.to_string(),
        phase: school.phase.as_str().to_owned(),
        legal_type: school.legal_type.as_str().to_owned(),
        volumes,
    }
}

/// The units that a schedule charges by and a school has not stated: until it does, the price is unknown, not lower.
pub fn unknown_units<'a>(schedule: &'a PriceSchedule, volumes: &BTreeMap<String, Exact>) -> Vec<&'a str> {
    let units = schedule.charges.iter().filter_map(|charge| charge.kind.unit());
    let filters = schedule.charges.iter().filter_map(|charge| charge.applies_to.as_ref()?.size.as_ref());
    let units = units.chain(filters.map(|size| size.unit.as_str()));
    let mut unknown: Vec<&str> = units.filter(|unit| *unit != "site" && !volumes.contains_key(*unit)).collect();
    unknown.sort_unstable();
    unknown.dedup();
    unknown
}

/// The year that volumes are stated for, by the year it starts in: academies count from September, other schools by the
/// financial year from April.
pub fn year_of(school: &school::Model, day: NaiveDate) -> i32 {
    let academy = matches!(school.legal_type, LegalType::Academy | LegalType::FreeSchool);
    let first_month = if academy { 9 } else { 4 };
    if day.month() >= first_month { day.year() } else { day.year() - 1 }
}

/// "2026 to 2027 financial year (April to March)".
pub fn year_words(school: &school::Model, year: i32) -> String {
    let next = year + 1;
    match school.legal_type {
        LegalType::Academy | LegalType::FreeSchool => format!("{year} to {next} school year (September to August)"),
        _ => format!("{year} to {next} financial year (April to March)"),
    }
}
