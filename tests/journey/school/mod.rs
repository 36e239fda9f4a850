//! Schools: where they come from, and what they say of themselves.

mod import;
mod own_spend;
mod people;
mod register;
