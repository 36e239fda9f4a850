//! The house rules, read from the sources: a breach fails here, with the line that broke the rule.
#![expect(clippy::unwrap_used, reason = "a step of a test that fails ends the test")]

mod source;
mod forms;
mod imports;
mod layers;
mod listings;
mod sizes;
mod record;
mod words;
mod migrations;
mod pages;
mod queries;
mod readme;
mod roles;
mod states;
