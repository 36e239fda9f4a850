//! Who buys: the schools of the register, and what each of them says of itself.

pub mod import;
pub mod web;
