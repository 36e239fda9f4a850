//! The fields of a listing's service levels: rows, with room for more each time.

use super::{Choice, choice};
use crate::catalogue::rules::MOST_LEVELS;
use crate::platform::http::fields::Reader;
use crate::platform::http::page::FormView;
use ::entity::listing::{Direction, ServiceLevel, TargetFigure};
use serde::Serialize;

/// Empty rows after those that are filled.
const ROOM: usize = 3;

/// One row of the form, by the beginning of its fields' names.
#[derive(Serialize)]
pub(super) struct LevelRow {
    number: usize,
    name: String,
}

/// The rows that a form shows.
pub(super) fn rows(form: &FormView) -> Vec<LevelRow> {
    let is_filled = |at: &usize| form.values.get(&format!("level-{at}-measure")).is_some_and(|text| !text.is_empty());
    let filled = (0..MOST_LEVELS).filter(is_filled).max().map_or(0, |last| last + 1);
    (0..(filled + ROOM).min(MOST_LEVELS)).map(|at| LevelRow { number: at + 1, name: format!("level-{at}") }).collect()
}

pub(super) fn directions() -> Vec<Choice> {
    Direction::ALL.iter().map(|side| choice(side.as_str(), side_words(*side))).collect()
}

fn side_words(side: Direction) -> &'static str {
    match side {
        Direction::AtLeast => "At least",
        Direction::AtMost => "At most",
    }
}

/// The rows that say something.
pub(super) fn read(reader: &Reader) -> Vec<ServiceLevel> {
    (0..MOST_LEVELS).filter_map(|at| level(reader, &format!("level-{at}"))).collect()
}

fn level(reader: &Reader, name: &str) -> Option<ServiceLevel> {
    let (measure, target) = (reader.optional(&format!("{name}-measure")), reader.optional(&format!("{name}-target")));
    let figure = figure(reader, name);
    match (measure, target) {
        (Some(measure), Some(target)) => Some(ServiceLevel { measure, target, figure }),
        (Some(_), None) => {
            reader.error(&format!("{name}-target"), "Say what you promise");
            None
        }
        (None, target) => {
            if target.is_some() || figure.is_some() {
                reader.error(&format!("{name}-measure"), "Say what is measured");
            }
            None
        }
    }
}

fn figure(reader: &Reader, name: &str) -> Option<TargetFigure> {
    let number = reader.optional_quantity(&format!("{name}-number"), "Enter a number, like 95 or 2.5");
    let side: String = reader.text(&format!("{name}-direction"));
    let unit = reader.text(&format!("{name}-unit"));
    let Some(number) = number else {
        if !side.is_empty() || !unit.is_empty() {
            reader.error(&format!("{name}-number"), "Enter the figure, or leave its side and unit empty");
        }
        return None;
    };
    match side.parse() {
        Ok(direction) => Some(TargetFigure { direction, number, unit }),
        Err(_) => {
            reader.error(&format!("{name}-direction"), "Choose at least or at most");
            None
        }
    }
}

/// The form filled with service levels.
pub(super) fn view(levels: &[ServiceLevel], form: FormView) -> FormView {
    levels.iter().enumerate().fold(form, |form, (at, level)| {
        let form =
            form.with(format!("level-{at}-measure"), &level.measure).with(format!("level-{at}-target"), &level.target);
        let Some(figure) = &level.figure else { return form };
        form.with(format!("level-{at}-direction"), figure.direction.as_str())
            .with(format!("level-{at}-number"), figure.number.to_string())
            .with(format!("level-{at}-unit"), &figure.unit)
    })
}
