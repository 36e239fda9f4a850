//! What a document is made of.

use crate::platform::http::chart::{BarChart, LineChart, StackedChart};
use serde::Serialize;

/// A document: its title, then its blocks in the order of reading.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// A piece of a document.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// Level 2 or 3; `id` is its anchor in the HTML.
    Heading {
        level: u8,
        id: String,
        text: String,
    },
    Paragraph {
        text: String,
        lead: bool,
    },
    List {
        items: Vec<String>,
    },
    Table(Table),
    /// Bars from one zero line; of changes, those of less and of more are told apart.
    Bars {
        chart: BarChart,
        of_changes: bool,
    },
    Stacked {
        chart: StackedChart,
    },
    Lines {
        chart: LineChart,
    },
    PageBreak,
}

impl Block {
    pub fn heading(level: u8, id: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Heading { level, id: id.into(), text: text.into() }
    }

    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph { text: text.into(), lead: false }
    }

    pub fn lead(text: impl Into<String>) -> Self {
        Self::Paragraph { text: text.into(), lead: true }
    }

    pub fn list(items: impl IntoIterator<Item = String>) -> Self {
        Self::List { items: items.into_iter().collect() }
    }
}

/// A table: its first column is each row's heading.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// Unique in the document.
    pub id: String,
    pub caption: String,
    pub note: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Column {
    pub text: String,
    /// Under the column's name: "£ a year".
    pub unit: String,
    pub numeric: bool,
}

impl Column {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), unit: String::new(), numeric: false }
    }

    pub fn number(text: impl Into<String>, unit: impl Into<String>) -> Self {
        Self { text: text.into(), unit: unit.into(), numeric: true }
    }
}

/// How a row stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    Plain,
    /// The reader's own school.
    Own,
    /// A sum of the rows above.
    Total,
}

/// A row; as many cells as the table has columns.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub kind: RowKind,
    pub cells: Vec<Cell>,
}

/// What stands in a cell, in words.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    pub text: String,
    /// The sum that the HTML opens behind a figure.
    pub lines: Vec<Line>,
}

/// A line of a sum, its amount in words.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub text: String,
    pub amount: String,
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), lines: Vec::new() }
    }
}

impl Cell {
    /// A figure that opens its sum.
    pub fn sum(text: impl Into<String>, lines: Vec<Line>) -> Self {
        Self { text: text.into(), lines }
    }
}

impl Row {
    pub fn new<T: Into<Cell>>(kind: RowKind, cells: impl IntoIterator<Item = T>) -> Self {
        Self { kind, cells: cells.into_iter().map(Into::into).collect() }
    }

    pub fn plain<T: Into<Cell>>(cells: impl IntoIterator<Item = T>) -> Self {
        Self::new(RowKind::Plain, cells)
    }

    pub fn total<T: Into<Cell>>(cells: impl IntoIterator<Item = T>) -> Self {
        Self::new(RowKind::Total, cells)
    }

    /// Of the reader's own school, or of another.
    pub fn of_school<T: Into<Cell>>(own: bool, cells: impl IntoIterator<Item = T>) -> Self {
        Self::new(if own { RowKind::Own } else { RowKind::Plain }, cells)
    }
}
