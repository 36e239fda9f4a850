//! What a bid is, when it is complete, and when it may be changed. Pure: no query, no clock.

mod conditions;
pub mod correction;
mod draft;
pub mod hearing;
mod missing;
mod package;
mod quote;
mod receipt;
mod sealed;
mod standing;

#[cfg(test)]
mod rules_test;

pub use conditions::{Check, Evidence, INTERESTS, Validity, checks, needs_hearing, validity};
pub use draft::{Draft, Saved, Step};
pub use missing::{Asked, Missing, Question, Variation, missing, progress, words};
pub use package::{Confidential, Document, Interest, NonPrice, Organisation, Package, non_price_part};
pub use quote::{Quote, by_school};
pub use receipt::{Handed, Statement, read as read_receipt};
pub use sealed::{Opening, Refusal, label, may_change, may_open, receipt_code, shows_before_opening};
pub use standing::{Facts, Standing, standing};
