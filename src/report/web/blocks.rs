//! A report as blocks, for its page and for its PDF.

use crate::platform::http::chart::{BarChart, Heading, Measure};
use crate::platform::pdf::{Block, Cell, Column, Line, Row, RowKind, Table};
use crate::report::rules::{self, Cited, Content, Figure, Grid, Spot};
use ::entity::money::Money;

/// The sections of a report, one after the other.
pub(super) fn blocks(content: &Content) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph(content.standing.clone())];
    for section in &content.sections {
        blocks.push(Block::heading(2, format!("about-{}", section.id), section.title.clone()));
        blocks.extend(section.words.iter().map(|sentence| Block::paragraph(content.said(sentence))));
        for grid in &section.tables {
            blocks.push(Block::Table(table(content, grid)));
            blocks.extend(chart(content, grid).map(|chart| Block::Bars { chart, of_changes: true }));
        }
    }
    blocks
}

fn table(content: &Content, grid: &Grid) -> Table {
    let column = |column: &rules::Column| Column {
        text: column.text.clone(),
        unit: column.unit.clone(),
        numeric: column.numeric,
    };
    let rows = grid.rows.iter().map(|row| {
        let kind = if row.total { RowKind::Total } else { RowKind::Plain };
        Row::new::<Cell>(kind, row.cells.iter().map(|spot| cell(content, spot)))
    });
    Table {
        id: grid.id.clone(),
        caption: grid.caption.clone(),
        note: grid.note.clone(),
        columns: grid.columns.iter().map(column).collect(),
        rows: rows.collect(),
    }
}

/// A figure of several rows opens its sum.
fn cell(content: &Content, spot: &Spot) -> Cell {
    let figure = match spot {
        Spot::Figure(id) => content.figures.get(id).filter(|figure| figure.rows.len() > 1),
        _ => None,
    };
    let Some(figure) = figure else { return Cell::from(content.cell(spot)) };
    let line = |row: &Cited| Line { text: row.text.clone(), amount: figure.row_words(row) };
    Cell::sum(figure.words(), figure.rows.iter().map(line).collect())
}

fn chart(content: &Content, grid: &Grid) -> Option<BarChart> {
    let (column, finding) = grid.chart.as_ref()?;
    let heading =
        Heading { id: format!("chart-{}", grid.id), finding: content.said(finding), table: grid.caption.clone() };
    let measure = |figure: &Figure, label: String| {
        Some(Measure { label, amount: Money::rounded(&figure.exact())?.0, words: figure.words() })
    };
    let rows = grid.rows.iter().filter(|row| !row.total);
    let measures = rows.filter_map(|row| match row.cells.get(*column)? {
        Spot::Figure(id) => measure(content.figures.get(id)?, content.cell(row.cells.first()?)),
        _ => None,
    });
    BarChart::diverging(heading, &measures.collect::<Vec<_>>())
}
