//! Schools: where they come from, and what they say of themselves.

mod import;
mod people;
mod register;
