//! Where a school stands: what it pays for a unit beside medians that tell no school's figure, and with whom it could buy
//! again.

mod aligned;
mod consent;
mod prepare;
pub mod rules;
pub mod store;
mod view;
pub mod web;

pub use aligned::{Aligned, Suggestion, of_cluster as aligned, of_school as aligned_of};
pub use consent::set_consent;
pub use prepare::refresh;
pub use view::{Row, Standing, of_school, similar_of};

pub use crate::catalogue::compare::Group;
pub use crate::catalogue::rules::per_unit_words;
pub use crate::catalogue::{Published, in_sentence};
pub use crate::school::{opened as school_opened, seen as school_seen};
