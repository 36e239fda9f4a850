//! Figures of the comparison in words, with the sum behind each.

use crate::catalogue::compare::Part;
use crate::catalogue::rules::Step;
pub(super) use crate::catalogue::rules::per_unit_words as each;
use ::entity::exact::Exact;
use ::entity::money::plain_price;
use serde::Serialize;

/// A line of a sum, its amount in words.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SumLine {
    pub(super) text: String,
    pub(super) amount: String,
}

/// One cell of the table.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Under the figure: per unit, or why there is none.
    pub(super) note: Option<String>,
    /// "less", "more": the colour that repeats the word.
    pub(super) direction: Option<&'static str>,
    pub(super) is_best: bool,
    pub(super) lines: Vec<SumLine>,
    /// Of what the sum is, for who hears it.
    pub(super) of: String,
    /// What stands before the result of the sum.
    pub(super) result: &'static str,
    /// The plain decimal, for the spreadsheet.
    #[serde(skip)]
    pub(super) number: Option<Exact>,
}

impl Default for Cell {
    fn default() -> Self {
        Cell {
            text: String::new(),
            note: None,
            direction: None,
            is_best: false,
            lines: Vec::new(),
            of: String::new(),
            result: "Total",
            number: None,
        }
    }
}

impl Cell {
    pub(super) fn nothing() -> Self {
        Cell { text: "–".to_owned(), ..Cell::default() }
    }

    pub(super) fn words(text: impl Into<String>) -> Self {
        Cell { text: text.into(), ..Cell::default() }
    }

    pub(super) fn money(amount: &Exact) -> Self {
        Cell { text: pounds(amount), number: Some(amount.half_up(2)), ..Cell::default() }
    }

    /// A unit price; the spreadsheet gets pounds with four decimals.
    pub(super) fn per_unit(amount: &Exact, one: &str) -> Self {
        Cell { text: each(amount, one), number: Some(amount.half_up(4)), ..Cell::default() }
    }

    /// A yearly cost that opens its sum; `source` is where it comes from.
    pub(super) fn opening(part: &Part, of: String, source: &str) -> Self {
        let lines = sum_lines(&part.steps, source);
        Cell { lines, of, ..Cell::money(&part.amount) }
    }

    pub(super) fn change(change: &Exact) -> Self {
        let direction = match change {
            change if change.is_zero() => None,
            change if change.is_negative() => Some("less"),
            _ => Some("more"),
        };
        Cell { text: difference(change), direction, number: Some(change.half_up(2)), ..Cell::default() }
    }

    pub(super) fn noting(mut self, note: Option<String>) -> Self {
        self.note = note;
        self
    }
}

pub(super) fn sum_lines(steps: &[Step], source: &str) -> Vec<SumLine> {
    let cited = SumLine { text: source.to_owned(), amount: String::new() };
    let line = |step: &Step| SumLine { text: step.text.clone(), amount: pounds(&step.amount) };
    std::iter::once(cited).chain(steps.iter().map(line)).collect()
}

/// "£5,092.90", "£450".
pub(super) fn pounds(amount: &Exact) -> String {
    plain_price(&amount.half_up(2))
}

/// "£3,395.26 less".
pub(super) fn difference(change: &Exact) -> String {
    match change {
        change if change.is_zero() => "No change".to_owned(),
        change if change.is_negative() => format!("{} less", pounds(&change.abs())),
        change => format!("{} more", pounds(change)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unit_prices_are_in_pence_under_a_pound_and_changes_say_less_or_more() {
        let amount = |text: &str| text.parse::<Exact>().unwrap();
        assert_eq!(each(&amount("0.270755"), "meal"), "27.08p a meal");
        assert_eq!(each(&amount("2.4249"), "employee"), "£2.42 an employee");
        assert_eq!(each(&amount("110"), "Mbps"), "£110 an Mbps");
        assert_eq!(difference(&amount("-3395.26")), "£3,395.26 less");
        assert_eq!(difference(&amount("310")), "£310 more");
        assert_eq!(difference(&amount("0")), "No change");
    }
}
