//! What is said at a review: service levels as the schools rated them, and what is to be done by whom.

use chrono::NaiveDate;
use entity::contract_rating::{LevelRating, Met};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So many actions fit on one form.
pub const MOST_ACTIONS: usize = 3;

/// How many schools said that a service level was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureSaid {
    pub measure: String,
    pub met: usize,
    pub partly: usize,
    pub missed: usize,
}

/// What somebody is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAction {
    pub what: String,
    pub owner: String,
    pub due_on: NaiveDate,
}

/// Counts of every measure, those that were missed most often first.
pub fn said(ratings: Vec<Vec<LevelRating>>) -> Vec<MeasureSaid> {
    let mut counts: BTreeMap<String, MeasureSaid> = BTreeMap::new();
    for level in ratings.into_iter().flatten() {
        let new = || MeasureSaid { measure: level.measure.clone(), met: 0, partly: 0, missed: 0 };
        let count = counts.entry(level.measure.clone()).or_insert_with(new);
        match level.met {
            Met::Yes => count.met += 1,
            Met::Partly => count.partly += 1,
            Met::No => count.missed += 1,
        }
    }
    let mut all: Vec<MeasureSaid> = counts.into_values().collect();
    all.sort_by_key(|said| std::cmp::Reverse((said.missed, said.partly)));
    all
}

/// A review was held while the contract ran, and not tomorrow.
pub fn check_held_on(starts_on: NaiveDate, held_on: NaiveDate, today: NaiveDate) -> Result<(), &'static str> {
    match held_on {
        day if day > today => Err("The day it was held must be today or before"),
        day if day < starts_on => Err("The day it was held must not be before the contract began"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_missed_most_often_stands_first() {
        let level = |measure: &str, met: Met| LevelRating { measure: measure.to_owned(), met, score: 3 };
        let said = said(vec![
            vec![level("Answer", Met::Yes), level("Visits", Met::No)],
            vec![level("Answer", Met::Partly), level("Visits", Met::Yes)],
        ]);
        let told: Vec<_> =
            said.iter().map(|said| (said.measure.as_str(), said.met, said.partly, said.missed)).collect();
        assert_eq!(told, [("Visits", 1, 0, 1), ("Answer", 1, 1, 0)]);
    }

    #[test]
    fn a_review_is_held_while_the_contract_runs() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let check = |held: &str| check_held_on(day("2026-04-01"), day(held), day("2026-11-23"));
        assert!(check("2026-11-23").is_ok() && check("2026-11-24").is_err() && check("2026-03-31").is_err());
    }
}
