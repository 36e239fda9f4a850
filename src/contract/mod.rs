//! What was signed: contracts, each school's part of them, and what was really paid.

mod draw;
pub mod rules;
pub mod store;

pub use draw::{SchoolPart, draw_up, headline_of};
