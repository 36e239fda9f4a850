//! What anyone may read without an account.

pub mod store;
pub mod web;
