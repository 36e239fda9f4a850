//! What anyone may read without an account.

pub mod web;
