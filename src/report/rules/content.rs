//! A report as it is kept: sections of sentences and tables whose figures stand beside their rows.

use super::figure::{Cited, Figure, How, Unit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Instead of a school's name, for an authority whose school it is not.
const ELSEWHERE: &str = "A school of another area";

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub title: String,
    /// "Figures as they stood on 18 January 2027. …"
    pub standing: String,
    pub sections: Vec<Section>,
    /// Every figure by its id.
    pub figures: BTreeMap<String, Figure>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub id: String,
    pub title: String,
    /// Sentences; `{id}` stands for a figure.
    pub words: Vec<String>,
    pub tables: Vec<Grid>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    pub id: String,
    pub caption: String,
    pub note: String,
    pub columns: Vec<Column>,
    pub rows: Vec<GridRow>,
    /// The column that a chart beside the table shows, and what the chart finds; `{id}` stands for a figure.
    pub chart: Option<(usize, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub text: String,
    pub unit: String,
    pub numeric: bool,
}

impl Column {
    pub fn text(text: &str) -> Self {
        Self { text: text.to_owned(), unit: String::new(), numeric: false }
    }

    pub fn number(text: &str, unit: &str) -> Self {
        Self { text: text.to_owned(), unit: unit.to_owned(), numeric: true }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridRow {
    pub cells: Vec<Spot>,
    pub total: bool,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spot {
    Words(String),
    /// A figure by its id.
    Figure(String),
    /// A school's name and its authority.
    School(String, String),
}

impl Spot {
    pub fn words(text: impl Into<String>) -> Self {
        Self::Words(text.into())
    }
}

impl Content {
    /// Keeps a figure and answers its id in the text.
    pub fn figure(&mut self, id: impl Into<String>, label: impl Into<String>, unit: Unit, rows: Vec<Cited>) -> Spot {
        self.keep(id, Figure::new(label, unit, How::Sum, rows))
    }

    pub fn keep(&mut self, id: impl Into<String>, figure: Figure) -> Spot {
        let id = id.into();
        self.figures.insert(id.clone(), figure);
        Spot::Figure(id)
    }

    /// A sentence with its figures in it.
    pub fn said(&self, sentence: &str) -> String {
        let mut text = String::new();
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            rest = match after.split_once('}') {
                Some((id, after)) if self.figures.contains_key(id) => {
                    text.push_str(&self.figures[id].words());
                    after
                }
                _ => {
                    text.push('{');
                    after
                }
            };
        }
        text + rest
    }

    /// What stands in a cell, in words.
    pub fn cell(&self, spot: &Spot) -> String {
        match spot {
            Spot::Words(text) | Spot::School(text, _) => text.clone(),
            Spot::Figure(id) => self.figures.get(id).map(Figure::words).unwrap_or_default(),
        }
    }

    /// As an authority reads it: schools of other areas go without their names.
    #[must_use]
    pub fn for_area(mut self, area: &str) -> Self {
        let cells = self.sections.iter_mut().flat_map(|section| &mut section.tables).flat_map(|table| &mut table.rows);
        for spot in cells.flat_map(|row| &mut row.cells) {
            if let Spot::School(name, of) = spot
                && of != area
            {
                ELSEWHERE.clone_into(name);
            }
        }
        for row in self.figures.values_mut().flat_map(|figure| &mut figure.rows) {
            if row.area.as_deref().is_some_and(|of| of != area) {
                ELSEWHERE.clone_into(&mut row.text);
            }
        }
        for figure in self.figures.values_mut() {
            if figure.rows.iter().any(|row| row.text == ELSEWHERE) && figure.rows.len() == 1 {
                ELSEWHERE.clone_into(&mut figure.label);
            }
        }
        self
    }
}
