//! The figures as a file for spreadsheets.

use super::stage_words;
use crate::platform::csv_out::Cell;
use crate::savings::Savings;
use crate::savings::rules::ledger::Line;
use ::entity::exact::Exact;

const HEADINGS: [&str; 12] = [
    "School",
    "URN",
    "Service",
    "Stage",
    "Year",
    "Before, £ a year",
    "After, £ a year",
    "Difference, £ a year",
    "Source of before",
    "Quantity a year",
    "Unit",
    "Provider",
];

/// One row a school and service, those of `wanted` lines.
pub(super) fn rows<'a>(savings: &Savings, wanted: impl Iterator<Item = &'a Line>) -> Vec<Vec<Cell>> {
    let mut rows = vec![HEADINGS.map(Cell::text).to_vec()];
    rows.extend(wanted.map(|line| row(savings, line)));
    rows
}

fn row(savings: &Savings, line: &Line) -> Vec<Cell> {
    let deal = savings.ledger.deal(line);
    let school = savings.schools.get(&line.school);
    let category = savings.categories.get(&deal.category);
    let number = |exact: Option<&Exact>| exact.map_or_else(Cell::empty, |exact| Cell::number(exact.pounds()));
    vec![
        Cell::text(super::view::name_of(savings, line.school)),
        school.map_or_else(Cell::empty, |school| Cell::number(school.urn)),
        Cell::text(category.map(|category| category.name.clone()).unwrap_or_default()),
        Cell::text(stage_words(line.status).0),
        Cell::text(deal.year.clone()),
        number(line.before.as_ref().map(|before| &before.amount)),
        number(Some(&line.after)),
        number(line.change().as_ref()),
        Cell::text(line.before.as_ref().map_or("Not known", |before| before.basis)),
        line.volume.as_ref().and_then(Exact::terminating).map_or_else(Cell::empty, Cell::number),
        Cell::text(category.map(|category| category.shape.main_unit.clone()).unwrap_or_default()),
        Cell::text(deal.provider.clone()),
    ]
}
