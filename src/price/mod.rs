//! The price schedule: one language for SLA, listing, bid and contract.

pub mod form;
pub mod rules;
