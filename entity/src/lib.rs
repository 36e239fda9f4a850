//! What clusterbuy stores: one file per table, in the order of the journey; nouns, no IO.

pub mod exact;
pub mod money;
pub mod price;
pub mod school;
