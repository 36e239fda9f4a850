//! What clusterbuy stores: one file per table, in the order of the journey; nouns, no IO.

pub mod school;
