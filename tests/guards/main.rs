//! The house rules, read from the sources: a breach fails here, with the line that broke the rule.

mod source;
mod imports;
mod layers;
mod sizes;
mod words;
mod migrations;
