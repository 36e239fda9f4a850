//! The comparison as a file: the same rows as plain numbers.

use super::figures::Cell as Figure;
use super::now;
use super::table::{Row, rows};
use crate::catalogue::compare::Comparison;
use crate::platform::csv_out::Cell;
use crate::platform::export::Sheet;

pub(super) fn sheet(comparison: &Comparison) -> Sheet {
    let now = comparison.baseline.as_ref().map_or("Not known", |now| now.source_words);
    let names = comparison.columns.iter().map(|column| column.offer.name.clone());
    let sources = comparison.columns.iter().map(|column| Cell::text(column.offer.source.clone()));
    let heads = [comparison.school.name.clone(), now::words(comparison).head.to_owned()];
    let cited: Vec<Cell> = [Cell::text("Source"), Cell::text(now)].into_iter().chain(sources).collect();
    Sheet {
        name: format!("{}-{}", comparison.category.slug, comparison.school.urn),
        columns: heads.into_iter().chain(names).collect(),
        rows: std::iter::once(cited).chain(rows(comparison).into_iter().map(line)).collect(),
        notes: vec![
            super::title(comparison),
            "In pounds, excluding VAT. Each figure comes from the version of the listing that is named as its source."
                .to_owned(),
        ],
    }
}

fn line(row: Row) -> Vec<Cell> {
    let cell = |cell: &Figure| match &cell.number {
        Some(number) => Cell::number(number),
        None if row.is_words => Cell::text(cell.text.clone()),
        None => Cell::empty(),
    };
    std::iter::once(Cell::text(row.label.clone())).chain(row.cells.iter().map(cell)).collect()
}
