//! The rows of the comparison that are about quality: what is promised, and what schools that hold it think.

use super::figures::Cell;
use super::table::Row;
use crate::catalogue::compare::{Comparison, OfferColumn};
use crate::catalogue::rules::target_words;
use ::entity::listing::ServiceLevel;

/// A row of ratings where something is offered, a row for each service level that anything shown has.
pub(super) fn rows(comparison: &Comparison) -> Vec<Row> {
    if comparison.columns.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![ratings(comparison)];
    rows.extend(like_ours(comparison));
    rows.extend(measures(comparison).into_iter().map(|measure| level(comparison, &measure)));
    rows
}

fn row(comparison: &Comparison, label: String, cell: impl Fn(&OfferColumn) -> Cell) -> Row {
    let cells = std::iter::once(Cell::nothing()).chain(comparison.columns.iter().map(cell)).collect();
    Row { label, note: None, cells, is_words: true }
}

fn ratings(comparison: &Comparison) -> Row {
    let cell = |column: &OfferColumn| Cell::words(column.offer.opinion.all.words());
    let row = row(comparison, "Rating".to_owned(), cell);
    Row { note: Some("By schools that hold it, the last four terms".to_owned()), ..row }
}

/// What schools like the reader's think; said on which schools it rests.
fn like_ours(comparison: &Comparison) -> Option<Row> {
    let any = comparison.columns.iter().any(|column| column.offer.opinion.all.is_shown());
    let cell = |column: &OfferColumn| {
        let opinion = &column.offer.opinion;
        match &opinion.like {
            Some(heard) => Cell::words(heard.score.words()).noting(Some(format!("By {}", heard.rests_on))),
            None if opinion.all.is_shown() => {
                Cell::words(opinion.all.words()).noting(Some("By all schools: too few are like yours".to_owned()))
            }
            None => Cell::nothing(),
        }
    };
    any.then(|| row(comparison, "Rating by schools like yours".to_owned(), cell))
}

/// Every measure that is promised, in the order of the offers, once.
fn measures(comparison: &Comparison) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for level in comparison.columns.iter().flat_map(|column| &column.offer.service_levels) {
        if !all.iter().any(|measure| is_same(measure, level)) {
            all.push(level.measure.clone());
        }
    }
    all
}

fn is_same(measure: &str, level: &ServiceLevel) -> bool {
    measure.eq_ignore_ascii_case(&level.measure)
}

fn level(comparison: &Comparison, measure: &str) -> Row {
    let cell = |column: &OfferColumn| {
        let promised = column.offer.service_levels.iter().find(|level| is_same(measure, level));
        promised.map_or_else(|| Cell::words("Not promised"), |level| Cell::words(target_words(level)))
    };
    row(comparison, format!("Service level: {measure}"), cell)
}
