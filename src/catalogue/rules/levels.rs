//! Service levels: what a provider promises and is rated by.

use std::fmt;

use entity::listing::{Direction, ServiceLevel, TargetFigure};
use entity::money::plain_number;

/// More measures than anybody rates in one sitting.
pub const MOST_LEVELS: usize = 10;

/// What makes no sense of a list of service levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LevelsRefusal {
    TooMany,
    Twice(String),
}

impl fmt::Display for LevelsRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LevelsRefusal::TooMany => write!(f, "Name {MOST_LEVELS} service levels or fewer"),
            LevelsRefusal::Twice(measure) => write!(f, "Name “{measure}” once"),
        }
    }
}

/// Schools rate each measure by its name, so that a name stands once.
pub fn check_levels(levels: &[ServiceLevel]) -> Result<(), LevelsRefusal> {
    if levels.len() > MOST_LEVELS {
        return Err(LevelsRefusal::TooMany);
    }
    let same = |one: &ServiceLevel, other: &ServiceLevel| one.measure.eq_ignore_ascii_case(&other.measure);
    let twice = levels.iter().enumerate().find(|(at, level)| levels[..*at].iter().any(|before| same(before, level)));
    twice.map_or(Ok(()), |(_, level)| Err(LevelsRefusal::Twice(level.measure.clone())))
}

/// "Answered within two rings (at least 95 %)".
pub fn target_words(level: &ServiceLevel) -> String {
    match &level.figure {
        Some(figure) => format!("{} ({})", level.target, figure_words(figure)),
        None => level.target.clone(),
    }
}

fn figure_words(figure: &TargetFigure) -> String {
    let side = match figure.direction {
        Direction::AtLeast => "at least",
        Direction::AtMost => "at most",
    };
    format!("{side} {} {}", plain_number(&figure.number.exact()), figure.unit).trim_end().to_owned()
}

/// The service levels as they are stored with a version.
pub fn levels_of(stored: &serde_json::Value) -> Result<Vec<ServiceLevel>, serde_json::Error> {
    serde_json::from_value(stored.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::money::Quantity;

    fn level(measure: &str, figure: Option<TargetFigure>) -> ServiceLevel {
        ServiceLevel { measure: measure.to_owned(), target: "Hot when it is served".to_owned(), figure }
    }

    #[test]
    fn a_target_is_said_with_its_figure_where_it_has_one() {
        let figure = TargetFigure { direction: Direction::AtLeast, number: Quantity(95_000), unit: "%".to_owned() };
        assert_eq!(target_words(&level("Heat", Some(figure))), "Hot when it is served (at least 95 %)");
        let figure = TargetFigure { direction: Direction::AtMost, number: Quantity(2_500), unit: String::new() };
        assert_eq!(target_words(&level("Heat", Some(figure))), "Hot when it is served (at most 2.5)");
        assert_eq!(target_words(&level("Heat", None)), "Hot when it is served");
    }

    #[test]
    fn a_measure_is_named_once_and_there_are_not_too_many() {
        assert_eq!(check_levels(&[level("Heat", None), level("Speed", None)]), Ok(()));
        let twice = check_levels(&[level("Heat", None), level("heat", None)]);
        assert_eq!(twice, Err(LevelsRefusal::Twice("heat".to_owned())));
        let many: Vec<_> = (0..=MOST_LEVELS).map(|number| level(&number.to_string(), None)).collect();
        assert_eq!(check_levels(&many), Err(LevelsRefusal::TooMany));
    }

    #[test]
    fn a_draft_from_before_there_were_service_levels_has_none() {
        let before = serde_json::json!({ "title": "Meals", "summary": "", "included": "", "not_included": "", "term": "",
            "notice": "", "evidence": "", "areas": [], "phases": [], "legal_types": [], "price_visibility": "public",
            "valid_from": "2027-04-01", "schedule": { "term_years": 1, "charges": [] } });
        let content: entity::listing::Content = serde_json::from_value(before).unwrap();
        assert!(content.service_levels.is_empty());
    }
}
