//! The figures of a report with the rows that each is worked out from, for spreadsheets.

use crate::platform::csv_out::Cell;
use crate::report::rules::{Content, How};

const HEADINGS: [&str; 7] =
    ["Figure", "What it is", "Value", "How it is worked out", "Row", "Amount of the row", "Source"];

/// One line a row; a figure without rows has one line.
pub(super) fn rows(content: &Content) -> Vec<Vec<Cell>> {
    let mut rows = vec![HEADINGS.map(Cell::text).to_vec()];
    for (id, figure) in &content.figures {
        let how = match figure.how {
            How::Sum => "Sum of its rows",
            How::Mean => "Mean of its rows",
        };
        let own = [Cell::text(id), Cell::text(&figure.label), Cell::number(&figure.value), Cell::text(how)];
        if figure.rows.is_empty() {
            rows.push(own.iter().cloned().chain([Cell::empty(), Cell::empty(), Cell::empty()]).collect());
        }
        for row in &figure.rows {
            let cited = [Cell::text(&row.text), Cell::number(&row.amount), Cell::text(&row.source)];
            rows.push(own.iter().cloned().chain(cited).collect());
        }
    }
    rows
}
