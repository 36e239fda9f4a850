//! What a report says: figures that cite their rows, sections of them, and the words that a reader gets.

mod compose;
mod content;
mod facts;
mod figure;
mod review;
mod since;

pub use compose::{compose, compose_year};
pub use content::{Column, Content, Grid, GridRow, Section, Spot};
pub use facts::{Attended, Bought, Coming, Decided, Facts, Money, Rated, Saving};
pub use figure::{Cited, Figure, How, Unit};
pub use review::{ReviewRefusal, may_close, may_open, may_record};
pub use since::{Since, since};

#[cfg(test)]
mod tests;
