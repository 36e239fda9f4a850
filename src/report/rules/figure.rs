//! A figure with the rows it is worked out from, so that anybody can work it out again.

use crate::platform::words;
use ::entity::exact::Exact;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// An amount, net of VAT.
    Pounds,
    /// After minus before: "£310 more".
    Change,
    Schools,
    Number,
    /// 1 poor to 5 excellent, to one decimal.
    Score,
}

/// How a figure comes from its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    Sum,
    /// Rounded half-up to one decimal.
    Mean,
}

/// A row that a figure is worked out from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// What is stored, and which: "school_schedule:0190…", "cluster_money:0190…".
    pub source: String,
    pub text: String,
    /// A plain decimal.
    pub amount: String,
    /// The authority of the school that is named, where one is.
    #[serde(default)]
    pub area: Option<String>,
}

impl Cited {
    pub fn new(source: impl Into<String>, text: impl Into<String>, amount: &Exact) -> Self {
        Self { source: source.into(), text: text.into(), amount: plain(amount), area: None }
    }

    #[must_use]
    pub fn of_area(mut self, area: &str) -> Self {
        self.area = Some(area.to_owned());
        self
    }
}

/// An amount with every digit it has, in pennies where it does not end.
fn plain(amount: &Exact) -> String {
    amount.terminating().unwrap_or_else(|| amount.decimals(2))
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    pub label: String,
    pub unit: Unit,
    pub how: How,
    /// A plain decimal.
    pub value: String,
    pub rows: Vec<Cited>,
}

impl Figure {
    pub fn new(label: impl Into<String>, unit: Unit, how: How, rows: Vec<Cited>) -> Self {
        let value = worked_out(how, &rows).unwrap_or_else(|| "0".to_owned());
        Self { label: label.into(), unit, how, value, rows }
    }

    /// The value, worked out again from the rows; none where a row is no number.
    pub fn recomputed(&self) -> Option<String> {
        worked_out(self.how, &self.rows)
    }

    pub fn exact(&self) -> Exact {
        self.value.parse().unwrap_or_default()
    }

    /// The figure as people read it.
    pub fn words(&self) -> String {
        said(self.unit, &self.value)
    }

    /// The amount of a row as people read it.
    pub fn row_words(&self, row: &Cited) -> String {
        match self.unit {
            Unit::Schools => said(Unit::Number, &row.amount),
            unit => said(unit, &row.amount),
        }
    }
}

fn worked_out(how: How, rows: &[Cited]) -> Option<String> {
    let amounts = rows.iter().map(|row| row.amount.parse().ok()).collect::<Option<Vec<Exact>>>()?;
    let sum: Exact = amounts.iter().sum();
    match how {
        How::Sum => sum.terminating(),
        How::Mean => Some(sum.over(&Exact::from(rows.len())).unwrap_or_default().decimals(1)),
    }
}

fn said(unit: Unit, value: &str) -> String {
    let number: Decimal = value.parse().unwrap_or_default();
    match unit {
        Unit::Pounds => words::pounds(number),
        Unit::Change => words::difference(number),
        Unit::Schools => words::plural(value.parse().unwrap_or_default(), "school", "schools"),
        Unit::Number => words::number(number),
        Unit::Score => format!("{} of 5", words::number(number)),
    }
}
