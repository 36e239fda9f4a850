//! What may happen to a tender, and what it may say: pure decisions on what is stored.

pub mod price_rule;
pub mod states;
