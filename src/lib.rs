//! clusterbuy: clusters of schools buy services together, and every school sees what each offer would cost it.
//!
//! The modules stand in the order of the journey: who signs in, who buys, who sells, what it costs, what is needed,
//! the tender, the bids, their evaluation, the award, the contract and what it saved.

pub mod school;
pub mod price;
pub mod savings;
pub mod publication;
pub mod evaluation;
pub mod cluster;
pub mod calc;
pub mod platform;
