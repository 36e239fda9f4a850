//! The one form in which a price schedule is typed, for listings, SLAs and bids.
//!
//! A page puts `{{ <price_fields price /> }}` into its form, with `price` a [`PriceFields`] and `form` filled by [`view`].
//! It has a row for each charge and two empty ones; "Add another charge" sends the form with `add-charge`, which [`more`]
//! answers with two more. [`read`] reads what was sent and tells what to put right beside each field. It works without
//! JavaScript.

mod bands;
mod read;
mod row;
mod view;

#[cfg(test)]
mod form_test;

pub use super::rules::{describe, guide, school_word};
pub use read::read;
pub use view::{PriceFields, view};

use crate::platform::http::fields::Fields;
use crate::platform::http::page::FormView;

/// The name of the button that adds rows.
pub const ADD: &str = "add-charge";

/// The rows that stand empty below those that are filled.
const EMPTY_ROWS: usize = 2;

/// As many rows as a schedule may have charges.
const MOST_ROWS: usize = 60;

/// The field that says how many rows the form has.
const ROWS: &str = "charge-rows";

/// The form with more empty rows, when it was sent by the button that adds them.
pub fn more(fields: &Fields) -> Option<FormView> {
    fields.get(ADD)?;
    let mut form = fields.view();
    form.values.remove(ADD);
    let rows = rows_of(form.values.get(ROWS).map(String::as_str)) + EMPTY_ROWS;
    Some(form.with(ROWS, rows.min(MOST_ROWS).to_string()))
}

fn rows_of(typed: Option<&str>) -> usize {
    typed.and_then(|rows| rows.trim().parse().ok()).unwrap_or(EMPTY_ROWS).min(MOST_ROWS)
}

/// The name of one field of a row: `charge-2-amount`.
fn field(at: usize, part: &str) -> String {
    format!("charge-{at}-{part}")
}
