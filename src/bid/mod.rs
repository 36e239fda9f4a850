//! A provider's sealed answer to a tender: written, submitted, opened, checked.

pub mod opened;
pub mod rules;
pub mod store;

pub use opened::{Opened, OpenedBid, read_opened, read_passed};
