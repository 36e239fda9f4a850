//! A form as its page shows it: what was typed, and what is wrong with it.

use serde::Serialize;
use std::collections::BTreeMap;

/// Given to templates as `form`; the form components read their field from it, and the layout lists its errors first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FormView {
    /// Field name → what was typed, or the stored value on a first visit.
    pub values: BTreeMap<String, String>,
    /// In the order of the page; the same sentence stands in the summary and beside the field.
    pub errors: Vec<FieldError>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    pub field: String,
    pub text: String,
}

impl FormView {
    /// The form with one field filled.
    #[must_use]
    pub fn with(mut self, field: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.insert(field.into(), value.into());
        self
    }

    /// The form with one more error, which says what to do.
    #[must_use]
    pub fn refusing(mut self, field: impl Into<String>, text: impl Into<String>) -> Self {
        self.errors.push(FieldError { field: field.into(), text: text.into() });
        self
    }

    pub fn is_sound(&self) -> bool {
        self.errors.is_empty()
    }
}
